import './globals.ts';
import type { Bus, BusListener } from '../packages/server/src/bus/bus.ts';
import type { Rooms } from '../packages/server/src/rooms/rooms.ts';
import { withBus, withStore } from './fault-injection.ts';
import type { Planted } from './planted-bugs.ts';
import type { Sabotage } from './sabotage.ts';
import type { VirtualTime } from './time.ts';

/** Changes what a server hears from others. */
const hearing = (change: (listener: Partial<BusListener>, time: VirtualTime) => Partial<BusListener>): Sabotage => ({
  bus: (bus: Bus, time) => withBus(bus, { listen: (listener) => bus.listen(change(listener, time)) }),
});

/** Says again and again who was where when that was last told, whoever has gone since. */
const remembersPeople = (listener: Partial<BusListener>, time: VirtualTime): Partial<BusListener> => {
  const last = new Map<string, () => void>();
  time.every(10_000, () => {
    for (const say of last.values()) say();
  });
  return {
    ...listener,
    people(board, people, from) {
      if (people.length > 0) last.set(`people ${from}`, () => listener.people?.(board, people, from));
      listener.people?.(board, people, from);
    },
    presence(board, frame, from) {
      last.set(`presence ${from}`, () => listener.presence?.(board, frame, from));
      listener.presence?.(board, frame, from);
    },
  };
};

/** Mistakes that only several servers on one database can make. */
export const plantedInClusters: readonly Planted[] = [
  {
    does: 'takes the last of what others have stored though some before it are missing',
    breaks: ['pending', 'late', 'diverged', 'monotone', 'rest'],
    plant: () => ({
      store: (store) =>
        withStore(store, { since: async (board, seq, bytes) => (await store.since(board, seq, bytes))?.slice(-1) }),
    }),
  },
  {
    does: 'never looks how far logs go',
    breaks: ['late'],
    plant: () => ({ store: (store) => withStore(store, { heads: () => new Promise(() => undefined) }) }),
  },
  {
    does: 'acknowledges what the database has not committed',
    breaks: ['durable'],
    plant: () => ({
      store: (store) => {
        let head = 0;
        return withStore(store, {
          async append(entries) {
            const seqs = store.append(entries);
            seqs.then(
              (given) => {
                head = Math.max(head, ...given);
              },
              () => undefined,
            );
            return entries.map((_, i) => head + 1 + i);
          },
        });
      },
    }),
  },
  {
    does: 'takes a commit that was not answered for one that was done',
    breaks: ['durable'],
    plant: () => ({
      store: (store) =>
        withStore(store, {
          append: (entries) => store.append(entries).catch(() => entries.map(() => 1)),
        }),
    }),
  },
  {
    does: 'leaves numbers out, as a sequence of the database does',
    breaks: ['numbers'],
    plant: () => {
      let asked = 0;
      return {
        tables: (tables) => ({
          ...tables,
          head: (board, node) => tables.head(board, node) + (++asked % 20 === 0 ? 1 : 0),
        }),
      };
    },
  },
  {
    does: 'goes on counting where it was when it last stored something',
    breaks: ['numbers'],
    plant: () => {
      const last = new Map<string, number>();
      return {
        tables: (tables) => ({
          ...tables,
          head(board, node) {
            const name = `${board} ${node}`;
            const head = last.get(name) ?? tables.head(board, node);
            last.set(name, head + 1);
            return head;
          },
        }),
      };
    },
  },
  {
    does: 'forgets whose client ids are, and gives them to whoever stores them last',
    breaks: ['owned', 'robbed', 'refused', 'presence'],
    plant: () => ({
      tables: (tables) => ({ ...tables, owner: () => undefined }),
      store: (store) =>
        withStore(store, {
          ownerOf: async () => undefined,
          load: async (board) => ({ ...(await store.load(board)), owners: new Map() }),
        }),
    }),
  },
  {
    does: 'hears nothing of links that are turned off, and does not look',
    breaks: ['revoked'],
    plant: () => ({
      ...hearing((listener) => ({ ...listener, order: () => undefined })),
      services: (services) => ({
        ...services,
        rooms: Object.assign(Object.create(services.rooms) as Rooms, { reconsider: async () => undefined }),
      }),
    }),
  },
  {
    does: 'goes on showing the people of a server that is gone',
    breaks: ['presence'],
    plant: () => hearing(remembersPeople),
  },
];
