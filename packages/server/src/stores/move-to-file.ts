/** Copies everything from PostgreSQL into a file with empty tables, and compares both row by row before it is called done. */
import { createHash } from 'node:crypto';
import { ConfigError } from '../config/config.ts';
import { MiB } from '../units.ts';
import type { AssetRepository } from './assets.ts';
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

/** The tables as a file has them. The head of a board is what its log goes up to; the bytes of pictures are read as a server reads them. */
const copiedBack: readonly Copied[] = copied.flatMap(({ implied = [], ...what }) => {
  if (what.table === 'asset_parts') return [];
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

/** Pictures lie in other parts there, or elsewhere. The bytes of each are read again from the file. */
async function copyPictures(file: SqliteDatabase, pictures: Pictures): Promise<void> {
  const insert = file.prepare('INSERT INTO asset_parts (hash, part, data) VALUES (?, ?, ?)');
  const select = file.prepare('SELECT data FROM asset_parts WHERE hash = ? ORDER BY part');
  for (const row of file.prepare('SELECT hash, bytes FROM assets ORDER BY hash').all()) {
    const [name, size] = [text(row, 'hash'), integer(row, 'bytes')];
    const read = createHash('sha256');
    let part = 0;
    let length = 0;
    file.exec('BEGIN');
    for await (const data of pictures.read(name)) {
      insert.run(name, part++, data);
      read.update(data);
      length += data.length;
    }
    file.exec('COMMIT');
    const written = createHash('sha256');
    for (const one of select.iterate(name)) written.update(bytes(one, 'data'));
    if (length !== size) throw new ConfigError(`The picture ${name} is not whole where it is kept. Restore a backup.`);
    if (read.digest('hex') !== written.digest('hex')) throw differs('asset_parts');
  }
  // A picture that is being written is none yet.
  file.exec('UPDATE assets SET whole = 1');
}

interface Copy {
  readonly read: ReadonlyMap<Copied, Counted>;
  readonly snapshots: number;
}

async function copyAll(queries: Queries, file: SqliteDatabase): Promise<Copy> {
  // It waits for the disk of the file as well.
  await queries.exec(patience);
  const read = new Map<Copied, Counted>();
  for (const what of copiedBack) read.set(what, await copy(queries, file, what));
  return { read, snapshots: await copySnapshots(queries, file) };
}

/** Where the bytes of pictures are read. */
export type Pictures = Pick<AssetRepository, 'read'>;

/** Copies all as it is at one moment into a file whose tables are empty. Throws where something of it is damaged; the file is not to be used then. */
export async function moveToFile(database: Database, file: SqliteDatabase, pictures: Pictures): Promise<Moved> {
  const { read, snapshots } = await database.atOnce((queries) => copyAll(queries, file));
  await copyPictures(file, pictures);
  const moved = new Map([['snapshots', snapshots]]);
  for (const [what, there] of read) {
    const here = countedIn(file, what);
    if (here.rows !== there.rows || here.sum !== there.sum) throw differs(what.table);
    moved.set(what.table, here.rows);
  }
  return moved;
}
