import { KiB } from '../../units.ts';
import type { AssetLook, AssetRepository, AssetRoom, Author } from '../assets.ts';
import { boardsAtOnce, touchedLateMs } from '../bounds.ts';
import { assetOf } from '../records.ts';
import { bytes, integer, isSet, optional, text } from '../rows.ts';
import { keepObject, putAside } from './asset-objects.ts';
import type { Bucket } from './bucket.ts';
import type { Database, Queries } from './database.ts';

/** What is read at once: whoever reads slowly keeps so much in memory. */
const partBytes = 256 * KiB;

/** Each is looked up (OFFSET 0): a join may read all pictures there are. */
const theirAssets =
  'CROSS JOIN LATERAL (SELECT * FROM assets WHERE assets.hash = board_assets.hash OFFSET 0) AS assets';

/** Gives a new board the assets of another. */
export const copyAssets = async (queries: Queries, from: string, to: string, at: number): Promise<void> => {
  await queries.run(
    `INSERT INTO board_assets (board, hash, person, at)
      SELECT $2::text, hash, person, $3::bigint FROM board_assets WHERE board = $1`,
    [from, to, at],
  );
};

/** What is kept of a picture: its bytes, or the object in the bucket that has them. */
interface Kept {
  readonly hash: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly object: string | undefined;
}

/** Keeps it, once. Who brings the same at once waits; the row stays for as long as the transaction lasts. */
const keep = async (queries: Queries, { hash, type, data, object }: Kept, at: number): Promise<void> => {
  const row = await queries.one(
    `INSERT INTO assets (hash, type, bytes, at, object) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (hash) DO UPDATE SET at = greatest(assets.at, excluded.at) RETURNING xmax = 0 AS added`,
    [hash, type, data.length, at, object ?? null],
  );
  if (!isSet(row ?? {}, 'added')) return;
  if (object !== undefined) return keepObject(queries, object);
  const insert = 'INSERT INTO asset_parts (hash, part, data) VALUES ($1, $2, $3)';
  for (let part = 0; part * partBytes < data.length; part++)
    await queries.run(insert, [hash, part, data.subarray(part * partBytes, (part + 1) * partBytes)]);
};

/** The bytes of a picture that lie in the database. */
async function* readParts(database: Database, hash: string, size: number): AsyncGenerator<Uint8Array, void> {
  for (let part = 0, left = size; left > 0; part++) {
    const row = await database.one('SELECT data FROM asset_parts WHERE hash = $1 AND part = $2', [hash, part]);
    const data = bytes(row ?? {}, 'data');
    left -= data.length;
    yield data;
  }
}

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

/** Boards with pictures that are passed in one statement. */
const boardsInStep = 500;

/** All boards with pictures are gone through for those to look at, in the order of their ids and some at a time. */
const lookStep = `
  WITH step AS (
    SELECT board, max(at) AS at, min(unnamed_since) AS unnamed_since FROM board_assets
    WHERE board > $1 GROUP BY board ORDER BY board LIMIT ${boardsInStep})
  SELECT step.board, coalesce(
      coalesce(look.at, 0) < $2 AND (
        coalesce(look.at, 0) < greatest(step.at, boards.updated_at + ${touchedLateMs}) OR step.unnamed_since < $3),
      false) AS due
  FROM step JOIN boards ON boards.id = step.board LEFT JOIN asset_looks look ON look.board = step.board
  ORDER BY step.board`;

async function boardsToLookAt(
  database: Database,
  lookedBefore: number,
  unnamedBefore: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after = ''; found.length < boardsAtOnce; ) {
    const rows = await database.all(lookStep, [after, lookedBefore, unnamedBefore]);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = text(last, 'board');
    found.push(...rows.filter((row) => isSet(row, 'due')).map((row) => text(row, 'board')));
  }
  return found.slice(0, boardsAtOnce);
}

/** Undoes what was written of it. */
class BoardFull extends Error {}

/** Who brings another picture at once waits here, and counts this one. */
async function keepRoom(
  queries: Queries,
  board: string,
  hash: string,
  { bytes: most, each }: AssetRoom,
): Promise<void> {
  await queries.one('SELECT 1 AS one FROM boards WHERE id = $1 FOR NO KEY UPDATE', [board]);
  const row = await queries.one(
    `SELECT coalesce(sum(assets.bytes + $3::bigint), 0)::bigint AS taken, coalesce(bool_or(assets.hash = $2), false) AS has,
      (SELECT bytes FROM assets WHERE hash = $2) AS bytes
    FROM board_assets ${theirAssets} WHERE board_assets.board = $1`,
    [board, hash, each],
  );
  const { taken, bytes: own } = { taken: integer(row ?? {}, 'taken'), bytes: integer(row ?? {}, 'bytes') };
  if (!isSet(row ?? {}, 'has') && taken + own >= most) throw new BoardFull();
}

/** `bucket`: where the bytes of what comes from now on lie, when not in the database. */
export const postgresAssets = (database: Database, bucket?: Bucket): AssetRepository => ({
  async add(board, asset, data, by, room) {
    const known = bucket && (await database.one('SELECT 1 AS one FROM assets WHERE hash = $1', [asset.hash]));
    // One that is known and goes meanwhile has its bytes in the database then.
    const object = bucket && known === undefined ? await putAside(database, bucket, asset, data) : undefined;
    try {
      return await database.transaction(async (queries) => {
        await keep(queries, { ...asset, data, object }, by.at);
        if (room !== undefined) await keepRoom(queries, board, asset.hash, room);
        return giveTo(queries, board, asset.hash, by);
      });
    } catch (error) {
      if (error instanceof BoardFull) return 'full';
      throw error;
    }
  },
  async find(board, hash) {
    const row = await database.one(
      `SELECT * FROM assets
      WHERE hash = $2 AND (SELECT 1 FROM board_assets WHERE board_assets.board = $1 AND board_assets.hash = $2) IS NOT NULL`,
      [board, hash],
    );
    return row === undefined ? undefined : assetOf(row);
  },
  async *read(hash) {
    const row = (await database.one('SELECT bytes, object FROM assets WHERE hash = $1', [hash])) ?? {};
    const [size, object] = [integer(row, 'bytes'), optional(text, row, 'object')];
    if (object === undefined) return yield* readParts(database, hash, size);
    if (bucket === undefined) throw new Error('a picture lies in a bucket, and none is set');
    yield* bucket.read(object, size);
  },
  async ofBoard(board) {
    const rows = await database.all(
      `SELECT assets.* FROM board_assets ${theirAssets}
      WHERE board_assets.board = $1 ORDER BY board_assets.at, board_assets.hash`,
      [board],
    );
    return rows.map(assetOf);
  },
  toLookAt: (lookedBefore, unnamedBefore) => boardsToLookAt(database, lookedBefore, unnamedBefore),
  looked: (board, look) => database.transaction((queries) => looked(queries, board, look)),
});
