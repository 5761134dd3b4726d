import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../config/config.ts';
import { openBeside } from './database.ts';

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
