import { bytes, integer, type Row } from '../rows.ts';
import type { Queries } from './database.ts';

/** Why a record was set aside, and what it was. */
export type Origin = 'update' | 'snapshot' | 'costly update' | 'costly snapshot' | 'history';

/** Puts a copy of a record into quarantine, where it stays until an operator lets go of it. */
export const setAside = async (
  queries: Queries,
  board: string,
  origin: Origin,
  row: Row,
  at: number,
): Promise<void> => {
  const column = origin === 'history' ? 'first' : origin.endsWith('update') ? 'seq' : 'upto';
  await queries.run('INSERT INTO quarantine (board, origin, seq, at, sum, data) VALUES ($1, $2, $3, $4, $5, $6)', [
    board,
    origin,
    integer(row, column),
    at,
    bytes(row, 'sum'),
    bytes(row, 'data'),
  ]);
};
