import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ConfigError } from '../../config/config.ts';
import { newerFormat } from '../newer-format.ts';
import { integer, text } from '../rows.ts';
import { steps } from './schema.ts';

export type { DatabaseSync as Database } from 'node:sqlite';

/** The open file, and what closes it and gives the folder free. */
export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly close: () => void;
}

/**
 * Opens `gesso.db` in a folder that this process then has to itself. Throws `ConfigError` when another process has the
 * folder, when the folder cannot be written, or when the file was made by a newer version.
 */
export const openDatabase = (folder: string): OpenDatabase => {
  const unlock = lockFolder(folder);
  try {
    const database = prepare(new DatabaseSync(fileIn(folder)));
    return {
      database,
      close: () => {
        database.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error instanceof ConfigError ? error : unusable(folder, error);
  }
};

/** Where a data folder keeps everything. */
export const fileIn = (folder: string): string => path.join(folder, 'gesso.db');

/**
 * Opens a file beside other processes that use it: to look at it, or with `write` to change a row or two. Never brings it up to
 * date. Throws `ConfigError` when it is not there, not Gesso's, or of another version.
 */
export const openBeside = (file: string, { write = false } = {}): OpenDatabase => {
  if (!existsSync(file)) throw new ConfigError(`There is no file ${file}.`);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: !write });
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;');
    const version = versionOf(database);
    if (version === 0) throw new ConfigError(`${file} holds no boards of Gesso.`);
    if (version > steps.length) throw newer(version);
    if (write && version < steps.length) {
      throw new ConfigError(`${file} was last used by an older version of Gesso. Start the server once to update it.`);
    }
    const opened = database;
    return { database: opened, close: () => opened.close() };
  } catch (error) {
    database?.close();
    throw error instanceof ConfigError ? error : new ConfigError(`${file} cannot be read: ${reason(error)}.`);
  }
};

/** What SQLite finds wrong with the structure of a file; nothing when all is well. Reads all of it. */
export const structuralDamage = (database: DatabaseSync, most = 20): readonly string[] => {
  try {
    const found = database.prepare(`PRAGMA quick_check(${most})`).all();
    return found.map((row) => text(row, 'quick_check')).filter((line) => line !== 'ok');
  } catch (error) {
    return [reason(error)];
  }
};

/** Opens a file of its own that is not the one a server would open, and makes its tables. */
export const openNewFile = (file: string): OpenDatabase => {
  const database = prepare(new DatabaseSync(file));
  return { database, close: () => database.close() };
};

/** A database that is gone when it is closed. */
export const openTemporaryDatabase = (): OpenDatabase => {
  const database = prepare(new DatabaseSync(':memory:'));
  return { database, close: () => database.close() };
};

/**
 * Two servers on one folder would each believe in their own picture of it. The lock is a second SQLite file held in an
 * exclusive transaction: the operating system lets go of it however the process ends, so it is never left behind, and
 * the main file stays readable for backups. Gives what lets go; throws `ConfigError` while a server has the folder.
 */
export const lockFolder = (folder: string): (() => void) => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { username } = whoAmI();
    throw new ConfigError(
      `The data folder ${folder} cannot be made by the user ${username}: ${reason(error)}. Make it and give it to this user, or set DATA_DIR to another folder.`,
    );
  }
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path.join(folder, 'gesso.lock'));
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    const held = lock;
    return () => held.close();
  } catch (error) {
    lock?.close();
    if (!/locked|busy/i.test(reason(error))) throw unusable(folder, error);
    throw new ConfigError(
      `Another Gesso server is already using the data folder ${folder}. Stop it first, or set DATA_DIR to another folder.`,
    );
  }
};

