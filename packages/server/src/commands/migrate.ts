import { parseArgs } from 'node:util';
import { databaseUrl, namedDatabase } from '../config/database-url.ts';
import { openDatabase } from '../stores/sqlite/database.ts';
import { type Command, UsageError } from './command.ts';

/**
 * `migrate --to <url>`: copies everything in `DATA_DIR` into an empty PostgreSQL, all or nothing, and compares it. Refuses while a server has either.
 * The folder stays as it is.
 */
export const migrate: Command = async (args, { config, cwd, say }) => {
  const { values } = parseArgs({ args, options: { to: { type: 'string' } } });
  if (values.to === undefined) throw new UsageError('migrate --to postgres://user:password@host:5432/database');
  const url = databaseUrl(values.to, '--to', cwd);
  const { openPostgres } = await import('../stores/postgres/open.ts');
  const { moveToPostgres } = await import('../stores/move-to-postgres.ts');
  const file = openDatabase(config.dataDir);
  try {
    const { database, close } = await openPostgres(url, 'fill');
    try {
      const moved = await moveToPostgres(file.database, database);
      const of = (table: string): number => moved.get(table) ?? 0;
      say(
        `Copied to ${namedDatabase(url)}: ${of('boards')} boards with ${of('snapshots')} snapshots and ${of('updates')} updates, ` +
          `${of('history_segments')} pieces of history, ${of('kept_states')} versions, ${of('links')} links, ${of('assets')} pictures`,
      );
      say(`All ${[...moved.values()].reduce((sum, rows) => sum + rows, 0)} records are as they were read.`);
      say(`Start the server with DATABASE_URL. ${config.dataDir} was left as it is: it is not written to any more.`);
      return 0;
    } finally {
      await close();
    }
  } finally {
    file.close();
  }
};
