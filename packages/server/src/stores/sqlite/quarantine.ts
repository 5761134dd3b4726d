import { bytes, integer, type Row } from '../rows.ts';
import type { Database } from './database.ts';

/** Why a record was set aside, and what it was. */
export type Origin = 'update' | 'snapshot' | 'costly update' | 'costly snapshot' | 'history';

/** Puts a copy of a record into quarantine, where it stays until an operator lets go of it. */
export const quarantineWriter = (database: Database, now: () => number) => {
  const insert = database.prepare(
    'INSERT INTO quarantine (board, origin, seq, data, sum, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (board: string, origin: Origin, row: Row): void => {
    const column = origin === 'history' ? 'first' : origin.endsWith('update') ? 'seq' : 'upto';
    const seq = integer(row, column);
    insert.run(board, origin, seq, bytes(row, 'data'), bytes(row, 'sum'), now());
  };
};
