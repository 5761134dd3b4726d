import { createHash } from 'node:crypto';
import { nextTurn, systemTimers } from '../../timers.ts';
import { MiB } from '../../units.ts';
import { bytes, checksum, intact, integer, optional, type Row } from '../rows.ts';
import { type Database, transaction } from './database.ts';

/** A snapshot of more bytes lies in parts of so many: writing or reading one takes some milliseconds. */
const partBytes = MiB;

export interface Snapshot {
  readonly upto: number;
  readonly data: Uint8Array;
  readonly vector: Uint8Array | undefined;
}

/** What is to be put down: everything up to an update. */
export interface NewSnapshot {
  readonly upto: number;
  readonly state: Uint8Array;
  readonly vector: Uint8Array | undefined;
  /** Whether it is still to be put down: the board may have been removed or compacted meanwhile. */
  readonly isWanted: () => boolean;
  /** Runs in the transaction that puts the snapshot down, before that. */
  readonly inSameTransaction: () => void;
}

/** The snapshots of boards, of which each has two at most for long. */
export interface Snapshots {
  /** The newest, as far as that is known without reading it. */
  head(board: string): { readonly upto: number; readonly size: number } | undefined;
  /**
   * Reads the newest, or the newest below a number, with others in between; those that are not what was written are given to `onDamage`,
   * which removes them.
   */
  read(board: string, onDamage: (row: Row) => void, below?: number): Promise<Snapshot | undefined>;
  /** Whether what was read is still what stands there: a reader that goes on behind it has to know. */
  isCurrent(board: string, read: Snapshot | undefined): boolean;
  isThere(board: string, upto: number): boolean;
  /** Puts one down with others in between. Tells whether it was wanted to the end. */
  write(board: string, snapshot: NewSnapshot): Promise<boolean>;
  /** Rows of a board with this checksum, with all their data. */
  same(board: string, sum: Uint8Array): readonly Row[];
  change(board: string, upto: number, state: Uint8Array): void;
  drop(board: string, upto: number): void;
  dropBefore(board: string, upto: number): void;
}

const nothing = new Uint8Array();

const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** A row of `snapshots` with all of its data, at once. Files of older versions have no parts. */
export const wholeOf = (database: Database, board: string, row: Row): Row => {
  if ((row['parts'] ?? 0) === 0) return row;
  const parts = database.prepare('SELECT data FROM snapshot_parts WHERE board = ? AND upto = ? ORDER BY part');
  return { ...row, data: joined(parts.all(board, integer(row, 'upto')).map((part) => bytes(part, 'data'))) };
};

interface State {
  readonly database: Database;
  readonly sql: ReturnType<typeof statementsOf>;
  readonly now: () => number;
  /** Snapshots that are being put down, of one board one after the other. */
  readonly writing: Map<string, { readonly upto: number; readonly done: Promise<unknown> }>;
}

