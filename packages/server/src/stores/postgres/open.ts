import { ConfigError } from '../../config/config.ts';
import { namedDatabase } from '../../config/database-url.ts';
import { newerFormat } from '../newer-format.ts';
import { integer, text } from '../rows.ts';
import { connectTo, type Database } from './database.ts';
import { countChanges, migrate, needsToBeAlone, versionKnown } from './migrations.ts';
import { PostgresError } from './postgres-error.ts';
import { type Step, steps } from './schema.ts';
import { holdUse, type Use } from './use.ts';

/** The oldest version of PostgreSQL that is supported, as `server_version_num`. */
const oldest = { number: 140_000, name: '14' } as const;

/** A database that is open, and what closes it. */
export interface OpenPostgres {
  readonly database: Database;
  readonly close: () => Promise<void>;
}

const settingsNeeded = `
  SELECT current_setting('server_version_num')::integer AS number, current_setting('server_version') AS version,
    current_setting('server_encoding')::text AS encoding, current_setting('transaction_read_only')::text AS reads_only,
    current_schema()::text AS schema, current_user::text AS me`;

/** Throws `ConfigError` where the database is none that boards can be kept in. */
async function refuseUnfit(database: Database, place: string): Promise<void> {
  const row = (await database.one(settingsNeeded)) ?? {};
  if (integer(row, 'number') < oldest.number)
    throw new ConfigError(
      `The database ${place} runs on PostgreSQL ${text(row, 'version')}, and Gesso needs ${oldest.name} or newer: update it, or set DATABASE_URL to another one.`,
    );
  if (text(row, 'encoding') !== 'UTF8')
    throw new ConfigError(
      `The database ${place} has the encoding ${text(row, 'encoding')}, in which not every text can be kept: make one with createdb --encoding=UTF8 --template=template0, and set DATABASE_URL to it.`,
    );
  if (text(row, 'reads_only') !== 'off')
    throw new ConfigError(
      `The database ${place} may only be read, as a standby may: set DATABASE_URL to the primary server.`,
    );
  if (row['schema'] === null)
    throw new ConfigError(
      `The user ${text(row, 'me')} has no schema in the database ${place}: make one (CREATE SCHEMA AUTHORIZATION "${text(row, 'me')}").`,
    );
}

/** What a state means, and what to do. */
const sentences: Readonly<Record<string, (place: string) => string>> = {
  ENOTFOUND: (place) => `The host of the database ${place} is not known: correct DATABASE_URL.`,
  EAI_AGAIN: (place) =>
    `The host of the database ${place} cannot be looked up just now: try again, or correct DATABASE_URL.`,
  ECONNREFUSED: (place) =>
    `Nothing listens where the database ${place} should be: start PostgreSQL, or correct DATABASE_URL.`,
  ENOENT: (place) =>
    `Nothing listens where the database ${place} should be: start PostgreSQL, or correct DATABASE_URL.`,
  '28P01': (place) => `The database ${place} does not take the user and password of DATABASE_URL: correct them.`,
  '28000': (place) =>
    `The database ${place} does not let the user of DATABASE_URL in from here: allow it in pg_hba.conf, or correct DATABASE_URL.`,
  '3D000': (place) => `There is no database ${place}: make it (createdb), or correct DATABASE_URL.`,
  '42501': (place) =>
    `The user of DATABASE_URL may not make or use tables in the database ${place}: give it a schema (GRANT CREATE, USAGE ON SCHEMA public TO …), or the tables that are there.`,
  '57P03': (place) => `The database ${place} is starting or stopping: try again.`,
  '53300': (place) => `The database ${place} takes no more connections: raise its max_connections, or end others.`,
};

/** The sentence for whoever starts the server; other errors as they are. */
const explained = (error: unknown, place: string): unknown => {
  if (!(error instanceof PostgresError)) return error;
  const sentence = sentences[error.state ?? ''];
  if (sentence !== undefined) return new ConfigError(sentence(place));
  if (/SSL|TLS|certificate/i.test(error.message))
    return new ConfigError(
      `The connection to the database ${place} cannot be encrypted as DATABASE_URL asks (${error.message}): correct sslmode or sslrootcert there.`,
    );
  return new ConfigError(
    `The database ${place} cannot be used: ${error.message}. Correct DATABASE_URL, or what it says of the database.`,
  );
};

async function opened(url: string, prepare: (database: Database, place: string) => Promise<() => Promise<void>>) {
  const place = namedDatabase(url);
  const database = connectTo(url);
  try {
    const before = await prepare(database, place);
    return {
      database,
      close: async () => {
        await before();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw explained(error, place);
  }
}

const usedOtherwise: Readonly<Record<Use, (place: string) => string>> = {
  serve: (place) => `\`gesso migrate\` is at work on the database ${place}. Start the server when that is done.`,
  fill: (place) => `A Gesso server is using the database ${place}. Stop all that do first, or name another database.`,
};

/** Where servers of an older version use it, they would go wrong: the step waits until they are gone. */
async function migrateAlone(url: string, database: Database, known: readonly Step[]): Promise<void> {
  const release = await holdUse(url, 'fill');
  if (release === undefined) {
    // One that started at the same time may have done it.
    if (!(await needsToBeAlone(database, known))) return;
    throw new ConfigError(
      `The database ${namedDatabase(url)} has to be brought up to date, which servers of an older version of Gesso cannot go on with: stop all that use it, and start this one again.`,
    );
  }
  try {
    await migrate(database, known);
  } finally {
    await release();
  }
}

/**
 * Opens a database to serve it, as other servers may at the same time, or to fill it alone, and brings its tables up to date. Throws `ConfigError`
 * when it cannot be reached or used, is used in a way that does not go with this one, or a newer version has been here.
 */
export const openPostgres = (url: string, use: Use = 'serve', known: readonly Step[] = steps): Promise<OpenPostgres> =>
  opened(url, async (database, place) => {
    await refuseUnfit(database, place);
    if (await needsToBeAlone(database, known)) await migrateAlone(url, database, known);
    const release = await holdUse(url, use);
    if (release === undefined) throw new ConfigError(usedOtherwise[use](place));
    try {
      await migrate(database, known);
    } catch (error) {
      await release();
      throw error;
    }
    return release;
  });

/** Opens it beside a server, to look at it or with `write` to change a row or two. Never brings it up to date. */
export const openPostgresBeside = (url: string, { write = false } = {}): Promise<OpenPostgres> =>
  opened(url, async (database, place) => {
    const version = await versionKnown(database);
    if (version === undefined) throw new ConfigError(`The database ${place} holds no boards of Gesso.`);
    if (version > steps.length) throw new ConfigError(newerFormat(version, steps.length));
    if (version < steps.length)
      throw new ConfigError(
        `The database ${place} was last used by an older version of Gesso. Start the server once to update it.`,
      );
    return async () => {
      if (write) await countChanges(database);
    };
  });
