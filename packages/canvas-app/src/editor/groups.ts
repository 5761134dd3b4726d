import type { Board, Element } from '@gesso/crdt-schema';

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

/** The members of a group, in painting order. */
export const membersOf = (board: Pick<Board, 'all'>, group: string): readonly Element[] =>
  board.all().filter(({ groups }) => groups.includes(group));
