import { bucketOf, type LoggedUpdate, type Moment, momentsOf } from '../history.ts';
import { extentOf, type NewestSegment, type SegmentSize } from '../history-pieces.ts';
import { checksum, integer, optional, type Row, text } from '../rows.ts';
import type { Database } from './database.ts';

/** The rows of `history_segments` and `history_moments`. */
export interface HistoryRows {
  add(board: string, updates: readonly LoggedUpdate[], packed: Uint8Array, raw: number): void;
  /** The first piece that holds something behind a number, with its data. */
  next(board: string, seq: number): Row | undefined;
  /** The last piece, without its data. */
  newest(board: string): NewestSegment | undefined;
  /** The first and the last number in pieces. */
  span(board: string): { readonly first: number; readonly last: number } | undefined;
  /** The first number of the first piece that holds something of a time or later. */
  firstFrom(board: string, at: number): number | undefined;
  /** Without their data, oldest first. */
  sizes(board: string): readonly SegmentSize[];
  /** Whether the last number of a piece is this one. */
  endsAt(board: string, seq: number): boolean;
  drop(board: string, first: number): void;
  /** Forgets pieces that end at or before a number. */
  dropUpTo(board: string, seq: number): void;
  /** Oldest first. */
  moments(board: string): readonly Moment[];
  dropMoment(board: string, seq: number): void;
  /** The next board by its id that has pieces. */
  boardAfter(board: string): string | undefined;
}

export const historyRows = (database: Database): HistoryRows => {
  const sql = (statement: string) => database.prepare(statement);
  const insert = sql(`
    INSERT INTO history_segments (board, first, last, begun, ended, raw, size, sum, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertMoment = sql(`
    INSERT INTO history_moments (board, bucket, seq, at, person) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (board, bucket) DO UPDATE SET seq = excluded.seq, at = excluded.at, person = excluded.person
      WHERE excluded.seq > history_moments.seq`);
  // Pieces do not overlap: the one that begins last at or before the next number, or the first behind it.
  const holding = sql(`SELECT * FROM history_segments WHERE board = ? AND first <= ? ORDER BY first DESC LIMIT 1`);
  const behind = sql('SELECT * FROM history_segments WHERE board = ? AND first > ? ORDER BY first LIMIT 1');
  const newest = sql(
    'SELECT first, last, begun, raw FROM history_segments WHERE board = ? ORDER BY first DESC LIMIT 1',
  );
  const span = sql(`
    SELECT min(first) AS first, (SELECT last FROM history_segments WHERE board = ?1 ORDER BY first DESC LIMIT 1) AS last
    FROM history_segments WHERE board = ?1`);
  const firstFrom = sql('SELECT min(first) AS first FROM history_segments WHERE board = ? AND ended >= ?');
  const sizes = sql('SELECT last, ended, raw, size FROM history_segments WHERE board = ? ORDER BY first');
  const ending = sql('SELECT 1 AS one FROM history_segments WHERE board = ? AND last = ?');
  const remove = sql('DELETE FROM history_segments WHERE board = ? AND first = ?');
  const removeUpTo = sql('DELETE FROM history_segments WHERE board = ? AND last <= ?');
  const moments = sql('SELECT seq, at, person FROM history_moments WHERE board = ? ORDER BY seq');
  const removeMoment = sql('DELETE FROM history_moments WHERE board = ? AND seq = ?');
  const boardAfter = sql('SELECT min(board) AS board FROM history_segments WHERE board > ?');

  return {
    add(board, updates, packed, raw) {
      const { first, last, begun, ended } = extentOf(updates);
      insert.run(board, first, last, begun, ended, raw, packed.length, checksum(packed), packed);
      for (const { seq, at, by } of momentsOf(updates)) insertMoment.run(board, bucketOf(at), seq, at, by);
    },
    next(board, seq) {
      const row = holding.get(board, seq + 1);
      return row !== undefined && integer(row, 'last') > seq ? row : behind.get(board, seq);
    },
    newest(board) {
      const row = newest.get(board);
      return row === undefined
        ? undefined
        : {
            first: integer(row, 'first'),
            last: integer(row, 'last'),
            begun: integer(row, 'begun'),
            raw: integer(row, 'raw'),
          };
    },
    span(board) {
      const row = span.get(board) ?? {};
      const [first, last] = [optional(integer, row, 'first'), optional(integer, row, 'last')];
      return first === undefined || last === undefined ? undefined : { first, last };
    },
    firstFrom: (board, at) => optional(integer, firstFrom.get(board, at) ?? {}, 'first'),
    sizes: (board) =>
      sizes.all(board).map((row) => ({
        last: integer(row, 'last'),
        ended: integer(row, 'ended'),
        raw: integer(row, 'raw'),
        size: integer(row, 'size'),
      })),
    endsAt: (board, seq) => ending.get(board, seq) !== undefined,
    drop(board, first) {
      remove.run(board, first);
    },
    dropUpTo(board, seq) {
      removeUpTo.run(board, seq);
    },
    moments: (board) =>
      moments.all(board).map((row) => ({ seq: integer(row, 'seq'), at: integer(row, 'at'), by: text(row, 'person') })),
    dropMoment(board, seq) {
      removeMoment.run(board, seq);
    },
    boardAfter: (board) => optional(text, boardAfter.get(board) ?? {}, 'board'),
  };
};
