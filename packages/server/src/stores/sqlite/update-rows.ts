import type { LoggedUpdate } from '../history.ts';
import { rowBytes } from '../history-pieces.ts';
import { bytes, checksum, intact, integer, optional, type Row, text } from '../rows.ts';
import type { Database } from './database.ts';

/** Boards whose highest number is kept in memory; beyond it the database is asked again. */
const rememberedHeads = 10_000;

/** The rows of `updates`: one for each, numbered board by board. */
export interface UpdateRows {
  /** Highest number given to an update of a board. A number is never given twice, also after a compaction. */
  head(board: string): number;
  insert(board: string, seq: number, update: Uint8Array, by: string, at: number): void;
  /** Takes note of the new heads, after the rows were committed. */
  reached(heads: ReadonlyMap<string, number>): void;
  /** All behind a number, in order. */
  after(board: string, seq: number): readonly Row[];
  /** The lowest number there is behind another. */
  firstAfter(board: string, seq: number): number | undefined;
  /** Some behind a number, in order, up to about so many bytes. */
  piece(board: string, seq: number, bytesAtMost: number): readonly Row[];
  /** Number, time and author of some behind a number, in order. */
  heads(board: string, seq: number, most: number): readonly Omit<LoggedUpdate, 'update'>[];
  /** Undefined when one of them is missing or damaged. */
  since(board: string, seq: number, bytesAtMost: number): readonly LoggedUpdate[] | undefined;
  /** Bytes of all behind a number. */
  bytesAfter(board: string, seq: number): number;
  has(board: string, seq: number): boolean;
  /** The checksum of one that is there. */
  sumOf(board: string, seq: number): Uint8Array | undefined;
  dropUpTo(board: string, seq: number): void;
  drop(board: string, seq: number): void;
  /** With this checksum. */
  same(board: string, sum: Uint8Array): readonly Row[];
  change(board: string, seq: number, update: Uint8Array): void;
  forget(board: string): void;
}

export const updateRows = (database: Database): UpdateRows => {
  const sql = (statement: string) => database.prepare(statement);
  const insert = sql('INSERT INTO updates (board, seq, data, sum, author, at) VALUES (?, ?, ?, ?, ?, ?)');
  const after = sql('SELECT seq, data, sum, author, at FROM updates WHERE board = ? AND seq > ? ORDER BY seq');
  const firstAfter = sql('SELECT min(seq) AS seq FROM updates WHERE board = ? AND seq > ?');
  const headsAfter = sql('SELECT seq, at, author FROM updates WHERE board = ? AND seq > ? ORDER BY seq LIMIT ?');
  const sizeAfter = sql('SELECT coalesce(sum(length(data)), 0) AS size FROM updates WHERE board = ? AND seq > ?');
  const one = sql('SELECT sum FROM updates WHERE board = ? AND seq = ?');
  const dropUpTo = sql('DELETE FROM updates WHERE board = ? AND seq <= ?');
  const drop = sql('DELETE FROM updates WHERE board = ? AND seq = ?');
  const withSum = sql('SELECT seq, data, sum FROM updates WHERE board = ? AND sum = ?');
  const change = sql('UPDATE updates SET data = ?, sum = ? WHERE board = ? AND seq = ?');
  const top = sql(`
    SELECT max(top) AS top FROM (
      SELECT max(seq) AS top FROM updates WHERE board = ?1
      UNION ALL SELECT max(upto) FROM snapshots WHERE board = ?1
      UNION ALL SELECT max(seq) FROM quarantine WHERE board = ?1
    )`);
  const heads = new Map<string, number>();
  const head = (board: string): number => heads.get(board) ?? optional(integer, top.get(board) ?? {}, 'top') ?? 0;

  return {
    head,
    insert(board, seq, update, by, at) {
      insert.run(board, seq, update, checksum(update), by, at);
    },
    reached(reached) {
      if (heads.size > rememberedHeads) heads.clear();
      for (const [board, seq] of reached) heads.set(board, seq);
    },
    after: (board, seq) => after.all(board, seq),
    firstAfter: (board, seq) => optional(integer, firstAfter.get(board, seq) ?? {}, 'seq'),
    piece(board, seq, bytesAtMost) {
      const rows: Row[] = [];
      let size = 0;
      for (const row of after.iterate(board, seq)) {
        rows.push(row);
        size += bytes(row, 'data').length + rowBytes;
        if (size >= bytesAtMost) break;
      }
      return rows;
    },
    heads: (board, seq, most) =>
      headsAfter
        .all(board, seq, most)
        .map((row) => ({ seq: integer(row, 'seq'), at: integer(row, 'at'), by: text(row, 'author') })),
    since(board, seq, bytesAtMost) {
      const found: LoggedUpdate[] = [];
      let next = seq + 1;
      let size = 0;
      for (const row of after.iterate(board, seq)) {
        if (integer(row, 'seq') !== next || !intact(row)) return undefined;
        const update = bytes(row, 'data');
        found.push({ seq: next, update, by: text(row, 'author'), at: integer(row, 'at') });
        next++;
        size += update.length;
        if (size >= bytesAtMost) return found;
      }
      return next > head(board) ? found : undefined;
    },
    bytesAfter: (board, seq) => integer(sizeAfter.get(board, seq) ?? {}, 'size'),
    has: (board, seq) => one.get(board, seq) !== undefined,
    sumOf: (board, seq) => optional(bytes, one.get(board, seq) ?? {}, 'sum'),
    dropUpTo(board, seq) {
      dropUpTo.run(board, seq);
    },
    drop(board, seq) {
      drop.run(board, seq);
    },
    same: (board, sum) => withSum.all(board, sum),
    change(board, seq, update) {
      change.run(update, checksum(update), board, seq);
    },
    forget(board) {
      heads.delete(board);
    },
  };
};
