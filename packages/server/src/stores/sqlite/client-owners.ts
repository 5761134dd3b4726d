import { nextTurn, systemTimers } from '../../timers.ts';
import { integer, text } from '../rows.ts';
import type { Database } from './database.ts';

/** Owners that are read in one turn: about a millisecond. */
const readAtOnce = 2_000;

/** Whom the Yjs client ids of a board belong to. */
export interface ClientOwners {
  /** An id that has an owner keeps it. */
  add(board: string, client: number, person: string, at: number): void;
  /** Read with others in between: nobody writes to a board that is being loaded. */
  of(board: string): Promise<ReadonlyMap<number, string>>;
  /** The owner of one id. */
  find(board: string, client: number): string | undefined;
}

export const clientOwners = (database: Database): ClientOwners => {
  const insert = database.prepare(
    'INSERT INTO client_ids (board, client, person, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const select = database.prepare(
    `SELECT client, person FROM client_ids WHERE board = ? AND client > ? ORDER BY client LIMIT ${readAtOnce}`,
  );
  const one = database.prepare('SELECT person FROM client_ids WHERE board = ? AND client = ?');
  return {
    add(board, client, person, at) {
      insert.run(board, client, person, at);
    },
    async of(board) {
      const owners = new Map<number, string>();
      for (let last = -1; ; ) {
        const rows = select.all(board, last);
        for (const row of rows) {
          last = integer(row, 'client');
          owners.set(last, text(row, 'person'));
        }
        if (rows.length < readAtOnce) return owners;
        await nextTurn(systemTimers);
      }
    },
    find(board, client) {
      const row = one.get(board, client);
      return row === undefined ? undefined : text(row, 'person');
    },
  };
};
