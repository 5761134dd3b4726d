import { KiB } from '../../units.ts';
import { boardsAtOnce, touchedLateMs } from '../bounds.ts';
import { assetOf } from '../records.ts';
import type { AssetLook, AssetRepository, Author } from '../repositories.ts';
import { bytes, integer, isSet, text } from '../rows.ts';
import type { Database, Queries } from './database.ts';

/** What is read at once: whoever reads slowly keeps so much in memory. */
const partBytes = 256 * KiB;

/** Gives a new board the assets of another. */
export const copyAssets = async (queries: Queries, from: string, to: string, at: number): Promise<void> => {
  await queries.run(
    `INSERT INTO board_assets (board, hash, person, at)
      SELECT $2::text, hash, person, $3::bigint FROM board_assets WHERE board = $1`,
    [from, to, at],
  );
};

/** Keeps its bytes, once. Who brings the same at once waits; the row stays for as long as the transaction lasts. */
const keepBytes = async (queries: Queries, hash: string, type: string, data: Uint8Array, at: number): Promise<void> => {
  const row = await queries.one(
    `INSERT INTO assets (hash, type, bytes, at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (hash) DO UPDATE SET at = greatest(assets.at, excluded.at) RETURNING xmax = 0 AS added`,
    [hash, type, data.length, at],
  );
  if (!isSet(row ?? {}, 'added')) return;
  const insert = 'INSERT INTO asset_parts (hash, part, data) VALUES ($1, $2, $3)';
  for (let part = 0; part * partBytes < data.length; part++)
    await queries.run(insert, [hash, part, data.subarray(part * partBytes, (part + 1) * partBytes)]);
};

/** Returns whether the board is there to have it. */
const giveTo = async (queries: Queries, board: string, hash: string, { person, at }: Author): Promise<boolean> =>
  (await queries.run(
    `INSERT INTO board_assets (board, hash, person, at)
      SELECT id, $2::text, $3::text, $4::bigint FROM boards WHERE id = $1 FOR KEY SHARE
    ON CONFLICT (board, hash) DO UPDATE SET at = excluded.at, unnamed_since = NULL`,
    [board, hash, person, at],
  )) > 0;

const looked = async (queries: Queries, board: string, { named, at, unnamedBefore }: AssetLook): Promise<number> => {
  await queries.run(
    `INSERT INTO asset_looks (board, at) SELECT id, $2::bigint FROM boards WHERE id = $1 FOR KEY SHARE
    ON CONFLICT (board) DO UPDATE SET at = excluded.at`,
    [board, at],
  );
  await queries.run(
    `UPDATE board_assets SET unnamed_since = CASE WHEN hash = ANY($2::text[]) THEN NULL ELSE coalesce(unnamed_since, $3) END
    WHERE board = $1`,
    [board, [...named], at],
  );
  return queries.run('DELETE FROM board_assets WHERE board = $1 AND unnamed_since < $2', [board, unnamedBefore]);
};

export const postgresAssets = (database: Database): AssetRepository => ({
  add: (board, { hash, type }, data, by) =>
    database.transaction(async (queries) => {
      await keepBytes(queries, hash, type, data, by.at);
      return giveTo(queries, board, hash, by);
    }),
  async find(board, hash) {
    const row = await database.one(
      `SELECT assets.* FROM board_assets JOIN assets ON assets.hash = board_assets.hash
      WHERE board_assets.board = $1 AND board_assets.hash = $2`,
      [board, hash],
    );
    return row === undefined ? undefined : assetOf(row);
  },
  async *read(hash) {
    let left = integer((await database.one('SELECT bytes FROM assets WHERE hash = $1', [hash])) ?? {}, 'bytes');
    for (let part = 0; left > 0; part++) {
      const row = await database.one('SELECT data FROM asset_parts WHERE hash = $1 AND part = $2', [hash, part]);
      const data = bytes(row ?? {}, 'data');
      left -= data.length;
      yield data;
    }
  },
  async ofBoard(board) {
    const rows = await database.all(
      `SELECT assets.* FROM board_assets JOIN assets ON assets.hash = board_assets.hash
      WHERE board_assets.board = $1 ORDER BY board_assets.at, board_assets.hash`,
      [board],
    );
    return rows.map(assetOf);
  },
  async toLookAt(lookedBefore, unnamedBefore) {
    const rows = await database.all(
      `SELECT DISTINCT own.board FROM board_assets own JOIN boards ON boards.id = own.board
        LEFT JOIN asset_looks look ON look.board = own.board
      WHERE coalesce(look.at, 0) < $1 AND (
        coalesce(look.at, 0) < greatest(own.at, boards.updated_at + ${touchedLateMs}) OR own.unnamed_since < $2)
      LIMIT ${boardsAtOnce}`,
      [lookedBefore, unnamedBefore],
    );
    return rows.map((row) => text(row, 'board'));
  },
  looked: (board, look) => database.transaction((queries) => looked(queries, board, look)),
});
