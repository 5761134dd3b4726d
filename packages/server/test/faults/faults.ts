/** What may happen to servers, to the database and to Redis, each with what ends it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Trouble } from './published.ts';
import type { Scene } from './scene.ts';
import type { Server, World } from './world.ts';

export interface Fault {
  readonly name: string;
  /** Lets it happen. Returns what ends it: by then the database is to be reached by all servers again. */
  readonly begin: (scene: Scene) => Promise<() => Promise<void>>;
  /** How long it lasts (ms), at least and at most; else a second or two. */
  readonly lasts?: { readonly short: number; readonly long: number };
  /** Whether the database can be looked at while it lasts. */
  readonly leavesDatabase: boolean;
  /** Whether everybody who draws is told on and on that it is saved, though maybe by another server. */
  readonly goesOn: boolean;
  /** Counts how often it has shown at the server where it did least; without one that is plain. */
  readonly happened?: (world: World) => number;
}

const pick = <T>({ random }: Scene, all: readonly T[]): T => {
  const found = all[Math.floor(random() * all.length)];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
};

const aServer = (scene: Scene): Server => pick(scene, scene.world.servers);

/** How long who stands behind a load balancer stays at a server that does not answer (ms). */
const notedMs = 1_000;

const serverKilled: Fault = {
  name: 'server-killed',
  leavesDatabase: true,
  goesOn: true,
  async begin(scene) {
    const server = aServer(scene);
    await server.kill();
    return () => server.start();
  },
};

/** Those who draw there go to another server meanwhile, and what they had sent to this one is read when it wakes. */
const serverStopped: Fault = {
  name: 'server-stopped',
  leavesDatabase: true,
  goesOn: true,
  lasts: { short: 7_000, long: 29_000 },
  async begin(scene) {
    const server = aServer(scene);
    server.stop();
    await pause(notedMs);
    const at = scene.world.servers.indexOf(server);
    for (const writer of scene.writers) if (writer.at === at) writer.move();
    return async () => server.wake();
  },
};

const redisKilled: Fault = {
  name: 'redis-killed',
  leavesDatabase: true,
  goesOn: true,
  async begin({ world: { redis } }) {
    await redis.crash();
    return () => redis.start();
  },
};

const redisRestarted: Fault = {
  name: 'redis-restarted',
  leavesDatabase: true,
  goesOn: true,
  async begin({ world: { redis } }) {
    await redis.crash();
    await redis.start();
    return async () => undefined;
  },
};

const redisFlushed: Fault = {
  name: 'redis-flushed',
  leavesDatabase: true,
  goesOn: true,
  async begin({ world: { redis } }) {
    await redis.flush();
    return async () => undefined;
  },
};

/** Brings the database back, and looks at it before a server can. */
async function bringBack({ world, check }: Scene, work: () => Promise<void>): Promise<void> {
  for (const { toDatabase } of world.servers) toDatabase.cut();
  await work();
  await check();
  for (const { toDatabase } of world.servers) {
    toDatabase.lead(world.database.url);
    toDatabase.heal();
  }
}

const databaseStopped = (name: string, how: 'stop' | 'crash'): Fault => ({
  name,
  leavesDatabase: false,
  goesOn: false,
  async begin(scene) {
    const { database } = scene.world;
    await database[how]();
    return () => bringBack(scene, () => database.start());
  },
});

const databaseRestarted = databaseStopped('database-restarted', 'stop');
const databaseCrashed = databaseStopped('database-crashed', 'crash');

/** Everybody has been told that something is saved since the other one follows. */
async function beFollowed({ world, more }: Scene): Promise<void> {
  await world.database.beFollowed();
  if (!(await more(5))) throw new Error('nothing is saved any more since the database is followed');
}

const failover: Fault = {
  name: 'failover',
  leavesDatabase: false,
  goesOn: false,
  async begin(scene) {
    const { database } = scene.world;
    await beFollowed(scene);
    await database.crash();
    return () => bringBack(scene, () => database.failOver());
  },
};

/**
 * The one that takes the place of the database does not have what was acknowledged last: that is what an operator has chosen who does not wait for it. All who
 * drew it are there still, and bring it again.
 */
const failoverBehind: Fault = {
  name: 'failover-behind',
  leavesDatabase: false,
  goesOn: false,
  async begin({ world: { database, servers }, more }) {
    await database.beCopied();
    if (!(await more(20))) throw new Error('nothing is saved any more since the database was copied');
    await database.crash();
    return async () => {
      for (const { toDatabase } of servers) toDatabase.cut();
      await database.failOver();
      for (const { toDatabase } of servers) {
        toDatabase.lead(database.url);
        toDatabase.heal();
      }
    };
  },
};

