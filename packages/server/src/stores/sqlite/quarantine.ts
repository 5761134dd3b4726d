import type { Database } from './database.ts';
import { bytes, integer, type Row } from './rows.ts';

/** Why a record was set aside, and what it was. */
export type Origin = 'update' | 'snapshot' | 'costly update' | 'costly snapshot';

/** Puts a copy of a record into quarantine, where it stays until an operator lets go of it. */
export const quarantineWriter = (database: Database, now: () => number) => {
  const insert = database.prepare(
    'INSERT INTO quarantine (board, origin, seq, data, sum, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (board: string, origin: Origin, row: Row): void => {
    const seq = integer(row, origin.endsWith('update') ? 'seq' : 'upto');
    insert.run(board, origin, seq, bytes(row, 'data'), bytes(row, 'sum'), now());
  };
};
