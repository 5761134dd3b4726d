import { within } from '../waiting.ts';

/** Name of the database with a board's copy on this device. */
export const databaseOf = (board: string): string => `gesso:${board}`;

/** ms that the browser may take to name its databases; it has them in memory or has a problem. */
const patience = 1_000;

/** Names of what this device has stored; undefined where a browser does not tell, or not in time. Never rejects. */
export const storedBoards = async (): Promise<ReadonlySet<string> | undefined> => {
  try {
    return new Set((await within(patience, indexedDB.databases())).flatMap(({ name }) => name ?? []));
  } catch {
    return undefined;
  }
};
