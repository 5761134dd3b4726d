import type { Bus } from '../packages/server/src/bus/bus.ts';
import { joinCluster } from '../packages/server/src/bus/cluster.ts';
import { createPostgresWay } from '../packages/server/src/bus/postgres.ts';
import { createRedisWay } from '../packages/server/src/bus/redis.ts';
import type { Timers } from '../packages/server/src/timers.ts';
import type { DatabaseServer, LineOwner } from './database-line.ts';
import { createHub, type Fates } from './hub.ts';
import type { Rng } from './random.ts';
import type { VirtualTime } from './time.ts';

/** What servers hear each other by: the product's own bus, over a Redis and a database that are simulated. */
export interface SharedBus {
  join(node: number, timers: Timers, owner: LineOwner, broke: (what: string) => void): Bus;
  /** A server reaches Redis no more for so long (ms). */
  part(node: number, ms: number): void;
  /** Redis is started again, and is there after so long (ms). */
  flush(ms: number): void;
  /** The connections of the database end. */
  dropDatabase(): void;
  heal(): void;
  /** Until when (virtual ms) anything was wrong with it. */
  readonly troubledUntil: number;
}

export interface SharedBusDeps {
  readonly time: VirtualTime;
  readonly rng: Rng;
  readonly database: DatabaseServer;
  readonly redis: boolean;
  readonly fates: Fates;
}

const calm: Fates = { lost: 0, twice: 0, late: 0 };
const secret = new TextEncoder().encode('what all servers of a world have in common');

export const createSharedBus = ({ time, rng, database, redis, fates }: SharedBusDeps): SharedBus => {
  const parted = new Map<number, number>();
  let awayUntil = 0;
  let healedAt: number | undefined;
  const fatesNow = (): Fates => (healedAt === undefined ? fates : calm);
  const isTroubled = fates.lost + fates.twice + fates.late > 0;
  const hubs = {
    redis: createHub({
      time,
      rng: rng.stream('redis'),
      fates: fatesNow,
      isReachable: (node) => time.now() >= Math.max(awayUntil, parted.get(node) ?? 0),
    }),
    postgres: createHub({
      time,
      rng: rng.stream('postgres'),
      fates: fatesNow,
      isReachable: (node) => database.isReachable(node),
    }),
  };

  return {
    join: (node, timers, owner, broke) =>
      joinCluster({
        secret,
        timers,
        postgres: (made) =>
          createPostgresWay({
            ...made,
            url: '',
            async connect({ channel, onPayload, onEnd }) {
              const connection = await hubs.postgres.connect({
                ...owner,
                node,
                channels: [channel],
                onMessage: (bytes) => onPayload(bytes.toString()),
                onEnd,
              });
              return {
                ask: connection.ask,
                notify: (payloads) =>
                  Promise.all(payloads.map((payload) => connection.publish(channel, Buffer.from(payload)))),
                end: connection.end,
              };
            },
          }),
        redis: redis
          ? (made) =>
              createRedisWay({
                ...made,
                url: '',
                connect: ({ channels, onMessage, onEnd }) =>
                  hubs.redis.connect({ ...owner, node, channels, onMessage, onEnd }),
              })
          : undefined,
        onDown: () => undefined,
        onUp: () => undefined,
        onTrouble: (error) => broke(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      }),
    part: (node, ms) => void parted.set(node, Math.max(parted.get(node) ?? 0, time.now() + ms)),
    flush(ms) {
      awayUntil = Math.max(awayUntil, time.now() + ms);
      hubs.redis.drop();
    },
    dropDatabase: () => hubs.postgres.drop(),
    heal() {
      const now = time.now();
      healedAt ??= now;
      awayUntil = Math.min(awayUntil, now);
      for (const [node, until] of parted) parted.set(node, Math.min(until, now));
    },
    get troubledUntil() {
      if (isTroubled && healedAt === undefined) return time.now();
      return Math.max(awayUntil, healedAt ?? 0, ...parted.values());
    },
  };
};
