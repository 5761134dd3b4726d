import { integer } from '../../src/stores/rows.ts';
import { fileIn, openBeside } from '../../src/stores/sqlite/database.ts';

/** What the file says about a board's log, seen from outside. */
export interface Log {
  /** Number of the last update that a snapshot holds; 0 without one. */
  readonly upto: number;
  /** Updates behind it. */
  readonly tail: number;
}

/** Looks into the file of a data folder, also while a server uses it. */
export const readLog = (folder: string, board: string): Log => {
  const { database, close } = openBeside(fileIn(folder));
  try {
    const snapshot = database.prepare('SELECT max(0, max(upto)) AS n FROM snapshots WHERE board = ?').get(board);
    const upto = snapshot?.['n'] === null ? 0 : integer(snapshot ?? {}, 'n');
    const behind = database.prepare('SELECT count(*) AS n FROM updates WHERE board = ? AND seq > ?').get(board, upto);
    return { upto, tail: integer(behind ?? {}, 'n') };
  } finally {
    close();
  }
};
