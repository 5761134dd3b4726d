import { bytes, checksum, intact, integer, optional, type Row, text } from '../rows.ts';
import type { Queries } from './database.ts';
import { type PartTable, readParts, writeParts } from './parts.ts';

export interface Snapshot {
  readonly upto: number;
  readonly data: Uint8Array;
  readonly vector: Uint8Array | undefined;
}

const table: PartTable = { table: 'snapshot_parts', columns: ['board', 'upto'] };

/** The number up to which the newest goes, and its bytes. */
export const newestSnapshot = async (queries: Queries, board: string) => {
  const row = await queries.one('SELECT upto, bytes FROM snapshots WHERE board = $1 ORDER BY upto DESC LIMIT 1', [
    board,
  ]);
  return row === undefined ? undefined : { upto: integer(row, 'upto'), size: integer(row, 'bytes') };
};

const wholeOf = async (queries: Queries, board: string, row: Row): Promise<Row> => ({
  ...row,
  data: await readParts(queries, table, [board, integer(row, 'upto')], integer(row, 'bytes')),
});

/** What does not match its checksum is as good as none: it only saves time. */
const vectorOf = (row: Row): Uint8Array | undefined => {
  const vector = optional(bytes, row, 'vector');
  const sum = optional(bytes, row, 'vector_sum');
  return vector !== undefined && sum !== undefined && Buffer.compare(checksum(vector), sum) === 0 ? vector : undefined;
};

/** Reads the newest below a number; those that are not what was written are given to `onDamage`. */
export const readSnapshot = async (
  queries: Queries,
  board: string,
  onDamage: (row: Row) => void,
  belowAtFirst = Number.MAX_SAFE_INTEGER,
): Promise<Snapshot | undefined> => {
  for (let below = belowAtFirst; ; ) {
    const row = await queries.one('SELECT * FROM snapshots WHERE board = $1 AND upto < $2 ORDER BY upto DESC LIMIT 1', [
      board,
      below,
    ]);
    if (row === undefined) return undefined;
    const whole = await wholeOf(queries, board, row);
    const upto = integer(row, 'upto');
    if (intact(whole)) return { upto, data: bytes(whole, 'data'), vector: vectorOf(row) };
    onDamage(whole);
    below = upto;
  }
};

/** The checksums of all snapshots that are what was written, by board and number. Reads each. */
export const snapshotSums = async (queries: Queries): Promise<readonly Uint8Array[]> => {
  const sums: Uint8Array[] = [];
  for (const row of await queries.all('SELECT board, upto, bytes, sum FROM snapshots ORDER BY board, upto'))
    if (intact(await wholeOf(queries, text(row, 'board'), row))) sums.push(bytes(row, 'sum'));
  return sums;
};

export const isSnapshotThere = async (queries: Queries, board: string, upto: number): Promise<boolean> =>
  (await queries.one('SELECT 1 AS one FROM snapshots WHERE board = $1 AND upto = $2', [board, upto])) !== undefined;

/** Rows of a board with this checksum, with all their data. */
export const sameSnapshots = async (queries: Queries, board: string, sum: Uint8Array): Promise<readonly Row[]> => {
  const rows = await queries.all('SELECT * FROM snapshots WHERE board = $1 AND sum = $2', [board, sum]);
  const whole: Row[] = [];
  for (const row of rows) whole.push(await wholeOf(queries, board, row));
  return whole;
};

export const writeSnapshot = async (
  queries: Queries,
  board: string,
  { upto, data, vector }: Snapshot,
  at: number,
): Promise<void> => {
  await queries.run(
    'INSERT INTO snapshots (board, upto, at, bytes, sum, vector, vector_sum) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [board, upto, at, data.length, checksum(data), vector ?? null, vector === undefined ? null : checksum(vector)],
  );
  await writeParts(queries, table, [board, upto], data);
};

/** Returns whether it was there. */
export const dropSnapshot = async (queries: Queries, board: string, upto: number): Promise<boolean> =>
  (await queries.run('DELETE FROM snapshots WHERE board = $1 AND upto = $2', [board, upto])) > 0;

export const dropSnapshotsBefore = async (queries: Queries, board: string, upto: number): Promise<void> => {
  await queries.run('DELETE FROM snapshots WHERE board = $1 AND upto < $2', [board, upto]);
};
