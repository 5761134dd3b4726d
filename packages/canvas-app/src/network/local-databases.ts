import { within } from '../waiting.ts';

/** Origin of what another tab of this browser has written, and keeps in the same copy. */
export const fromOtherTab = {};

/** Key of how often a board's copy was begun anew on this device. */
export const generation = (board: string): string => `gesso.copy.${board}`;

/** How often. */
export const generationOf = (board: string): number => {
  try {
    return Number(localStorage.getItem(generation(board)) ?? 0) || 0;
  } catch {
    return 0;
  }
};

/** Name of the database with a board's copy on this device. */
export const databaseOf = (board: string): string => {
  const number = generationOf(board);
  return number === 0 ? `gesso:${board}` : `gesso:${board}:${number}`;
};

/** ms that the browser may take to name its databases; it has them in memory or has a problem. */
const listingTimeout = 1_000;

/** Names of what this device has stored; undefined where a browser does not tell, or not in time. Never rejects. */
export const storedBoards = async (): Promise<ReadonlySet<string> | undefined> => {
  try {
    return new Set((await within(listingTimeout, indexedDB.databases())).flatMap(({ name }) => name ?? []));
  } catch {
    return undefined;
  }
};