/** What keeps this user from a folder, in a sentence that says whose it is and what to do. */
const unusable = (folder: string, error: unknown): ConfigError => {
  const { username, uid } = whoAmI();
  const me = `the user ${username}${uid >= 0 ? ` (${uid})` : ''}`;
  const blocking = ['gesso.lock', 'gesso.db'].map((name) => path.join(folder, name)).find(isNoFile);
  if (blocking !== undefined) {
    return new ConfigError(
      `The data folder ${folder} cannot be used: ${blocking} should be a file and is not. Move it away, or set DATA_DIR to another folder.`,
    );
  }
  const closed = [
    folder,
    ...['gesso.lock', 'gesso.db', 'gesso.db-wal', 'gesso.db-shm'].map((name) => path.join(folder, name)),
  ].find((place) => existsSync(place) && !mayWrite(place));
  if (closed !== undefined) {
    const { uid: owner } = statSync(closed);
    return new ConfigError(
      `The data folder ${folder} cannot be used: ${me} may not write to ${closed}, which belongs to the user ${owner}. ` +
        `Start Gesso as that user, give the folder to this one (chown -R ${uid} ${folder}), or set DATA_DIR to another folder.`,
    );
  }
  if (/not a database|malformed/.test(reason(error))) {
    return new ConfigError(
      `The data folder ${folder} cannot be used: ${path.join(folder, 'gesso.db')} is damaged (${reason(error)}). ` +
        'Put a backup in its place (npm run gesso -- restore <backup> --force), or set DATA_DIR to another folder.',
    );
  }
  return new ConfigError(
    `The data folder ${folder} cannot be used by ${me}: ${reason(error)}. Set DATA_DIR to a folder this user can write to.`,
  );
};

const whoAmI = (): { readonly username: string; readonly uid: number } => {
  try {
    return userInfo();
  } catch {
    // A user without an entry, as in some containers.
    return { username: 'of this process', uid: process.getuid?.() ?? -1 };
  }
};

const isNoFile = (place: string): boolean => existsSync(place) && !statSync(place).isFile();

const mayWrite = (place: string): boolean => {
  try {
    accessSync(place, constants.W_OK | constants.R_OK);
    return true;
  } catch {
    return false;
  }
};

const prepare = (database: DatabaseSync): DatabaseSync => {
  // FULL: the log is flushed to the disk before a commit returns, so "saved" holds through a power cut.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_size_limit = 67108864;
  `);
  const version = versionOf(database);
  if (version > steps.length) throw newer(version);
  const [damage] = structuralDamage(database, 1);
  if (damage !== undefined) {
    throw new ConfigError(
      `The file gesso.db is damaged (${damage}). Put a backup in its place: npm run gesso -- restore <backup> --force`,
    );
  }
  for (const [index, step] of steps.entries()) {
    if (index >= version) transaction(database, () => database.exec(`${step}; PRAGMA user_version = ${index + 1};`));
  }
  // Of a large snapshot, version or picture that was not finished when the process ended.
  database.exec(`
    DELETE FROM snapshot_parts WHERE NOT EXISTS (
      SELECT 1 FROM snapshots s WHERE s.board = snapshot_parts.board AND s.upto = snapshot_parts.upto AND s.parts > 0);
    DELETE FROM kept_state_parts WHERE NOT EXISTS (
      SELECT 1 FROM kept_states s WHERE s.board = kept_state_parts.board AND s.id = kept_state_parts.id);
    DELETE FROM assets WHERE whole = 0;`);
  return database;
};

/** Tells, each time it is asked, whether another connection changed the database since the last time. Costs microseconds. */
export const changesElsewhere = (database: DatabaseSync): (() => boolean) => {
  const read = database.prepare('PRAGMA data_version');
  const look = (): number => integer(read.get() ?? {}, 'data_version');
  let seen = look();
  return () => {
    const before = seen;
    seen = look();
    return seen !== before;
  };
};

const versionOf = (database: DatabaseSync): number =>
  integer(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');

const newer = (version: number): ConfigError => new ConfigError(newerFormat(version, steps.length));

/** Runs `work` in one transaction: committed when it returns, undone when it throws. */
export const transaction = <T>(database: DatabaseSync, work: () => T): T => {
  const { begin, commit } = boundsOf(database);
  begin.run();
  try {
    const result = work();
    commit.run();
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

interface Bounds {
  readonly begin: StatementSync;
  readonly commit: StatementSync;
}

/** Compiled once for each database: hundreds of transactions a second begin and end. */
const bounds = new WeakMap<DatabaseSync, Bounds>();

const boundsOf = (database: DatabaseSync): Bounds => {
  const known = bounds.get(database);
  if (known !== undefined) return known;
  const made = { begin: database.prepare('BEGIN IMMEDIATE'), commit: database.prepare('COMMIT') };
  bounds.set(database, made);
  return made;
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
