import type { Bus, Order } from '../packages/server/src/bus/bus.ts';
import type { Timers } from '../packages/server/src/timers.ts';
import { createDatabaseServer, type LineOwner, longestWaitMs } from './database-line.ts';
import type { Disk } from './disk.ts';
import { withBus } from './fault-injection.ts';
import type { Nodes } from './nodes.ts';
import type { ClusterPlan } from './plan.ts';
import type { Rng } from './random.ts';
import type { Sabotage } from './sabotage.ts';
import { createSharedBus } from './shared-bus.ts';
import { createSharedStorage } from './shared-storage.ts';
import { createTables } from './shared-tables.ts';
import type { Storage } from './storage.ts';
import type { VirtualTime } from './time.ts';

/** What is not as was promised, and which promise that is. */
export interface Flaw {
  readonly promise: string;
  readonly message: string;
}

export interface ClusterDeps {
  readonly plan: ClusterPlan;
  readonly board: string;
  readonly time: VirtualTime;
  readonly disk: Disk;
  readonly rng: Rng;
  readonly sabotage: Sabotage;
  /** Asked only once servers have started. */
  readonly nodes: () => Nodes;
  /** The person whom the world gave a client id, where it is not one who means harm. */
  readonly honestOwner: (client: number) => string | undefined;
  readonly broke: (what: string) => void;
}

/** What several servers on the same boards have in common, and what the world knows of it. */
export interface Cluster {
  readonly storage: Storage;
  join(node: number, timers: Timers, owner: LineOwner): Bus;
  /** What a plan does to it, each for so long (ms). */
  part(node: number, ms: number): void;
  sever(node: number, ms: number): void;
  flush(ms: number): void;
  restart(ms: number): void;
  unanswer(ms: number): void;
  /** From now on the database is well, and, later, what goes from server to server. */
  heal(): void;
  calm(): void;
  isReady(node: number): boolean;
  /** Whether a server may still let those be who came by a link that was turned off at `since`. */
  mayNotKnow(node: number, link: string, since: number): boolean;
  /** Whether a server has to have found out by now that a client id belongs to somebody. */
  knowsOwner(node: number, client: number): boolean;
  /** Until when (virtual ms) anything was wrong between or with servers. */
  readonly troubledUntil: number;
  /** What of the tables is as it may not be. */
  flaw(): Flaw | undefined;
}

/**
 * How soon a server that was told by nobody finds out that a link was turned off (ms): it looks again every 4 s, when it has given up what
 * it was asking before.
 */
const foundOutMs = 4_000 + longestWaitMs + 2_000;
/** The same of one that was told. */
const toldMs = 1_000;
/** How soon it has read what others have stored, and looked up whose client ids are in it (ms): it looks each 5 s, and may be hanging. */
const followedMs = 5_000 + longestWaitMs + 2_000;

export const createCluster = (deps: ClusterDeps): Cluster => {
  const { plan, board, time, disk, rng, sabotage, nodes, honestOwner, broke } = deps;
  const server = createDatabaseServer(time, disk, rng.stream('database'));
  const tables = createTables(sabotage.tables);
  const storage = createSharedStorage({ time, rng: rng.stream('storage'), server, tables });
  const bus = createSharedBus({ time, rng: rng.stream('bus'), database: server, redis: plan.redis, fates: plan.fates });
  /** When a server was told that a link is off. */
  const toldAt = new Map<string, number>();
  let looked = 0;
  /** Since when client ids belong to somebody. */
  const ownedAt = new Map<number, number>();
  /** Until when anything was wrong with a server or between it and the database. */
  const shakyUntil = (node: number): number => Math.max(nodes().unsteadyUntil(node), server.troubledUntil(node));
  /** Numbers up to this one follow each other. */
  let last = 0;

  const flawIn = (): Flaw | undefined => {
    const numbers = tables.numbers(board);
    for (const seq of numbers) {
      if (seq <= last) continue;
      if (seq !== last + 1) return { promise: 'numbers', message: `update ${seq} follows ${last}` };
      last = seq;
    }
    if (new Set(numbers).size !== numbers.length) return { promise: 'numbers', message: 'two updates have one number' };
    for (const [client, person] of tables.owners(board)) {
      if (!ownedAt.has(client)) ownedAt.set(client, time.now());
      const owner = honestOwner(client);
      if (owner !== undefined && owner !== person)
        return { promise: 'owned', message: `${person} was given the client id ${client} of ${owner}` };
    }
    return undefined;
  };

  const note = (node: number, order: Order): void => {
    if (order.order === 'close' && order.whom.of === 'link') toldAt.set(`${node} ${order.whom.link}`, time.now());
  };
  const noting = (node: number, joined: Bus): Bus =>
    withBus(joined, {
      order(order) {
        note(node, order);
        joined.order(order);
      },
      listen: (listener) =>
        joined.listen({
          ...listener,
          order(order) {
            note(node, order);
            listener.order?.(order);
          },
        }),
    });

  return {
    storage,
    join(node, timers, owner) {
      const joined = bus.join(node, timers, owner, broke);
      return noting(node, sabotage.bus?.(joined, time) ?? joined);
    },
    part: bus.part,
    sever: (node, ms) => void server.faults.severedUntil.set(node, time.now() + ms),
    flush: bus.flush,
    restart(ms) {
      server.restart(ms);
      bus.dropDatabase();
    },
    unanswer(ms) {
      server.faults.unansweredUntil = time.now() + ms;
    },
    heal: server.heal,
    calm: bus.heal,
    isReady: server.isReachable,
    mayNotKnow(node, link, since) {
      const told = toldAt.get(`${node} ${link}`);
      if (told !== undefined) return time.now() - told <= toldMs;
      return time.now() - Math.max(since, shakyUntil(node)) <= foundOutMs;
    },
    knowsOwner(node, client) {
      const since = ownedAt.get(client);
      return since !== undefined && time.now() - Math.max(since, shakyUntil(node)) > followedMs;
    },
    get troubledUntil() {
      const all = Array.from({ length: nodes().count }, (_, node) => node);
      return Math.max(bus.troubledUntil, ...all.map(shakyUntil));
    },
    flaw() {
      // Nothing else changes what is looked at.
      if (tables.writes === looked) return undefined;
      looked = tables.writes;
      return flawIn();
    },
  };
};
