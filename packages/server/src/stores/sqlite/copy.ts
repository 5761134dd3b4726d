import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../config/config.ts';
import { type Database, fileIn, lockFolder, openBeside, openNewFile } from './database.ts';

const flush = (file: string): void => {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/**
 * Writes what a database holds at this moment to a new file, on the disk and complete or not there at all. Others may go on
 * writing to the original meanwhile: SQLite reads one state of it (VACUUM INTO), however long that takes.
 * Throws `ConfigError` when the target exists.
 */
export const copyDatabase = (from: string, to: string): void => {
  if (existsSync(to)) throw new ConfigError(`${to} exists already. Name another file, or move it away.`);
  const partial = `${to}.partial`;
  rmSync(partial, { force: true });
  const { database, close } = openBeside(from);
  try {
    database.prepare('VACUUM INTO ?').run(partial);
    flush(partial);
    renameSync(partial, to);
    flush(path.dirname(to));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    close();
  }
};

/**
 * Makes the file of a folder that has none, complete and on the disk or not there at all. Throws `ConfigError` where there is one, or a server has the
 * folder, and what `fill` throws.
 */
export async function makeFile<T>(folder: string, fill: (database: Database) => Promise<T>): Promise<T> {
  const unlock = lockFolder(folder);
  const file = fileIn(folder);
  const partial = `${file}.partial`;
  const remove = (): void => {
    for (const part of ['', '-wal', '-shm']) rmSync(partial + part, { force: true });
  };
  try {
    if (existsSync(file)) throw new ConfigError(`${folder} holds boards already. Name another folder.`);
    remove();
    const { database, close } = openNewFile(partial);
    let done: T;
    try {
      done = await fill(database);
    } finally {
      // With the last connection what waits beside the file goes into it.
      close();
    }
    flush(partial);
    renameSync(partial, file);
    flush(folder);
    return done;
  } catch (error) {
    remove();
    throw error;
  } finally {
    unlock();
  }
}
