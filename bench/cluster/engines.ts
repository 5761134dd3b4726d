import { readdirSync, readFileSync } from 'node:fs';

/** PostgreSQL and Redis of a bench alone: as installed, with data that survive a power cut. */
export interface Engines {
  readonly database: string;
  readonly redis: string;
  /** CPU seconds each of them has used since it started; 0 where the system does not tell. */
  usage(): { readonly database: number; readonly redis: number };
  remove(): Promise<void>;
}

interface Own {
  readonly url: string;
  remove(): Promise<void>;
}

interface PostgresScripts {
  readonly placesOf: (run: () => Promise<number>) => unknown;
  readonly findPrograms: (places: unknown) => Promise<{ readonly folder: string }>;
  readonly startOwn: (folder: string, more: Readonly<Record<string, string>>) => Promise<Own>;
}

interface RedisScripts {
  readonly placesOf: (run: () => Promise<number>) => unknown;
  readonly findProgram: (places: unknown) => Promise<{ readonly path: string }>;
  readonly startOwn: (path: string) => Promise<Own>;
}

const script = async <T>(name: string): Promise<T> =>
  (await import(new URL(`../../scripts/${name}.mjs`, import.meta.url).href)) as T;

/** Nothing is installed by a bench. */
const none = async () => 1;

/** What a test does without and an operator does not. */
const asInstalled = {
  ...{ fsync: 'on', full_page_writes: 'on', autovacuum: 'on' },
  ...{ shared_buffers: '128MB', max_connections: '100' },
};

/** Ticks of `/proc` are hundredths of a second. */
const ticksPerSecond = 100;

interface Running {
  readonly pid: string;
  readonly parent: string;
  readonly command: string;
  readonly cpuSeconds: number;
}

const running = (pid: string): readonly Running[] => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything: what is counted comes after it. Fields: proc(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const own = Number(fields[11]) + Number(fields[12]);
    const ofChildren = Number(fields[13]) + Number(fields[14]);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return [{ pid, parent: fields[1] ?? '', command, cpuSeconds: (own + ofChildren) / ticksPerSecond }];
  } catch {
    // It has ended, or there is no /proc.
    return [];
  }
};

/** CPU seconds of the program that listens on a port, and of its children. */
const cpuOf = (named: RegExp): number => {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? running(name) : []));
  const parents = all.filter(({ command }) => named.test(command));
  const family = all.filter((one) => parents.some(({ pid }) => pid === one.pid || pid === one.parent));
  return family.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
};

export const startEngines = async (): Promise<Engines> => {
  const ofPostgres = await script<PostgresScripts>('postgres');
  const ofRedis = await script<RedisScripts>('redis');
  const { folder } = await ofPostgres.findPrograms(ofPostgres.placesOf(none));
  const { path } = await ofRedis.findProgram(ofRedis.placesOf(none));
  const database = await ofPostgres.startOwn(folder, asInstalled);
  const redis = await ofRedis.startOwn(path);
  const ofDatabase = new RegExp(`^\\S*postgres .* port=${new URL(database.url).port}\\b`);
  const ofHints = new RegExp(`^\\S*redis-server .*:${new URL(redis.url).port}\\b`);
  return {
    database: database.url,
    redis: redis.url,
    usage: () => ({ database: cpuOf(ofDatabase), redis: cpuOf(ofHints) }),
    async remove() {
      await redis.remove();
      await database.remove();
    },
  };
};
