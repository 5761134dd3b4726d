import type { Board, Element } from '@gesso/crdt-schema';
import { containsPoint, unionAll, type Vec } from '@gesso/drawing';
import type { ReadonlySignal } from '@preact/signals-core';
import type { SpatialIndex } from './spatial.ts';

/** The groups that are entered, the innermost first: in it one selects member by member. None = the board itself. */
export type Entered = readonly string[];

export const nothingEntered: Entered = [];

/** What stays entered: the innermost group that fits, and those around it. */
export const outTo = (entered: Entered, fits: (group: string) => boolean): Entered => {
  const level = entered.findIndex(fits);
  return level < 0 ? nothingEntered : entered.slice(level);
};

/** The groups of an element inside what is entered, the innermost first: the last of them is what a press selects. */
export const groupsIn = ([group = '']: Entered, { groups }: Element): readonly string[] => {
  const at = groups.indexOf(group);
  return at < 0 ? groups : groups.slice(0, at);
};

/** Elements that are `taken`, without those whose group, as a press in what is entered selects it, has more that is free. */
export function takenWhole(board: Pick<Board, 'all'>, entered: Entered, taken: readonly Element[]): Element[] {
  const ids = new Set(taken.map(({ id }) => id));
  const unitOf = (element: Element) => groupsIn(entered, element).at(-1);
  const units = new Set(taken.map(unitOf));
  const isLeft = ({ id, locked }: Element) => !locked && !ids.has(id);
  const broken = new Set(
    [...units].every((unit) => unit === undefined)
      ? []
      : board
          .all()
          .filter(isLeft)
          .flatMap(({ groups }) => groups),
  );
  return taken.filter((element) => !broken.has(unitOf(element) ?? ''));
}

/** The members of a group, in painting order. */
export const membersOf = (board: Pick<Board, 'all'>, group: string): readonly Element[] =>
  board.all().filter(({ groups }) => groups.includes(group));

/** The board, where everything is on it, and what is entered. */
interface Grouping {
  readonly board: Pick<Board, 'all'>;
  readonly index: Pick<SpatialIndex, 'bounds'>;
  readonly entered: ReadonlySignal<Entered>;
}

/**
 * What stays entered when a person presses a place, board units, and what that is part of which a tool makes there: the groups around it.
 */
export const enteredAt = ({ board, index, entered }: Grouping, at: Vec): Entered =>
  outTo(entered.peek(), (group) => {
    const box = unionAll(membersOf(board, group).flatMap(({ id }) => index.bounds(id) ?? []));
    return box !== undefined && containsPoint(box, at);
  });
