import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../../config.ts';
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
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ConfigError(`The data folder ${folder} cannot be made: ${reason(error)}.`);
  }
  const lock = lockFolder(folder);
  try {
    const database = prepare(new DatabaseSync(path.join(folder, 'gesso.db')));
    return {
      database,
      close: () => {
        database.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error instanceof ConfigError
      ? error
      : new ConfigError(`The data folder ${folder} cannot be used: ${reason(error)}.`);
  }
};

/** A database that is gone when it is closed. */
export const openTemporaryDatabase = (): OpenDatabase => {
  const database = prepare(new DatabaseSync(':memory:'));
  return { database, close: () => database.close() };
};

/**
 * Two servers on one folder would each believe in their own picture of it. The lock is a second SQLite file held in an
 * exclusive transaction: the operating system lets go of it however the process ends, so it is never left behind, and
 * the main file stays readable for backups.
 */
const lockFolder = (folder: string): DatabaseSync => {
  const lock = new DatabaseSync(path.join(folder, 'gesso.lock'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!/locked|busy/i.test(reason(error)))
      throw new ConfigError(`The data folder ${folder} cannot be used: ${reason(error)}.`);
    throw new ConfigError(
      `Another Gesso server is already using the data folder ${folder}. Stop it first, or set DATA_DIR to another folder.`,
    );
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
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > steps.length) {
    throw new ConfigError(
      `The data was last used by a newer version of Gesso (format ${version}, this version knows ${steps.length}). Update Gesso.`,
    );
  }
  for (const [index, step] of steps.entries()) {
    if (index >= version) transaction(database, () => database.exec(`${step}; PRAGMA user_version = ${index + 1};`));
  }
  return database;
};

/** Runs `work` in one transaction: committed when it returns, undone when it throws. */
export const transaction = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
