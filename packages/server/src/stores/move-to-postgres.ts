/** Copies everything from a file into an empty PostgreSQL, all or nothing, and compares both row by row before it is called done. */
import { ConfigError } from '../config/config.ts';
import { MiB } from '../units.ts';
import {
  type Copied,
  type Counted,
  copied,
  countedIn,
  counter,
  differs,
  type Moved,
  patience,
  rowsIn,
  rowsThere,
  type Values,
} from './moved-tables.ts';
import type { Database, Queries } from './postgres/database.ts';
import { snapshotSums, writeSnapshot } from './postgres/snapshots.ts';
import { bytes, integer, text } from './rows.ts';
import type { Database as SqliteDatabase } from './sqlite/database.ts';
import { sqliteStore } from './sqlite/log.ts';
import { createSnapshots } from './sqlite/snapshots.ts';

/** What is sent at once: so many rows, or about so many bytes. */
const batch = { rows: 500, bytes: 4 * MiB } as const;

const sizeOf = (values: Values): number =>
  values.reduce<number>(
    (sum, value) => sum + (value instanceof Uint8Array || typeof value === 'string' ? value.length : 8),
    0,
  );

async function send(queries: Queries, { table, columns }: Copied, rows: readonly Values[]): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const lists = Object.values(columns).map((type, i) => `$${i + 1}::${type}[]`);
  await queries.run(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${lists.join(', ')})`,
    names.map((_, i) => rows.map((row) => row[i] ?? null)),
  );
}

async function copy(file: SqliteDatabase, queries: Queries, what: Copied): Promise<void> {
  let waiting: Values[] = [];
  let size = 0;
  for (const row of rowsIn(file, what)) {
    waiting.push(row);
    size += sizeOf(row);
    if (waiting.length < batch.rows && size < batch.bytes) continue;
    await send(queries, what, waiting);
    waiting = [];
    size = 0;
  }
  await send(queries, what, waiting);
}

async function countedThere(queries: Queries, what: Copied): Promise<Counted> {
  const { add, counted } = counter();
  for await (const row of rowsThere(queries, what)) add(row);
  return counted();
}

/** What older versions let in without looking becomes a snapshot of this one. */
async function settle(file: SqliteDatabase): Promise<void> {
  const store = sqliteStore(file);
  for (const row of file.prepare('SELECT board FROM unchecked').all()) {
    const board = text(row, 'board');
    if (((await store.load(board)).unchecked ?? 0) > 0) await store.compact(board);
  }
}

/** Snapshots are read as the log reads them: one that is damaged goes into quarantine, and the one before it takes its place. */
async function copySnapshots(file: SqliteDatabase, queries: Queries): Promise<number> {
  const snapshots = createSnapshots(file, Date.now);
  const all = file
    .prepare(`
    SELECT board, upto, at, vector, sum FROM snapshots WHERE vector IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM unchecked WHERE unchecked.board = snapshots.board AND snapshots.upto <= unchecked.upto)
    ORDER BY board, upto`)
    .all();
  for (const row of all) {
    const [board, upto] = [text(row, 'board'), integer(row, 'upto')];
    const read = await snapshots.read(board, () => undefined, upto + 1);
    if (read?.upto !== upto)
      throw new ConfigError(`A snapshot of board ${board} is damaged. Open the board once, or restore a backup.`);
    await writeSnapshot(queries, board, read, integer(row, 'at'));
  }
  const there = await snapshotSums(queries);
  const isSame =
    there.length === all.length &&
    all.every((row, i) => Buffer.compare(bytes(row, 'sum'), there[i] ?? new Uint8Array()) === 0);
  if (!isSame) throw differs('snapshots');
  return all.length;
}

/** Copies all of an open file into a database whose tables are empty. Throws `ConfigError` where they are not; nothing is kept then. */
export async function moveToPostgres(file: SqliteDatabase, database: Database): Promise<Moved> {
  await settle(file);
  return database.transaction(async (queries) => {
    await queries.exec(patience);
    for (const { table } of copied)
      if ((await queries.one(`SELECT 1 AS one FROM ${table} LIMIT 1`)) !== undefined)
        throw new ConfigError(`The database is not empty: there is something in ${table}. Name another one.`);
    const moved = new Map<string, number>();
    for (const what of copied) await copy(file, queries, what);
    moved.set('snapshots', await copySnapshots(file, queries));
    for (const what of copied) {
      const [here, there] = [countedIn(file, what), await countedThere(queries, what)];
      if (here.rows !== there.rows || here.sum !== there.sum) throw differs(what.table);
      moved.set(what.table, there.rows);
    }
    // Until the database has looked at its tables, it believes that they are as small as they were.
    await queries.exec(`ANALYZE ${[...copied.map(({ table }) => table), 'snapshots', 'snapshot_parts'].join(', ')}`);
    return moved;
  });
}
