/** The database and the Redis of a world, which may be stopped, crashed, and in the case of the database replaced by another that followed it. */
import { spawn } from 'node:child_process';
import { createClient } from '@redis/client';
import pg from 'pg';
import type { After } from '../support/spawned.ts';

interface Own {
  readonly url: string;
  crash(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

interface OwnPostgres extends Own {
  stop(): Promise<void>;
  copy(): Promise<OwnPostgres>;
  promote(): Promise<void>;
}

type Run = (command: string, args: readonly string[]) => Promise<number>;

interface PostgresScripts {
  readonly placesOf: (run: Run) => unknown;
  readonly findPrograms: (places: unknown) => Promise<{ readonly folder: string }>;
  readonly startOwn: (folder: string) => Promise<OwnPostgres>;
}

interface RedisScripts {
  readonly placesOf: (run: Run) => unknown;
  readonly findProgram: (places: unknown) => Promise<{ readonly path: string }>;
  readonly startOwn: (path: string) => Promise<Own>;
}

/** Runs a program to its end, its output ours. */
const run: Run = (command, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

const scripts = async <T>(name: string): Promise<T> =>
  (await import(new URL(`../../../../scripts/${name}.mjs`, import.meta.url).href)) as T;

export interface Database {
  /** Where it really is at the moment. */
  readonly url: string;
  /** `crash` as a power cut would, `stop` as an operator does. */
  crash(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Has another one follow it. From then on nothing is acknowledged that the other does not have as well. */
  beFollowed(): Promise<void>;
  /** Has another one follow it up to now, and no further: what is acknowledged from then on is here alone. */
  beCopied(): Promise<void>;
  /** The other takes its place; this one has to be stopped, and is gone for good. */
  failOver(): Promise<void>;
}

export interface Redis {
  readonly url: string;
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Forgets all it holds. */
  flush(): Promise<void>;
}

/** Waits for the one that follows until what is acknowledged is there as well. */
async function awaitFollower(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("ALTER SYSTEM SET synchronous_standby_names = '*'");
    await client.query('SELECT pg_reload_conf()');
    const state = "SELECT count(*)::integer AS n FROM pg_stat_replication WHERE sync_state = 'sync'";
    while ((await client.query(state)).rows[0].n === 0) await client.query('SELECT pg_sleep(0.05)');
  } finally {
    await client.end();
  }
}

export async function openDatabase(after: After): Promise<Database> {
  const { placesOf, findPrograms, startOwn } = await scripts<PostgresScripts>('postgres');
  const { folder } = await findPrograms(placesOf(run));
  let own = await startOwn(folder);
  let follower: OwnPostgres | undefined;
  let isStopped = false;
  after(() => Promise.all([own.remove(), follower?.remove()]));
  return {
    get url() {
      return own.url;
    },
    crash: () => own.crash(),
    stop: () => own.stop(),
    start: () => own.start(),
    async beFollowed() {
      follower = await own.copy();
      await awaitFollower(own.url);
    },
    async beCopied() {
      follower = await own.copy();
      await follower.stop();
      isStopped = true;
    },
    async failOver() {
      const next = follower;
      if (next === undefined) throw new Error('nothing follows the database');
      if (isStopped) await next.start();
      isStopped = false;
      await next.promote();
      await own.remove();
      own = next;
      follower = undefined;
    },
  };
}

export async function openRedis(after: After): Promise<Redis> {
  const { placesOf, findProgram, startOwn } = await scripts<RedisScripts>('redis');
  const own = await startOwn((await findProgram(placesOf(run))).path);
  after(() => own.remove());
  return {
    url: own.url,
    crash: () => own.crash(),
    start: () => own.start(),
    async flush() {
      const client = createClient({ url: own.url });
      client.on('error', () => undefined);
      await client.connect();
      await client.sendCommand(['FLUSHALL']);
      client.destroy();
    },
  };
}
