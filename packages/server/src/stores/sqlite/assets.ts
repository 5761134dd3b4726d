import { nextTurn, systemTimers } from '../../timers.ts';
import { KiB } from '../../units.ts';
import type { AssetRepository, AssetRoom } from '../assets.ts';
import { boardsAtOnce, touchedLateMs } from '../bounds.ts';
import { assetOf } from '../records.ts';
import { bytes, integer, isSet, text } from '../rows.ts';
import { type Database, transaction } from './database.ts';

/** What is read at once, and so many parts of it are written with one flush to disk: some milliseconds each. */
const partBytes = 128 * KiB;
const partsAtOnce = 8;
/** Boards with pictures that are passed in one turn: a millisecond. */
const boardsInStep = 200;

const statementsOf = (database: Database) => {
  const sql = (statement: string) => database.prepare(statement);
  return {
    begin: sql(`
      INSERT INTO assets (hash, type, bytes, at) VALUES (?, ?, ?, ?)
      ON CONFLICT (hash) DO UPDATE SET at = excluded.at WHERE whole = 0`),
    isWhole: sql('SELECT 1 FROM assets WHERE hash = ? AND whole = 1'),
    addPart: sql('INSERT INTO asset_parts (hash, part, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    end: sql('UPDATE assets SET whole = 1 WHERE hash = ?'),
    give: sql(`
      INSERT INTO board_assets (board, hash, person, at) SELECT id, ?2, ?3, ?4 FROM boards WHERE id = ?1
      ON CONFLICT (board, hash) DO UPDATE SET at = excluded.at, unnamed_since = NULL`),
    taken: sql(`
      SELECT coalesce(sum(assets.bytes + ?2), 0) AS taken FROM board_assets JOIN assets ON assets.hash = board_assets.hash
      WHERE board_assets.board = ?1`),
    find: sql(`
      SELECT assets.* FROM board_assets JOIN assets ON assets.hash = board_assets.hash
      WHERE board_assets.board = ? AND board_assets.hash = ?`),
    part: sql('SELECT data FROM asset_parts WHERE hash = ? AND part = ?'),
    size: sql('SELECT bytes FROM assets WHERE hash = ? AND whole = 1'),
    ofBoard: sql(`
      SELECT assets.* FROM board_assets JOIN assets ON assets.hash = board_assets.hash
      WHERE board_assets.board = ? ORDER BY board_assets.at, board_assets.hash`),
    // Boards with pictures behind one, in the order of their ids.
    lookStep: sql(`
      WITH step AS (
        SELECT board, max(at) AS at, min(unnamed_since) AS unnamed_since FROM board_assets
        WHERE board > ?1 GROUP BY board ORDER BY board LIMIT ${boardsInStep})
      SELECT step.board, coalesce(look.at, 0) < ?2 AND (
          coalesce(look.at, 0) < max(step.at, boards.updated_at + ${touchedLateMs}) OR step.unnamed_since < ?3) AS due
      FROM step JOIN boards ON boards.id = step.board LEFT JOIN asset_looks look ON look.board = step.board
      ORDER BY step.board`),
    look: sql(`
      INSERT INTO asset_looks (board, at) SELECT id, ?2 FROM boards WHERE id = ?1
      ON CONFLICT (board) DO UPDATE SET at = excluded.at`),
    isNamed: sql('UPDATE board_assets SET unnamed_since = NULL WHERE board = ? AND hash = ?'),
    isUnnamed: sql('UPDATE board_assets SET unnamed_since = ? WHERE board = ? AND hash = ? AND unnamed_since IS NULL'),
    giveUp: sql('DELETE FROM board_assets WHERE board = ? AND unnamed_since < ?'),
  };
};

/** Gives a new board the assets of another. */
export const assetCopier = (database: Database): ((from: string, to: string, at: number) => void) => {
  const copy = database.prepare(`
    INSERT INTO board_assets (board, hash, person, at)
      SELECT ?2, hash, person, ?3 FROM board_assets WHERE board = ?1`);
  return (from, to, at) => void copy.run(from, to, at);
};

export const sqliteAssets = (database: Database): AssetRepository => {
  const sql = statementsOf(database);

  /** Two who bring the same picture at once write the same parts. */
  const writeParts = async (hash: string, data: Uint8Array): Promise<void> => {
    const atOnce = partBytes * partsAtOnce;
    for (let from = 0; from < data.length; from += atOnce) {
      transaction(database, () => {
        for (let at = from; at < Math.min(from + atOnce, data.length); at += partBytes)
          sql.addPart.run(hash, at / partBytes, data.subarray(at, at + partBytes));
      });
      await nextTurn(systemTimers);
    }
  };

  /** Whether there is no room for one that the board does not have. */
  const isFull = (board: string, hash: string, size: number, { bytes: most, each }: AssetRoom): boolean =>
    sql.find.get(board, hash) === undefined && integer(sql.taken.get(board, each) ?? {}, 'taken') + size >= most;

  return {
    async add(board, { hash, type }, data, { person, at }, room) {
      if (sql.isWhole.get(hash) === undefined) {
        sql.begin.run(hash, type, data.length, at);
        await writeParts(hash, data);
      }
      return transaction(database, () => {
        sql.end.run(hash);
        if (room !== undefined && isFull(board, hash, data.length, room)) return 'full';
        return sql.give.run(board, hash, person, at).changes > 0;
      });
    },
    async find(board, hash) {
      const row = sql.find.get(board, hash);
      return row === undefined ? undefined : assetOf(row);
    },
    async *read(hash) {
      let left = integer(sql.size.get(hash) ?? {}, 'bytes');
      for (let part = 0; left > 0; part++) {
        const data = bytes(sql.part.get(hash, part) ?? {}, 'data');
        left -= data.length;
        yield data;
      }
    },
    async ofBoard(board) {
      return sql.ofBoard.all(board).map(assetOf);
    },
    async toLookAt(lookedBefore, unnamedBefore) {
      const found: string[] = [];
      for (let after = ''; found.length < boardsAtOnce; await nextTurn(systemTimers)) {
        const rows = sql.lookStep.all(after, lookedBefore, unnamedBefore);
        const last = rows.at(-1);
        if (last === undefined) break;
        after = text(last, 'board');
        found.push(...rows.filter((row) => isSet(row, 'due')).map((row) => text(row, 'board')));
      }
      return found.slice(0, boardsAtOnce);
    },
    async looked(board, { named, at, unnamedBefore }) {
      return transaction(database, () => {
        sql.look.run(board, at);
        for (const row of sql.ofBoard.all(board)) {
          const hash = text(row, 'hash');
          if (named.has(hash)) sql.isNamed.run(board, hash);
          else sql.isUnnamed.run(at, board, hash);
        }
        return Number(sql.giveUp.run(board, unnamedBefore).changes);
      });
    },
  };
};
