import { createHash } from 'node:crypto';
import { nextTurn, systemTimers } from '../../timers.ts';
import { MiB } from '../../units.ts';
import type { NamedVersion } from '../history.ts';
import type { NewState } from '../history-pieces.ts';
import { namedVersionOf } from '../records.ts';
import { bytes, integer, type Row, text } from '../rows.ts';
import { type Database, transaction } from './database.ts';

/** A state lies in parts of so many bytes: writing or reading one takes some milliseconds. */
const partBytes = MiB;

/** States of boards that are kept compressed. */
export interface KeptStates {
  /** Named versions, newest first. */
  named(board: string): readonly NamedVersion[];
  /** The newest at or below a number, named or not. */
  before(board: string, seq: number): { readonly id: string; readonly seq: number } | undefined;
  /** What a board was before its history begins. */
  base(board: string): { readonly id: string; readonly seq: number } | undefined;
  /** Reads one, as it is kept, with others in between. Undefined where it is not there, or not what was written. */
  read(board: string, id: string): Promise<Uint8Array | undefined>;
  /**
   * Keeps one, with others in between. `inSameTransaction` runs before it is there and says whether it is still wanted; so does this.
   */
  write(board: string, state: NewState, packed: Uint8Array, inSameTransaction: () => boolean): Promise<boolean>;
  rename(board: string, id: string, name: string): boolean;
  drop(board: string, id: string): boolean;
}

const placeOf = (row: Row | undefined) =>
  row === undefined ? undefined : { id: text(row, 'id'), seq: integer(row, 'seq') };

const statementsOf = (database: Database) => {
  const sql = (statement: string) => database.prepare(statement);
  return {
    named: sql('SELECT * FROM kept_states WHERE board = ? AND name IS NOT NULL ORDER BY at DESC, seq DESC, id'),
    before: sql('SELECT id, seq FROM kept_states WHERE board = ? AND seq <= ? ORDER BY seq DESC LIMIT 1'),
    base: sql('SELECT id, seq FROM kept_states WHERE board = ? AND name IS NULL ORDER BY seq DESC LIMIT 1'),
    one: sql('SELECT * FROM kept_states WHERE board = ? AND id = ?'),
    part: sql('SELECT data FROM kept_state_parts WHERE board = ? AND id = ? AND part = ?'),
    count: sql('SELECT count(*) AS count FROM kept_state_parts WHERE board = ? AND id = ?'),
    add: sql('INSERT INTO kept_states (board, id, seq, at, person, name, bytes, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    addPart: sql('INSERT OR REPLACE INTO kept_state_parts (board, id, part, data) VALUES (?, ?, ?, ?)'),
    rename: sql('UPDATE kept_states SET name = ? WHERE board = ? AND id = ? AND name IS NOT NULL'),
    remove: sql('DELETE FROM kept_states WHERE board = ? AND id = ?'),
    removeParts: sql('DELETE FROM kept_state_parts WHERE board = ? AND id = ?'),
  };
};

type Statements = ReturnType<typeof statementsOf>;

async function read(sql: Statements, board: string, id: string): Promise<Uint8Array | undefined> {
  const row = sql.one.get(board, id);
  if (row === undefined) return undefined;
  const data = new Uint8Array(integer(row, 'bytes'));
  const hash = createHash('sha256');
  for (let at = 0, part = 0; at < data.length; part++) {
    const found = sql.part.get(board, id, part);
    const piece = found === undefined ? undefined : bytes(found, 'data');
    if (piece === undefined || piece.length === 0 || at + piece.length > data.length) return undefined;
    hash.update(piece);
    data.set(piece, at);
    at += piece.length;
    await nextTurn(systemTimers);
  }
  return Buffer.compare(hash.digest(), bytes(row, 'sum')) === 0 ? data : undefined;
}

export const keptStates = (database: Database): KeptStates => {
  const sql = statementsOf(database);

  const write: KeptStates['write'] = async (board, state, packed, inSameTransaction) => {
    const { id, seq, at, person = null, name = null } = state;
    const hash = createHash('sha256');
    const parts = Math.ceil(packed.length / partBytes);
    let isDone = false;
    try {
      for (let part = 0; part < parts; part++) {
        const piece = packed.subarray(part * partBytes, (part + 1) * partBytes);
        hash.update(piece);
        sql.addPart.run(board, id, part, piece);
        await nextTurn(systemTimers);
      }
      const sum = hash.digest();
      isDone = transaction(database, () => {
        // The board may have been removed while the parts were written.
        if (integer(sql.count.get(board, id) ?? {}, 'count') < parts || !inSameTransaction()) return false;
        sql.add.run(board, id, seq, at, person, name, packed.length, sum);
        return true;
      });
    } finally {
      if (!isDone) sql.removeParts.run(board, id);
    }
    return isDone;
  };

  return {
    named: (board) => sql.named.all(board).map(namedVersionOf),
    before: (board, seq) => placeOf(sql.before.get(board, seq)),
    base: (board) => placeOf(sql.base.get(board)),
    read: (board, id) => read(sql, board, id),
    write,
    rename: (board, id, name) => sql.rename.run(name, board, id).changes > 0,
    drop(board, id) {
      const isThere = sql.remove.run(board, id).changes > 0;
      sql.removeParts.run(board, id);
      return isThere;
    },
  };
};
