import type { Board, Element, ElementId } from '@gesso/crdt-schema';
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

type Members = ReadonlyMap<string, readonly Element[]>;

/** The members of each group of a board in one state: they are asked for at each move of a pointer. */
const known = new WeakMap<readonly Element[], Members>();

const groupsOf = (all: readonly Element[]): Members => {
  const before = known.get(all);
  if (before !== undefined) return before;
  const groups = new Map<string, Element[]>();
  for (const element of all)
    for (const group of element.groups) {
      const members = groups.get(group);
      if (members === undefined) groups.set(group, [element]);
      else members.push(element);
    }
  known.set(all, groups);
  return groups;
};

/** The members of a group, in painting order. */
export const membersOf = (board: Pick<Board, 'all'>, group: string): readonly Element[] =>
  groupsOf(board.all()).get(group) ?? [];

/** The board, where everything is on it, and what is entered. */
interface Grouping {
  readonly board: Pick<Board, 'all'>;
  readonly index: Pick<SpatialIndex, 'bounds'>;
  readonly entered: ReadonlySignal<Entered>;
}

/**
 * Elements that are `taken`, without those whose group, as a press in what is entered selects it, has more that is free. What is
 * hidden cannot be taken, and goes with the rest.
 */
export function takenWhole({ board, index, entered }: Grouping, taken: readonly Element[]): readonly Element[] {
  const inside = entered.peek();
  const unitOf = (element: Element) => (element.groups.length === 0 ? undefined : groupsIn(inside, element).at(-1));
  const units = new Set<string>();
  for (const element of taken) {
    const unit = unitOf(element);
    if (unit !== undefined) units.add(unit);
  }
  if (units.size === 0) return taken;
  const ids = new Set<ElementId>();
  for (const { id, groups } of taken) if (groups.length > 0) ids.add(id);
  const isLeft = ({ id, locked }: Element) => !ids.has(id) && !locked && index.bounds(id) !== undefined;
  const broken = new Set([...units].filter((unit) => membersOf(board, unit).some(isLeft)));
  return broken.size === 0 ? taken : taken.filter((element) => !broken.has(unitOf(element) ?? ''));
}

/**
 * What stays entered when a person presses a place, board units, and what that is part of which a tool makes there: the groups around it.
 */
export const enteredAt = ({ board, index, entered }: Grouping, at: Vec): Entered =>
  outTo(entered.peek(), (group) => {
    const box = unionAll(membersOf(board, group).flatMap(({ id }) => index.bounds(id) ?? []));
    return box !== undefined && containsPoint(box, at);
  });
