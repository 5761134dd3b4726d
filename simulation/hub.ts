import type { RedisConnection } from '../packages/server/src/bus/redis-connection.ts';
import { type Channel, createChannel } from './channel.ts';
import type { LineOwner } from './database-line.ts';
import type { Rng } from './random.ts';
import type { VirtualTime } from './time.ts';

/** What may become of a message, each as often as it says [0, 1]. */
export interface Fates {
  readonly lost: number;
  readonly twice: number;
  /** It comes seconds later, behind others. */
  readonly late: number;
}

/** What servers connect to in order to hear each other: Redis, or the database's NOTIFY. It keeps nothing. */
export interface Hub {
  /** Rejects after a while where it cannot be reached. */
  connect(caller: HubCaller): Promise<RedisConnection>;
  /** All connections end, and each side learns of it. */
  drop(): void;
}

export interface HubCaller extends LineOwner {
  readonly node: number;
  readonly channels: readonly string[];
  readonly onMessage: (bytes: Buffer) => void;
  readonly onEnd: (error: unknown) => void;
}

export interface HubDeps {
  readonly time: VirtualTime;
  readonly rng: Rng;
  readonly fates: () => Fates;
  readonly isReachable: (node: number) => boolean;
}

interface Connected {
  readonly caller: HubCaller;
  readonly channels: Set<string>;
  readonly pending: Set<(error: Error) => void>;
  /** To there and back: what is sent while there is no way arrives when there is one again. */
  readonly up: Channel;
  readonly down: Channel;
  isOpen: boolean;
}

/** Longest until a server gives up making a connection, and that a late message takes (ms). */
const connectMs = 5_000;
const lateMs = 4_000;
/** How soon it is seen that there is a way again (ms). */
const lookMs = 100;

export const createHub = ({ time, rng, fates, isReachable }: HubDeps): Hub => {
  const all = new Set<Connected>();
  const travel = (): number => rng.between(0.1, 3);
  const back = ({ alive, gate }: LineOwner, ms: number, say: () => void): void => {
    time.after(ms, () => {
      gate.enter(() => {
        if (alive()) say();
      });
    });
  };
  const channelOf = (node: number): Channel =>
    createChannel(time, {
      latency: travel,
      stalledUntil: () => (isReachable(node) ? time.now() : time.now() + lookMs),
    });

  const close = (one: Connected): void => {
    one.isOpen = false;
    all.delete(one);
    one.up.cut();
    one.down.cut();
    for (const reject of [...one.pending]) reject(new Error('the connection has ended'));
  };

  const deliver = (to: Connected, bytes: Buffer): void => {
    const { lost, twice, late } = fates();
    if (rng.chance(lost)) return;
    const arrive = (): void => back(to.caller, 0, () => to.isOpen && to.caller.onMessage(Buffer.from(bytes)));
    for (let copies = rng.chance(twice) ? 2 : 1; copies > 0; copies--) {
      if (rng.chance(late)) time.after(rng.between(20, lateMs), () => to.down.send(0, arrive));
      else to.down.send(0, arrive);
    }
  };

  /** Does something there, and resolves when the answer is here. It hangs while there is no way, until the connection is given up. */
  const request = <T>(one: Connected, work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      if (!one.isOpen) {
        reject(new Error('the connection has ended'));
        return;
      }
      one.pending.add(reject);
      one.up.send(0, () => {
        const result = work();
        one.down.send(0, () =>
          back(one.caller, 0, () => {
            one.pending.delete(reject);
            resolve(result);
          }),
        );
      });
    });

  const spread = (channel: string, bytes: Buffer): number => {
    const heard = [...all].filter(({ channels, caller }) => channels.has(channel) && caller.alive());
    for (const one of heard) deliver(one, bytes);
    return heard.length;
  };

  return {
    connect: (caller) =>
      new Promise((resolve, reject) => {
        time.after(travel(), () => {
          if (!isReachable(caller.node)) {
            back(caller, rng.between(1, connectMs), () => reject(new Error('it cannot be reached')));
            return;
          }
          const one: Connected = {
            caller,
            channels: new Set(caller.channels),
            pending: new Set(),
            up: channelOf(caller.node),
            down: channelOf(caller.node),
            isOpen: true,
          };
          all.add(one);
          const connection: RedisConnection = {
            ask: () => request(one, () => undefined),
            publish: (channel, bytes) => request(one, () => spread(channel, bytes)),
            subscribe: (channels) => request(one, () => void channels.map((channel) => one.channels.add(channel))),
            unsubscribe: (channel) => request(one, () => void one.channels.delete(channel)),
            end: async () => close(one),
          };
          back(caller, travel(), () => {
            if (one.isOpen) resolve(connection);
            else reject(new Error('the connection has ended'));
          });
        });
      }),
    drop() {
      for (const one of [...all]) {
        all.delete(one);
        one.up.cut();
        one.down.cut();
        back(one.caller, travel(), () => {
          close(one);
          one.caller.onEnd(new Error('the connection was reset'));
        });
      }
    },
  };
};
