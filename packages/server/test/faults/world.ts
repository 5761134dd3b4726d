/** Three servers on one database and one Redis, each reaching both by a wire of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type After, type ServerProcess, spawned } from '../support/spawned.ts';
import { type Database, openDatabase, openRedis, type Redis } from './engines.ts';
import { createPublished, type Published } from './published.ts';
import { openWire, type Wire } from './wire.ts';

export interface Server {
  readonly name: string;
  readonly toDatabase: Wire;
  readonly toRedis: Wire;
  /** What Redis tells it. */
  readonly hints: Published;
  /** Where people reach it; undefined while it does not run. */
  readonly url: string | undefined;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Starts it again, after it was killed. Resolves when it can be reached. */
  start(): Promise<void>;
  /** Pauses the process, and lets it go on. */
  stop(): void;
  wake(): void;
  /** How often it ended when nobody had killed it. */
  readonly deaths: number;
  /** What it printed last. */
  output(): string;
}

export interface World {
  readonly database: Database;
  readonly redis: Redis;
  readonly servers: readonly Server[];
}

/** Everybody comes from one address here, and again and again. */
const limits = { BOARDS_PER_MINUTE: '100000', REQUESTS_PER_MINUTE: '1000000' };

/** How much of what a server printed is of interest. */
const printed = 4_000;

async function openServer(name: string, { database, redis }: Omit<World, 'servers'>, after: After): Promise<Server> {
  const hints = createPublished();
  const toDatabase = await openWire(database.url, after);
  const toRedis = await openWire(redis.url, after, hints.filter);
  const folder = mkdtempSync(path.join(tmpdir(), 'gesso-test-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const settings = { DATABASE_URL: toDatabase.url, REDIS_URL: toRedis.url, DATA_DIR: folder, ...limits };
  let process: ServerProcess | undefined;
  let url: string | undefined;
  let deaths = 0;
  let isOver = false;
  let said = '';
  after(() => {
    isOver = true;
  });
  const server: Server = {
    name,
    toDatabase,
    toRedis,
    hints,
    get url() {
      return url;
    },
    async kill() {
      const killed = process;
      process = undefined;
      url = undefined;
      killed?.child.kill('SIGKILL');
      await killed?.exit;
      said += killed?.output() ?? '';
    },
    async start() {
      const started = spawned(settings, after);
      process = started;
      void started.exit.then(() => {
        if (process !== started || isOver) return;
        deaths++;
        url = undefined;
      });
      url = await started.url;
    },
    stop: () => void process?.child.kill('SIGSTOP'),
    wake: () => void process?.child.kill('SIGCONT'),
    get deaths() {
      return deaths;
    },
    output: () => (said + (process?.output() ?? '')).slice(-printed),
  };
  await server.start();
  return server;
}

/** Opens all of it, until all is over. */
export async function openWorld(after: After): Promise<World> {
  const [database, redis] = await Promise.all([openDatabase(after), openRedis(after)]);
  const engines = { database, redis };
  const servers = await Promise.all(['one', 'two', 'three'].map((name) => openServer(name, engines, after)));
  return { ...engines, servers };
}
