import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config/config.ts';
import { databaseUrl, namedDatabase } from '../config/database-url.ts';
import type { Moved } from '../stores/moved-tables.ts';
import { makeFile } from '../stores/sqlite/copy.ts';
import { openDatabase } from '../stores/sqlite/database.ts';
import { type Command, type Terminal, UsageError } from './command.ts';

/** Drivers and what is moved by them are loaded when they are needed. */
const postgres = () => import('../stores/postgres/open.ts');

function report(say: Terminal['say'], place: string, moved: Moved): void {
  const of = (table: string): number => moved.get(table) ?? 0;
  say(
    `Copied to ${place}: ${of('boards')} boards with ${of('snapshots')} snapshots and ${of('updates')} updates, ` +
      `${of('history_segments')} pieces of history, ${of('kept_states')} versions, ${of('links')} links, ${of('assets')} pictures`,
  );
  say(`All ${[...moved.values()].reduce((sum, rows) => sum + rows, 0)} records are as they were read.`);
}

async function toPostgres(url: string, { config, say }: Terminal): Promise<void> {
  const { openPostgres } = await postgres();
  const { moveToPostgres } = await import('../stores/move-to-postgres.ts');
  const file = openDatabase(config.dataDir);
  try {
    const { database, close } = await openPostgres(url, 'fill');
    try {
      report(say, namedDatabase(url), await moveToPostgres(file.database, database));
      say(`Start the server with DATABASE_URL. ${config.dataDir} was left as it is: it is not written to any more.`);
    } finally {
      await close();
    }
  } finally {
    file.close();
  }
}

async function toFolder(folder: string, { config, say }: Terminal): Promise<void> {
  const url = config.databaseUrl;
  if (url === undefined)
    throw new ConfigError(
      'There is no DATABASE_URL to copy from. To copy a folder to PostgreSQL, name an address: postgres://…',
    );
  const { openPostgres } = await postgres();
  const { moveToFile } = await import('../stores/move-to-file.ts');
  const { postgresAssets } = await import('../stores/postgres/assets.ts');
  const { refuseWithoutBucket } = await import('../stores/postgres/asset-objects.ts');
  const bucket =
    config.bucket === undefined ? undefined : (await import('../stores/postgres/bucket.ts')).openBucket(config.bucket);
  const { database, close } = await openPostgres(url, 'fill');
  try {
    await refuseWithoutBucket(database, bucket);
    const pictures = postgresAssets(database, bucket);
    report(say, folder, await makeFile(folder, (file) => moveToFile(database, file, pictures)));
    say(
      `Start the server without DATABASE_URL, with DATA_DIR=${folder}. The database was left as it is: it is not written to any more.`,
    );
  } finally {
    await close();
  }
}

/**
 * `migrate --to <address>`: copies everything in `DATA_DIR` into an empty PostgreSQL. `migrate --to <folder>`: copies everything in `DATABASE_URL`
 * into a folder without boards. Either is all or nothing, and compared. Refuses while a server has one of them. What is copied from stays as it is.
 */
export const migrate: Command = async (args, terminal) => {
  const { values } = parseArgs({ args, options: { to: { type: 'string' } } });
  const { to } = values;
  if (to === undefined || to === '')
    throw new UsageError('migrate --to postgres://user:password@host:5432/database, or --to <folder>');
  if (to.includes('://')) await toPostgres(databaseUrl(to, '--to', terminal.cwd), terminal);
  else await toFolder(path.resolve(terminal.cwd, to), terminal);
  return 0;
};