const statementsOf = (database: Database) => {
  const sql = (statement: string) => database.prepare(statement);
  return {
    newest: sql(`
      SELECT upto, length(data) + coalesce((
        SELECT sum(length(p.data)) FROM snapshot_parts p WHERE p.board = snapshots.board AND p.upto = snapshots.upto), 0) AS size
      FROM snapshots WHERE board = ? ORDER BY upto DESC LIMIT 1`),
    before: sql('SELECT * FROM snapshots WHERE board = ? AND upto < ? ORDER BY upto DESC LIMIT 1'),
    withSum: sql('SELECT * FROM snapshots WHERE board = ? AND sum = ?'),
    isThere: sql('SELECT 1 FROM snapshots WHERE board = ? AND upto = ?'),
    onePart: sql('SELECT data FROM snapshot_parts WHERE board = ? AND upto = ? AND part = ?'),
    partsOf: sql(`
      SELECT count(*) AS count, coalesce(sum(length(data)), 0) AS size FROM snapshot_parts WHERE board = ? AND upto = ?`),
    add: sql(`
      INSERT INTO snapshots (board, upto, data, sum, vector, vector_sum, at, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    addPart: sql('INSERT INTO snapshot_parts (board, upto, part, data) VALUES (?, ?, ?, ?)'),
    put: sql(`
      UPDATE snapshots SET data = ?, sum = ?, vector = NULL, vector_sum = NULL, parts = 0 WHERE board = ? AND upto = ?`),
    removeOne: sql('DELETE FROM snapshots WHERE board = ? AND upto = ?'),
    removeBefore: sql('DELETE FROM snapshots WHERE board = ? AND upto < ?'),
    // What is of no snapshot: of one that was dropped, or was never finished.
    removeParts: sql(`
      DELETE FROM snapshot_parts WHERE board = ?1 AND upto IS NOT ?2
        AND upto NOT IN (SELECT upto FROM snapshots WHERE board = ?1 AND parts > 0)`),
  };
};

function removeLoose({ sql, writing }: State, board: string): void {
  sql.removeParts.run(board, writing.get(board)?.upto ?? null);
}

/** Others go on between the parts: it may be compacted anew and dropped meanwhile, and reads as damaged then. */
async function readOne(
  { sql }: State,
  row: Row,
  board: string,
): Promise<{ readonly data: Uint8Array; readonly isIntact: boolean }> {
  const parts = integer(row, 'parts');
  if (parts === 0) return { data: bytes(row, 'data'), isIntact: intact(row) };
  const upto = integer(row, 'upto');
  const data = new Uint8Array(integer(sql.partsOf.get(board, upto) ?? {}, 'size'));
  const hash = createHash('sha256');
  let at = 0;
  for (let part = 0; part < parts; part++) {
    const read = sql.onePart.get(board, upto, part);
    const piece = read === undefined ? undefined : bytes(read, 'data');
    if (piece === undefined || at + piece.length > data.length) break;
    hash.update(piece);
    data.set(piece, at);
    at += piece.length;
    await nextTurn(systemTimers);
  }
  return { data, isIntact: Buffer.compare(hash.digest(), bytes(row, 'sum')) === 0 };
}

async function readNewest(
  state: State,
  board: string,
  onDamage: (row: Row) => void,
  belowAtFirst: number,
): Promise<Snapshot | undefined> {
  const { before } = state.sql;
  for (let below = belowAtFirst; ; ) {
    const row = before.get(board, below);
    if (row === undefined) return undefined;
    const upto = integer(row, 'upto');
    const { data, isIntact } = await readOne(state, row, board);
    if (isIntact) return { upto, data, vector: vectorOf(row) };
    const still = before.get(board, upto + 1);
    if (still !== undefined && integer(still, 'upto') === upto) {
      onDamage({ ...row, data: joined([data]) });
      below = upto;
    } else below = belowAtFirst;
  }
}

async function writeParts({ sql }: State, board: string, upto: number, data: Uint8Array): Promise<Uint8Array> {
  sql.removeParts.run(board, null);
  const hash = createHash('sha256');
  for (let part = 0; part * partBytes < data.length; part++) {
    const piece = data.subarray(part * partBytes, (part + 1) * partBytes);
    hash.update(piece);
    sql.addPart.run(board, upto, part, piece);
    await nextTurn(systemTimers);
  }
  return hash.digest();
}

async function writeAlone(state: State, board: string, snapshot: NewSnapshot): Promise<boolean> {
  const { sql, database, now } = state;
  const { upto, state: data, vector, isWanted, inSameTransaction } = snapshot;
  if (!isWanted()) return false;
  const vectorSum = vector === undefined ? null : vectorChecksum(vector);
  const parts = data.length > partBytes ? Math.ceil(data.length / partBytes) : 0;
  let isDone = false;
  try {
    const sum = parts === 0 ? checksum(data) : await writeParts(state, board, upto, data);
    isDone = transaction(database, () => {
      const count = integer(sql.partsOf.get(board, upto) ?? {}, 'count');
      // The board was removed while its parts were written.
      if (count < parts || !isWanted()) return false;
      inSameTransaction();
      sql.add.run(board, upto, parts === 0 ? data : nothing, sum, vector ?? null, vectorSum, now(), parts);
      return true;
    });
  } finally {
    if (!isDone && parts > 0) sql.removeParts.run(board, null);
  }
  return isDone;
}

async function write(state: State, board: string, snapshot: NewSnapshot): Promise<boolean> {
  const { writing } = state;
  for (let other = writing.get(board); other !== undefined; other = writing.get(board)) await other.done;
  const written = writeAlone(state, board, snapshot);
  const forget = () => writing.delete(board);
  const done = written.then(forget, forget);
  writing.set(board, { upto: snapshot.upto, done });
  await done;
  return written;
}

export const createSnapshots = (database: Database, now: () => number): Snapshots => {
  const sql = statementsOf(database);
  const state: State = { database, sql, now, writing: new Map() };
  return {
    head(board) {
      const row = sql.newest.get(board);
      return row === undefined ? undefined : { upto: integer(row, 'upto'), size: integer(row, 'size') };
    },
    read: (board, onDamage, below = Number.MAX_SAFE_INTEGER) => readNewest(state, board, onDamage, below),
    isCurrent: (board, read) =>
      read === undefined ? sql.newest.get(board) === undefined : sql.isThere.get(board, read.upto) !== undefined,
    isThere: (board, upto) => sql.isThere.get(board, upto) !== undefined,
    write: (board, snapshot) => write(state, board, snapshot),
    same: (board, sum) => sql.withSum.all(board, sum).map((row) => wholeOf(database, board, row)),
    change(board, upto, data) {
      sql.put.run(data, checksum(data), board, upto);
      removeLoose(state, board);
    },
    drop(board, upto) {
      sql.removeOne.run(board, upto);
      removeLoose(state, board);
    },
    dropBefore(board, upto) {
      sql.removeBefore.run(board, upto);
      removeLoose(state, board);
    },
  };
};

/** The state vector beside a snapshot that this version compacted. What does not match its checksum is as good as none: it only saves time. */
const vectorOf = (row: Row): Uint8Array | undefined => {
  const vector = optional(bytes, row, 'vector');
  const sum = optional(bytes, row, 'vector_sum');
  return vector !== undefined && sum !== undefined && Buffer.compare(vectorChecksum(vector), sum) === 0
    ? vector
    : undefined;
};

/** Not the sum that older versions wrote: what they compacted may hold more than a board can be opened with. */
const vectorChecksum = (vector: Uint8Array): Uint8Array => checksum(Buffer.concat([vector, Buffer.from('checked')]));
