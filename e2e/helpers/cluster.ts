import { type RunningServer, startServer } from './server.ts';

/** An engine of a test alone, which it may stop as a crash would. */
export interface Engine {
  readonly url: string;
  crash(): Promise<void>;
  start(): Promise<void>;
}

type OwnEngine = Engine & { remove(): Promise<void> };

/** Servers on one database that tell each other over Redis, each with an address of its own. */
export interface Cluster {
  readonly servers: readonly RunningServer[];
  readonly postgres: Engine;
  readonly redis: Engine;
  dispose(): Promise<void>;
}

/** What is not here is installed by the tests of the server, which come before. */
const none = async () => 1;

interface PostgresScripts {
  readonly placesOf: (run: () => Promise<number>) => unknown;
  readonly findPrograms: (places: unknown) => Promise<{ readonly folder: string }>;
  readonly startOwn: (folder: string) => Promise<OwnEngine>;
}

interface RedisScripts {
  readonly placesOf: (run: () => Promise<number>) => unknown;
  readonly findProgram: (places: unknown) => Promise<{ readonly path: string }>;
  readonly startOwn: (path: string) => Promise<OwnEngine>;
}

const script = async <T>(name: string): Promise<T> =>
  (await import(new URL(`../../scripts/${name}.mjs`, import.meta.url).href)) as T;

export async function startCluster(count: number): Promise<Cluster> {
  const ofPostgres = await script<PostgresScripts>('postgres');
  const ofRedis = await script<RedisScripts>('redis');
  const postgres = await ofPostgres.startOwn((await ofPostgres.findPrograms(ofPostgres.placesOf(none))).folder);
  const redis = await ofRedis.startOwn((await ofRedis.findProgram(ofRedis.placesOf(none))).path);
  const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url };
  const servers: RunningServer[] = [];
  for (let n = 0; n < count; n++) servers.push(await startServer(env));
  return {
    servers,
    postgres,
    redis,
    async dispose() {
      for (const server of servers) await server.dispose();
      await redis.remove();
      await postgres.remove();
    },
  };
}
