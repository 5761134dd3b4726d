import type { NamedVersion } from '../history.ts';
import type { NewState } from '../history-pieces.ts';
import { namedVersionOf } from '../records.ts';
import { bytes, checksum, integer, type Row, text } from '../rows.ts';
import type { Queries } from './database.ts';
import { type PartTable, readParts, writeParts } from './parts.ts';

const table: PartTable = { table: 'kept_state_parts', columns: ['board', 'id'] };

/** Named versions, newest first. */
export const namedStates = async (queries: Queries, board: string): Promise<readonly NamedVersion[]> => {
  const rows = await queries.all(
    'SELECT * FROM kept_states WHERE board = $1 AND name IS NOT NULL ORDER BY at DESC, seq DESC, id',
    [board],
  );
  return rows.map(namedVersionOf);
};

const placeOf = (row: Row | undefined) =>
  row === undefined ? undefined : { id: text(row, 'id'), seq: integer(row, 'seq') };

/** The newest at or below a number, named or not. */
export const stateBefore = async (queries: Queries, board: string, seq: number) =>
  placeOf(
    await queries.one('SELECT id, seq FROM kept_states WHERE board = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1', [
      board,
      seq,
    ]),
  );

/** What a board was before its history begins. */
export const baseOf = async (queries: Queries, board: string) =>
  placeOf(
    await queries.one('SELECT id, seq FROM kept_states WHERE board = $1 AND name IS NULL ORDER BY seq DESC LIMIT 1', [
      board,
    ]),
  );

/** Reads one, as it is kept. Undefined where it is not there, or not what was written. */
export const readState = async (queries: Queries, board: string, id: string): Promise<Uint8Array | undefined> => {
  const row = await queries.one('SELECT * FROM kept_states WHERE board = $1 AND id = $2', [board, id]);
  if (row === undefined) return undefined;
  const data = await readParts(queries, table, [board, id], integer(row, 'bytes'));
  return Buffer.compare(checksum(data), bytes(row, 'sum')) === 0 ? data : undefined;
};

export const writeState = async (
  queries: Queries,
  board: string,
  { id, seq, at, person, name }: NewState,
  packed: Uint8Array,
): Promise<void> => {
  await queries.run(
    'INSERT INTO kept_states (board, id, seq, at, person, name, bytes, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [board, id, seq, at, person ?? null, name ?? null, packed.length, checksum(packed)],
  );
  await writeParts(queries, table, [board, id], packed);
};

/** Returns whether there is such a version, as the next does. */
export const renameState = async (queries: Queries, board: string, id: string, name: string): Promise<boolean> =>
  (await queries.run('UPDATE kept_states SET name = $3 WHERE board = $1 AND id = $2 AND name IS NOT NULL', [
    board,
    id,
    name,
  ])) > 0;

export const dropState = async (queries: Queries, board: string, id: string): Promise<boolean> =>
  (await queries.run('DELETE FROM kept_states WHERE board = $1 AND id = $2', [board, id])) > 0;
