import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config.ts';
import { copyDatabase } from '../stores/sqlite/copy.ts';
import { fileIn, lockFolder } from '../stores/sqlite/database.ts';
import { type Command, refuseForDatabase, stamp, type Terminal, UsageError } from './command.ts';
import { report } from './verify.ts';

/**
 * `restore <backup> [--force]`: puts a backup in place. Refuses while a server has the folder. Where there are boards
 * already, or where the backup is damaged itself, only with `--force`; the boards there were are kept beside it.
 */
export const restore: Command = (args, terminal) => {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { force: { type: 'boolean' } } });
  const [named, ...rest] = positionals;
  if (named === undefined || rest.length > 0) throw new UsageError('restore <backup> [--force]');
  const { config, cwd, say } = terminal;
  refuseForDatabase(config, 'Restore what pg_dump wrote with pg_restore.');
  const unlock = lockFolder(config.dataDir);
  try {
    const from = path.resolve(cwd, named);
    const to = fileIn(config.dataDir);
    if (report(from, say) !== 0 && values.force !== true) {
      throw new ConfigError('The backup is damaged. With --force it is restored as far as it goes.');
    }
    const occupied = parts.some((part) => existsSync(to + part));
    if (occupied && values.force !== true) {
      throw new ConfigError(
        `${config.dataDir} holds boards already. With --force they are kept beside it as another file.`,
      );
    }
    const incoming = `${to}.restoring`;
    rmSync(incoming, { force: true });
    copyDatabase(from, incoming);
    if (occupied) say(`The boards there were are kept in ${setAside(to, terminal)}`);
    renameSync(incoming, to);
    say(`Restored to ${to}`);
    return 0;
  } finally {
    unlock();
  }
};

/** A database is this file and what SQLite keeps beside it. */
const parts = ['-wal', '-shm', ''] as const;

/** Renames a database with what belongs to it, so that nothing in it is lost and it can still be opened. */
const setAside = (file: string, { now }: Terminal): string => {
  const aside = `${file}.before-restore-${stamp(now())}`;
  for (const part of parts) {
    if (existsSync(file + part)) renameSync(file + part, aside + part);
  }
  return aside;
};
