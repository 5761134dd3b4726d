import './globals.ts';
import { isEmptyUpdate, messageType } from '@gesso/crdt-schema';
import type { Admitted } from '../packages/server/src/auth/access.ts';
import type { Bus } from '../packages/server/src/bus/bus.ts';
import { readFrame } from '../packages/server/src/rooms/frames.ts';
import type { ClientSocket } from '../packages/server/src/rooms/member.ts';
import { createReplica, type Replica } from '../packages/server/src/rooms/replica/replica.ts';
import type { Arrival } from '../packages/server/src/rooms/rooms.ts';
import type { Services } from '../packages/server/src/services/services.ts';
import type { Store } from '../packages/server/src/stores/store.ts';
import type { Sabotage } from './sabotage.ts';
import type { VirtualTime } from './time.ts';

/** What to plant bugs with: parts of the product that look the same from outside, with something else inside. */

export const pause = (time: VirtualTime, ms: number): Promise<void> =>
  new Promise((resolve) => void time.after(ms, resolve));

export const withStore = (store: Store, changes: Partial<Store>): Store => ({
  load: store.load,
  size: store.size,
  ownerOf: store.ownerOf,
  heads: store.heads,
  begin: store.begin,
  append: store.append,
  since: store.since,
  compact: store.compact,
  replace: store.replace,
  remove: store.remove,
  history: store.history,
  health: store.health,
  close: store.close,
  ...changes,
});

export const withBus = (bus: Bus, changes: Partial<Bus>): Bus => ({
  stored: bus.stored,
  live: bus.live,
  presence: bus.presence,
  people: bus.people,
  opened: bus.opened,
  order: bus.order,
  spent: bus.spent,
  listen: bus.listen,
  closed: bus.closed,
  get connected() {
    return bus.connected;
  },
  get ways() {
    return bus.ways;
  },
  close: bus.close,
  ...changes,
});

export const withReplica = (change: (replica: Replica) => Partial<Replica>): Sabotage => ({
  openReplica(whole) {
    const replica = createReplica(whole);
    return { ...replica, ...change(replica) };
  },
});

/** Lets `see` look at everything that comes in by an arrival, with the socket it came by. */
export const overhearing = (arrival: Arrival, see: (frame: Uint8Array, socket: ClientSocket) => void): Arrival => ({
  ...arrival,
  join(socket, gesso) {
    const connection = arrival.join(socket, gesso);
    return {
      ...connection,
      receive(frame) {
        see(frame, socket);
        connection.receive(frame);
      },
    };
  },
});

/** Lets `say` put something else, or nothing, in the place of what is sent to the one who came by an arrival. */
export const speakingBy = (arrival: Arrival, say: (frame: Uint8Array) => Uint8Array | undefined): Arrival => ({
  ...arrival,
  join: (socket, gesso) =>
    arrival.join(
      {
        close: socket.close,
        get backlog() {
          return socket.backlog;
        },
        send(frame) {
          const said = say(frame);
          if (said !== undefined) socket.send(said);
        },
      },
      gesso,
    ),
});

/** Whether a frame says of a person that they are here no more. */
export const isFarewell = (frame: Uint8Array): boolean => {
  if (frame[0] !== messageType.awareness) return false;
  const read = readFrame(frame);
  return read.type === 'presence' && read.entries.some(({ json }) => new TextDecoder().decode(json) === 'null');
};

/** Whether a frame brings an update as it is made, and not history. */
export const isNews = (frame: Uint8Array): boolean => {
  try {
    const read = readFrame(frame);
    return read.type === 'update' && !read.history && !isEmptyUpdate(read.update);
  } catch {
    return false;
  }
};

/** Lets `admit` say who may come in; `look` is how it is looked up. */
export const withAdmit = (
  services: Services,
  admit: (person: string, look: () => Promise<Admitted>) => Promise<Admitted>,
): Services => {
  const { access } = services;
  return {
    ...services,
    access: {
      ...access,
      admit: (principal, id, needed) => admit(principal?.id ?? '', () => access.admit(principal, id, needed)),
    },
  };
};
