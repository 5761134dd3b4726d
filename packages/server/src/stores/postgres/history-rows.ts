import { bucketOf, type HistoryAges, type LoggedUpdate, type Moment, momentsOf } from '../history.ts';
import { extentOf, mostRatio, type NewestSegment, type SegmentSize, sizeOf } from '../history-pieces.ts';
import { checksum, integer, isSet, optional, type Row, text } from '../rows.ts';
import type { Queries } from './database.ts';

/** The rows of `history_segments` and `history_moments`. */

export const addSegment = async (
  queries: Queries,
  board: string,
  updates: readonly LoggedUpdate[],
  packed: Uint8Array,
): Promise<void> => {
  const { first, last, begun, ended } = extentOf(updates);
  await queries.run(
    `INSERT INTO history_segments (board, first, last, begun, ended, raw, size, sum, data)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [board, first, last, begun, ended, sizeOf(updates), packed.length, checksum(packed), packed],
  );
  const moments = momentsOf(updates);
  await queries.run(
    `INSERT INTO history_moments (board, bucket, seq, at, person)
      SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
    ON CONFLICT (board, bucket) DO UPDATE SET seq = excluded.seq, at = excluded.at, person = excluded.person
      WHERE excluded.seq > history_moments.seq`,
    [
      board,
      moments.map(({ at }) => bucketOf(at)),
      moments.map(({ seq }) => seq),
      moments.map(({ at }) => at),
      moments.map(({ by }) => by),
    ],
  );
};

/** The first piece that holds something behind a number, with its data. Pieces do not overlap. */
export const segmentBehind = (queries: Queries, board: string, seq: number): Promise<Row | undefined> =>
  queries.one(
    `SELECT * FROM history_segments WHERE board = $1 AND last > $2
      AND first >= coalesce((
        SELECT first FROM history_segments WHERE board = $1 AND first <= $2 + 1 ORDER BY first DESC LIMIT 1), 0)
    ORDER BY first LIMIT 1`,
    [board, seq],
  );

/** The last piece, without its data. */
export const newestSegment = async (queries: Queries, board: string): Promise<NewestSegment | undefined> => {
  const row = await queries.one(
    'SELECT first, last, begun, raw FROM history_segments WHERE board = $1 ORDER BY first DESC LIMIT 1',
    [board],
  );
  if (row === undefined) return undefined;
  const [first, last] = [integer(row, 'first'), integer(row, 'last')];
  return { first, last, begun: integer(row, 'begun'), raw: integer(row, 'raw') };
};

/** The first and the last number in pieces, which do not overlap. */
export const spanOfSegments = async (queries: Queries, board: string) => {
  const row = await queries.one(
    `SELECT (SELECT first FROM history_segments WHERE board = $1 ORDER BY first LIMIT 1) AS first,
      (SELECT last FROM history_segments WHERE board = $1 ORDER BY first DESC LIMIT 1) AS last`,
    [board],
  );
  const [first, last] = [optional(integer, row ?? {}, 'first'), optional(integer, row ?? {}, 'last')];
  return first === undefined || last === undefined ? undefined : { first, last };
};

/** The first number of the first piece that holds something of a time or later. */
export const segmentFrom = async (queries: Queries, board: string, at: number): Promise<number | undefined> =>
  optional(
    integer,
    (await queries.one('SELECT first FROM history_segments WHERE board = $1 AND ended >= $2 ORDER BY first LIMIT 1', [
      board,
      at,
    ])) ?? {},
    'first',
  );

/** Without their data, oldest first. */
export const sizesOfSegments = async (queries: Queries, board: string): Promise<readonly SegmentSize[]> => {
  const rows = await queries.all(
    'SELECT last, ended, raw, size FROM history_segments WHERE board = $1 ORDER BY first',
    [board],
  );
  return rows.map((row) => ({
    last: integer(row, 'last'),
    ended: integer(row, 'ended'),
    raw: integer(row, 'raw'),
    size: integer(row, 'size'),
  }));
};

/** Whether a piece that was read is there as it was: it may have been forgotten meanwhile, set aside, or become a larger one. */
export const isSegmentThere = async (queries: Queries, board: string, piece: Row): Promise<boolean> => {
  const row = await queries.one('SELECT sum FROM history_segments WHERE board = $1 AND first = $2 AND last = $3', [
    board,
    integer(piece, 'first'),
    integer(piece, 'last'),
  ]);
  return row !== undefined && Buffer.compare(row['sum'] as Uint8Array, piece['sum'] as Uint8Array) === 0;
};

/** Whether the last number of a piece is this one. */
export const doesSegmentEndAt = async (queries: Queries, board: string, seq: number): Promise<boolean> =>
  (await queries.one('SELECT 1 AS one FROM history_segments WHERE board = $1 AND last = $2', [board, seq])) !==
  undefined;

export const dropSegment = async (queries: Queries, board: string, first: number): Promise<void> => {
  await queries.run('DELETE FROM history_segments WHERE board = $1 AND first = $2', [board, first]);
};

/** Forgets pieces that end at or before a number. */
export const dropSegmentsUpTo = async (queries: Queries, board: string, seq: number): Promise<void> => {
  await queries.run('DELETE FROM history_segments WHERE board = $1 AND last <= $2', [board, seq]);
};

/** Oldest first. */
export const momentsOfSegments = async (queries: Queries, board: string): Promise<readonly Moment[]> => {
  const rows = await queries.all('SELECT seq, at, person FROM history_moments WHERE board = $1 ORDER BY seq', [board]);
  return rows.map((row) => ({ seq: integer(row, 'seq'), at: integer(row, 'at'), by: text(row, 'person') }));
};

/** The list is asked as a whole (IS TRUE): else each moment is compared with each of it. */
export const dropMoments = async (queries: Queries, board: string, seqs: readonly number[]): Promise<void> => {
  await queries.run('DELETE FROM history_moments WHERE board = $1 AND (seq IN (SELECT unnest($2::bigint[]))) IS TRUE', [
    board,
    seqs,
  ]);
};

/** Boards with pieces that are looked at in one step. */
const boardsInStep = 500;

/** Boards with pieces, by their ids behind one, and whether there is anything to forget of each, or was done to it after `since` (ms). */
export const boardsWithSegments = async (
  queries: Queries,
  after: string,
  { before, bytes }: HistoryAges,
  since: number,
): Promise<readonly { readonly board: string; readonly isDue: boolean }[]> => {
  const rows = await queries.all(
    `WITH step AS (
      SELECT board, min(ended) AS oldest, sum(size) AS size, sum(raw) AS raw FROM history_segments
      WHERE board > $1 GROUP BY board ORDER BY board LIMIT ${boardsInStep})
    SELECT board, oldest < $2 OR size > $3 OR raw > $4
      OR EXISTS (SELECT 1 FROM history_moments WHERE history_moments.board = step.board AND at > $5) AS due
    FROM step ORDER BY board`,
    [after, before, bytes, bytes * mostRatio, since],
  );
  return rows.map((row) => ({ board: text(row, 'board'), isDue: isSet(row, 'due') }));
};