/** The machine of the database is gone without a word: who has a connection to it hears nothing more. */
const databaseLost: Fault = {
  name: 'database-lost',
  leavesDatabase: false,
  goesOn: false,
  async begin(scene) {
    const { database } = scene.world;
    const wires = scene.world.servers.map(({ toDatabase }) => toDatabase);
    await beFollowed(scene);
    for (const wire of wires) {
      wire.forget();
      wire.silence();
    }
    await database.crash();
    return async () => {
      await database.failOver();
      await scene.check();
      for (const wire of wires) {
        wire.lead(database.url);
        wire.heal();
      }
    };
  },
};

const partition = (name: string, to: 'toRedis' | 'toDatabase'): Fault => ({
  name,
  leavesDatabase: true,
  goesOn: to === 'toRedis',
  async begin(scene) {
    const wire = aServer(scene)[to];
    wire.silence();
    return async () => wire.heal();
  },
});

const busPartition = partition('bus-partition', 'toRedis');
const databasePartition = partition('database-partition', 'toDatabase');

const wiresSlow: Fault = {
  name: 'wires-slow',
  leavesDatabase: true,
  goesOn: true,
  async begin({ world, random }) {
    const wires = world.servers.flatMap(({ toDatabase, toRedis }) => [toDatabase, toRedis]);
    for (const wire of wires) wire.slow({ delay: () => random() * 40, bytesPerMs: 20 + random() * 200 });
    return async () => {
      for (const wire of wires) wire.heal();
    };
  },
};

/** Something happens to what is published, at all servers. */
const hints = (name: string, troubleOf: (random: () => number) => Trouble): Fault => ({
  name,
  leavesDatabase: true,
  goesOn: true,
  happened: ({ servers }) => Math.min(...servers.map((server) => server.hints.upsets)),
  async begin({ world, random }) {
    for (const server of world.servers) server.hints.upset(troubleOf(random));
    return async () => {
      for (const server of world.servers) server.hints.upset(undefined);
    };
  },
});

const hintsDropped = hints('hints-dropped', (random) => {
  const share = 0.3 + random() * 0.7;
  return { inOrder: false, copies: () => (random() < share ? [] : [0]) };
});
const hintsDoubled = hints('hints-doubled', (random) => ({
  inOrder: false,
  copies: () => (random() < 0.7 ? [0, random() * 100] : [0]),
}));
const hintsReordered = hints('hints-reordered', (random) => ({ inOrder: false, copies: () => [random() * 400] }));
const hintsDelayed = hints('hints-delayed', (random) => ({ inOrder: true, copies: () => [random() * 1_500] }));

/** One of each kind, and never two that would be in each other's way. */
const kinds: readonly (readonly Fault[])[] = [
  [databaseRestarted, databaseCrashed, failover, databaseLost, databasePartition],
  [hintsDropped, hintsDoubled, hintsReordered, hintsDelayed],
  [redisKilled, redisRestarted, redisFlushed, busPartition],
  [serverKilled, serverStopped],
];

const everything: Fault = {
  name: 'everything',
  leavesDatabase: false,
  goesOn: false,
  lasts: { short: 2_000, long: 8_000 },
  async begin(scene) {
    const { random } = scene;
    const spared = Math.floor(random() * kinds.length * 2);
    const chosen = kinds.flatMap((kind, i) => (i === spared ? [] : [pick(scene, kind)]));
    const ends: (() => Promise<void>)[] = [];
    for (const { name, begin } of chosen) {
      scene.parts.push(name);
      ends.push(await begin(scene));
      await pause(random() * 500);
    }
    return async () => {
      // The database comes first, as a server that starts needs it.
      for (const end of ends) {
        await end();
        await pause(random() * 300);
      }
    };
  },
};

export const faults: readonly Fault[] = [
  serverKilled,
  serverStopped,
  redisKilled,
  redisRestarted,
  redisFlushed,
  databaseRestarted,
  databaseCrashed,
  failover,
  failoverBehind,
  databaseLost,
  busPartition,
  databasePartition,
  wiresSlow,
  hintsDropped,
  hintsDoubled,
  hintsReordered,
  hintsDelayed,
  everything,
];
