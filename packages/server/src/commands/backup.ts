import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { copyDatabase } from '../stores/sqlite/copy.ts';
import { fileIn } from '../stores/sqlite/database.ts';
import { type Command, refuseForDatabase, stamp, UsageError } from './command.ts';
import { report } from './verify.ts';

/** `backup [file]`: a complete copy while the server runs or not, read back before it is called a backup. */
export const backup: Command = (args, terminal) => {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  if (positionals.length > 1) throw new UsageError('backup [file]');
  const { config, cwd, now, say } = terminal;
  refuseForDatabase(config, 'Back it up with pg_dump --format=custom.');
  const [named] = positionals;
  const file =
    named === undefined ? path.join(config.dataDir, 'backups', `gesso-${stamp(now())}.db`) : path.resolve(cwd, named);
  mkdirSync(path.dirname(file), { recursive: true });
  copyDatabase(fileIn(config.dataDir), file);
  say(`Backed up to ${file}`);
  return report(file, say);
};
