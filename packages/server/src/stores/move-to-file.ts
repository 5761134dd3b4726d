/** Copies everything from PostgreSQL into a file with empty tables, and compares both row by row before it is called done. */
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
  rowsThere,
  type Values,
} from './moved-tables.ts';
import type { Database, Queries, Single } from './postgres/database.ts';
import { readSnapshot } from './postgres/snapshots.ts';
import { bytes, checksum, integer, text } from './rows.ts';
import { type Database as SqliteDatabase, transaction } from './sqlite/database.ts';
import { createSnapshots } from './sqlite/snapshots.ts';

/** What is written in one transaction: so many rows, or about so many bytes. */
const batch = { rows: 500, bytes: 4 * MiB } as const;

/** The tables as a file has them. The head of a board is what its log goes up to. */
const copiedBack: readonly Copied[] = copied.flatMap(({ implied = [], ...what }) => {
  const columns = Object.fromEntries(Object.entries(what.columns).filter(([name]) => !implied.includes(name)));
  return Object.keys(columns).length === 0 ? [] : [{ ...what, columns }];
});

/** A value as a file can hold it: half of a surrogate pair becomes U+FFFD there. */
const asHeld = (value: Single): Single => (typeof value === 'string' ? value.toWellFormed() : value);

const asWritten = (value: Single): string | number | Uint8Array | null =>
  typeof value === 'boolean' ? Number(value) : value;

const sizeOf = (values: Values): number =>
  values.reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.length : 100), 0);

/** Copies a table, and returns what was read of it. */
async function copy(queries: Queries, file: SqliteDatabase, what: Copied): Promise<Counted> {
  const names = Object.keys(what.columns);
  const marks = names.map(() => '?').join(', ');
  const insert = file.prepare(`INSERT INTO ${what.table} (${names.join(', ')}) VALUES (${marks})`);
  const { add, counted } = counter();
  let waiting: Values[] = [];
  let size = 0;
  const write = (): void => {
    transaction(file, () => {
      for (const values of waiting) insert.run(...values.map(asWritten));
    });
    waiting = [];
    size = 0;
  };
  for await (const row of rowsThere(queries, what)) {
    const values = row.map(asHeld);
    add(values);
    waiting.push(values);
    size += sizeOf(values);
    if (waiting.length >= batch.rows || size >= batch.bytes) write();
  }
  write();
  return counted();
}

const damaged = (board: string): ConfigError =>
  new ConfigError(`A snapshot of board ${board} is damaged. Open the board once, or restore a backup.`);

/** Snapshots lie in other parts there. Each is read again from the file. */
async function copySnapshots(queries: Queries, file: SqliteDatabase): Promise<number> {
  const all = await queries.all('SELECT board, upto, at, sum FROM snapshots ORDER BY board, upto');
  for (const row of all) {
    const [board, upto, at] = [text(row, 'board'), integer(row, 'upto'), integer(row, 'at')];
    const read = await readSnapshot(queries, board, () => undefined, upto + 1);
    if (read?.upto !== upto) throw damaged(board);
    const snapshots = createSnapshots(file, () => at);
    const { data: state, vector } = read;
    await snapshots.write(board, { upto, state, vector, isWanted: () => true, inSameTransaction: () => undefined });
    const written = await snapshots.read(board, () => undefined, upto + 1);
    const isSame = written?.upto === upto && Buffer.compare(checksum(written.data), bytes(row, 'sum')) === 0;
    if (!isSame) throw differs('snapshots');
  }
  return all.length;
}

interface Copy {
  readonly read: ReadonlyMap<Copied, Counted>;
  readonly snapshots: number;
}

/** A file has pictures in itself. */
async function refuseBucket(queries: Queries): Promise<void> {
  if ((await queries.one('SELECT hash FROM assets WHERE object IS NOT NULL LIMIT 1')) === undefined) return;
  throw new ConfigError(
    'Pictures of this database lie in a bucket (ASSETS_S3_URL), and a folder has none: such a database cannot be copied to one.',
  );
}

async function copyAll(queries: Queries, file: SqliteDatabase): Promise<Copy> {
  // It waits for the disk of the file as well.
  await queries.exec(patience);
  await refuseBucket(queries);
  const read = new Map<Copied, Counted>();
  for (const what of copiedBack) read.set(what, await copy(queries, file, what));
  // One that is being written has no row there yet.
  file.exec('UPDATE assets SET whole = 1');
  return { read, snapshots: await copySnapshots(queries, file) };
}

/** Copies all as it is at one moment into a file whose tables are empty. Throws where something of it is damaged; the file is not to be used then. */
export async function moveToFile(database: Database, file: SqliteDatabase): Promise<Moved> {
  const { read, snapshots } = await database.atOnce((queries) => copyAll(queries, file));
  const moved = new Map([['snapshots', snapshots]]);
  for (const [what, there] of read) {
    const here = countedIn(file, what);
    if (here.rows !== there.rows || here.sum !== there.sum) throw differs(what.table);
    moved.set(what.table, here.rows);
  }
  return moved;
}
