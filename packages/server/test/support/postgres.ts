import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connectTo, type Database } from '../../src/stores/postgres/database.ts';
import { migrate } from '../../src/stores/postgres/migrations.ts';
import { afterAllOfThem, afterThis } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where one asks for the PostgreSQL of this run, which is started then: `scripts/lend-postgres.mjs`. */
    readonly postgres: string;
  }
}

const asked = async (): Promise<string> => {
  const answer = await fetch(inject('postgres'));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
};

let server: Promise<{ readonly url: string; readonly pool: pg.Pool }> | undefined;

const ourServer = () => {
  server ??= asked().then((url) => {
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    afterAllOfThem(() => pool.end());
    return { url, pool };
  });
  return server;
};

/** Address of an empty schema of its own, gone when the test ends. */
export const newSchema = async (after = afterThis): Promise<string> => {
  const { url, pool } = await ourServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await pool.query(`CREATE SCHEMA ${name}`);
  after(() => pool.query(`DROP SCHEMA ${name} CASCADE`));
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${name}`);
  return own.href;
};

/** What all tables but those of the schema itself are emptied by; what belongs to a row goes with it. */
const emptied = [
  ...['boards', 'assets', 'sessions', 'audit', 'secrets', 'board_heads', 'updates', 'snapshots', 'quarantine'],
  ...['client_ids', 'history_segments', 'history_moments', 'kept_states', 'turns', 'single_uses', 'counters'],
  'loose_objects',
]
  .map((table) => `DELETE FROM ${table};`)
  .join(' ');

/** Schemas whose tables are there and empty: making some sixty tables and indexes takes fifty times as long as emptying them. */
const empty: string[] = [];

const schemaWithTables = async (): Promise<string> => {
  const known = empty.pop();
  if (known !== undefined) return known;
  const url = await newSchema(afterAllOfThem);
  const database = connectTo(url);
  await migrate(database);
  await database.close();
  return url;
};

/** A database with all tables and nothing in them. Tests that change tables make them in a `newSchema`. */
export const newDatabase = async (): Promise<Database> => {
  const url = await schemaWithTables();
  const database = connectTo(url);
  afterThis(async () => {
    await database.exec(emptied);
    await database.close();
    empty.push(url);
  });
  return database;
};

/** The same database as another server sees it. */
export const another = (url: string): Database => {
  const database = connectTo(url);
  afterThis(() => database.close());
  return database;
};

/** A PostgreSQL of one test alone, which it may crash. */
export interface OwnPostgres {
  readonly url: string;
  /** Folder with the programs that came with it: `pg_dump` and others. */
  readonly programs: string;
  /** Stops it at once, as a power cut would, and leaves its data. */
  crash(): Promise<void>;
  start(): Promise<void>;
}

interface Scripts {
  readonly placesOf: (run: () => Promise<number>) => unknown;
  readonly findPrograms: (places: unknown) => Promise<{ readonly folder: string }>;
  readonly startOwn: (folder: string) => Promise<OwnPostgres & { remove(): Promise<void> }>;
}

export const ownPostgres = async (): Promise<OwnPostgres> => {
  // That of all tests has been found or installed before.
  await asked();
  const path = new URL('../../../../scripts/postgres.mjs', import.meta.url).href;
  const { placesOf, findPrograms, startOwn } = (await import(path)) as Scripts;
  const { folder } = await findPrograms(placesOf(async () => 1));
  const own = await startOwn(folder);
  afterThis(() => own.remove());
  return own;
};
