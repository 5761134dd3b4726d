import { dayMs } from '../../units.ts';
import { idsPerBoard, stayMs } from '../bounds.ts';
import type { SweepAges } from '../repositories.ts';
import { bytes, integer, isSet, optional, type Row, text, texts } from '../rows.ts';
import { sweepObjects } from './asset-objects.ts';
import type { Bucket } from './bucket.ts';
import { type Database, databaseThen } from './database.ts';

/** Rows looked at in one step: some milliseconds. */
const step = 200;

/** Deletes what is too old or too much, a step at a time; gives how many rows each step took. The caller decides when the next comes. */
export async function* sweep(
  database: Database,
  ages: SweepAges,
  bucket: Bucket | undefined,
): AsyncGenerator<number, void> {
  yield* sweepSessions(database, ages);
  const old = {
    visits: 'person, board',
    audit: 'row',
    client_ids: 'board, client',
  };
  for (const [table, key] of Object.entries(old)) {
    // In the order of the index by time: where nothing is old, all of a table would be read to find that out.
    const oldest = `SELECT ${key} FROM ${table} WHERE at < $1 ORDER BY at LIMIT ${step}`;
    const remove =
      table === 'client_ids' ? forgetClients(oldest) : `DELETE FROM ${table} WHERE (${key}) IN (${oldest})`;
    for (let taken = step; taken > 0; ) {
      taken = await database.run(remove, [ages.old]);
      yield taken;
    }
  }
  yield* sweepClients(database);
  yield await database.run(`DELETE FROM counters WHERE until < ${databaseThen} - ${dayMs}`);
  yield* sweepAssets(database, ages);
  if (bucket !== undefined) yield* sweepObjects(database, bucket);
}

/**
 * Guests nobody has seen for long, sessions that are over, and passers-by, with what was remembered for them. Whether somebody owns a board is asked
 * for one: of NOT EXISTS the planner makes a list of all owners, for each step anew.
 */
async function* sweepSessions(database: Database, { old, ended, passing }: SweepAges): AsyncGenerator<number, void> {
  const next = `
    SELECT token_hash, person,
      coalesce((seen_at < $1 AND ended_at IS NULL) OR ended_at < $2
        OR (seen_at < $3 AND seen_at - created_at < ${stayMs} AND ended_at IS NULL
          AND (SELECT 1 FROM boards WHERE owner = person LIMIT 1) IS NULL), false) AS over
    FROM sessions WHERE token_hash > $4 ORDER BY token_hash LIMIT ${step}`;
  for (let after = new Uint8Array(); ; ) {
    const rows = await database.all(next, [old, ended, passing, after]);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = new Uint8Array(bytes(last, 'token_hash'));
    const over = rows.filter((row) => isSet(row, 'over'));
    for (const row of over) await forgetSession(database, bytes(row, 'token_hash'), text(row, 'person'));
    yield over.length;
  }
}

const forgetSession = (database: Database, tokenHash: Uint8Array, person: string): Promise<void> =>
  database.transaction(async (queries) => {
    await queries.run('DELETE FROM sessions WHERE token_hash = $1', [tokenHash]);
    if ((await queries.one('SELECT 1 AS one FROM sessions WHERE person = $1 LIMIT 1', [person])) !== undefined) return;
    for (const table of ['grants', 'visits', 'stars', 'tags', 'memberships'])
      await queries.run(`DELETE FROM ${table} WHERE person = $1`, [person]);
  });

/** Forgets client ids that a query picks: in the order in which an append holds them, so that neither waits for the other. */
const forgetClients = (picked: string): string => `
  WITH held AS MATERIALIZED (
    SELECT board, client FROM client_ids WHERE (board, client) IN (${picked}) ORDER BY board, client FOR UPDATE
  )
  DELETE FROM client_ids USING held WHERE client_ids.board = held.board AND client_ids.client = held.client`;

/** Rows of client ids that are looked through in one step: some ten milliseconds, in the order of an index. */
const idsAtOnce = 20_000;

/** Of each board all but its newest client ids. A million boards with a few each are some hundred steps. */
async function* sweepClients(database: Database): AsyncGenerator<number, void> {
  const look = `
    WITH seen AS (SELECT board FROM client_ids WHERE board > $1 ORDER BY board LIMIT ${idsAtOnce})
    SELECT (SELECT max(board) FROM seen) AS last,
      ARRAY(SELECT board FROM seen GROUP BY board HAVING count(*) > ${idsPerBoard})::text[] AS many`;
  const remove = forgetClients(
    `SELECT board, client FROM client_ids WHERE board = $1 ORDER BY at DESC OFFSET ${idsPerBoard}`,
  );
  for (let after: string | undefined = ''; ; ) {
    const row: Row = (await database.one(look, [after])) ?? {};
    after = optional(text, row, 'last');
    if (after === undefined) return;
    // Some of the last one's rows may not have been seen.
    for (const board of new Set([...texts(row, 'many'), after])) yield await database.run(remove, [board]);
  }
}

/** Pictures that no board has, one a step: a large one is many rows. Others are passed by some at a time, however many there are. */
async function* sweepAssets(database: Database, { loose }: SweepAges): AsyncGenerator<number, void> {
  const next = `
    SELECT hash, at < $1 AND (SELECT 1 FROM board_assets WHERE board_assets.hash = assets.hash LIMIT 1) IS NULL AS loose
    FROM assets WHERE hash > $2 ORDER BY hash LIMIT ${step}`;
  const remove = `
    WITH gone AS (
        DELETE FROM assets WHERE hash = $2 AND at < $1
          AND NOT EXISTS (SELECT 1 FROM board_assets WHERE board_assets.hash = assets.hash)
        RETURNING object),
      left_over AS (INSERT INTO loose_objects (object, at) SELECT object, 0 FROM gone WHERE object IS NOT NULL)
    SELECT count(*) AS count FROM gone`;
  for (let after = ''; ; ) {
    const rows = await database.all(next, [loose, after]);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = text(last, 'hash');
    yield 0;
    for (const row of rows)
      if (isSet(row, 'loose')) yield integer((await database.one(remove, [loose, text(row, 'hash')])) ?? {}, 'count');
  }
}
