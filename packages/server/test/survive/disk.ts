import pg from 'pg';
import { integer } from '../../src/stores/rows.ts';
import { fileIn, openBeside } from '../../src/stores/sqlite/database.ts';
import { newSchema } from '../support/postgres.ts';
import { afterThis, newFolder } from '../support/server.ts';

/** What is said about a board's log where it lies, seen from outside. */
export interface Log {
  /** Number of the last update that a snapshot holds; 0 without one. */
  readonly upto: number;
  /** Updates behind it. */
  readonly tail: number;
}

/** Where a server keeps everything, and a look at it, also while a server uses it. */
export interface Place {
  readonly settings: Readonly<Record<string, string>>;
  readLog(board: string): Promise<Log>;
}

export const inFile = (): Place => {
  const folder = newFolder();
  return {
    settings: { DATA_DIR: folder },
    async readLog(board) {
      const { database, close } = openBeside(fileIn(folder));
      try {
        const snapshot = database.prepare('SELECT max(0, max(upto)) AS n FROM snapshots WHERE board = ?').get(board);
        const upto = snapshot?.['n'] === null ? 0 : integer(snapshot ?? {}, 'n');
        const behind = database
          .prepare('SELECT count(*) AS n FROM updates WHERE board = ? AND seq > ?')
          .get(board, upto);
        return { upto, tail: integer(behind ?? {}, 'n') };
      } finally {
        close();
      }
    },
  };
};

export const inPostgres = async (): Promise<Place> => {
  const url = await newSchema();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  afterThis(() => client.end());
  const look = `
    SELECT coalesce(upto, 0)::integer AS upto,
      (SELECT count(*)::integer FROM updates WHERE board = $1 AND seq > coalesce(upto, 0)) AS tail
    FROM (SELECT max(upto) AS upto FROM snapshots WHERE board = $1) AS newest`;
  return {
    settings: { DATA_DIR: newFolder(), DATABASE_URL: url },
    async readLog(board) {
      const { rows } = await client.query(look, [board]);
      return { upto: integer(rows[0] ?? {}, 'upto'), tail: integer(rows[0] ?? {}, 'tail') };
    },
  };
};
