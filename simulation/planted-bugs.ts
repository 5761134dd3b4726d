import './globals.ts';
import {
  type Board,
  type BoardDoc,
  type Content,
  changesDocument,
  encodeSaved,
  messageType,
  type Reading,
  readUpdate,
} from '@gesso/crdt-schema';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Admitted } from '../packages/server/src/auth/access.ts';
import type { ClientSocket } from '../packages/server/src/rooms/member.ts';
import { compact } from '../packages/server/src/stores/compaction.ts';
import {
  isFarewell,
  isNews,
  overhearing,
  pause,
  speakingBy,
  withAdmit,
  withReplica,
  withStore,
} from './fault-injection.ts';
import type { Sabotage } from './sabotage.ts';

/** A mistake that a person could make in the product, made on purpose. */
export interface Planted {
  /** Completes "a server (or an app) that …". */
  readonly does: string;
  /** What it breaks: the promises by which it may come to light. */
  readonly breaks: readonly string[];
  readonly plant: () => Sabotage;
}

/** Compacts by replacing the log. `letsIn`: while it reads and compacts, updates are still stored. */
const compactsInPlace = (letsIn: boolean): Sabotage => ({
  store(store, time) {
    let compaction: Promise<unknown> = Promise.resolve();
    return withStore(store, {
      async append(entries) {
        if (!letsIn) await compaction;
        return store.append(entries);
      },
      compact(board) {
        const compactNow = async (): Promise<boolean> => {
          const { parts, tail } = await store.load(board);
          if (tail.rows === 0) return false;
          if (letsIn) await pause(time, 20);
          const { state } = compact(parts);
          await store.remove(board);
          await store.append([{ board, update: state, by: '' }]);
          return true;
        };
        const done = compactNow();
        compaction = done.catch(() => undefined);
        return done;
      },
    });
  },
});

/** A board whose undo knows no own and no foreign work. */
const undoesAnybody = (board: Board, doc: BoardDoc): Board => {
  const manager = new Y.UndoManager(
    ['el', 'ov', 'tx'].map((root) => doc.getMap(root)),
    { trackedOrigins: new Set([WebsocketProvider]), captureTimeout: 0 },
  );
  const { close } = board;
  return {
    ...board,
    get size() {
      return board.size;
    },
    get name() {
      return board.name;
    },
    undo() {
      const took = manager.undo() !== null;
      return { steps: took ? 1 : 0, changed: took };
    },
    close() {
      manager.destroy();
      close();
    },
  };
};

/** A board that puts its own last word back over what comes in, once for each. */
const insists = (board: Board): Board => {
  const mine = new Map<string, number>();
  board.onChange(({ origin, updated }) => {
    for (const { id, x } of updated) {
      const last = mine.get(id);
      mine.delete(id);
      if (origin === 'local') mine.set(id, x);
      else if (last !== undefined && last !== x)
        queueMicrotask(() => board.load((writer) => writer.patch(id, { x: last })));
    }
  });
  return board;
};

/** Sends back whatever comes in. */
const echoes = (Socket: typeof WebSocket): typeof WebSocket =>
  class extends Socket {
    constructor(url: string | URL) {
      super(url);
      let listener: ((event: MessageEvent<ArrayBuffer>) => void) | null = null;
      Object.defineProperty(this, 'onmessage', {
        get: () => listener,
        set: (next: typeof listener) => {
          listener =
            next === null
              ? null
              : (event) => {
                  next(event);
                  if (isNews(new Uint8Array(event.data))) this.send(new Uint8Array(event.data));
                };
        },
      });
    }
  };

const onlyDeletes = ({ structs, deletes }: Content): boolean => structs.length === 0 && deletes.size > 0;

/** Reads an update that only deletes without looking at what it names; undefined for any other. */
const deletionIn = (bytes: Uint8Array): Reading | undefined =>
  bytes[0] === 0 && bytes[1] !== 0
    ? {
        bytes,
        summary: { sections: [], structs: 0, parts: 0, ranges: 0 },
        structs: [],
        deletes: Y.decodeUpdate(bytes).ds.clients,
      }
    : undefined;

/** Goes through all structs of a range, each time anew. */
const allGone = (doc: Y.Doc, client: number, clock: number, length: number): boolean => {
  const structs = doc.store.clients.get(client) ?? [];
  const inside = structs.filter(({ id }) => id.clock >= clock && id.clock < clock + length);
  return inside.length > 0 && inside.every((struct) => struct.deleted);
};

export const planted: readonly Planted[] = [
  {
    does: 'acknowledges and shows before it has stored',
    breaks: ['durable'],
    plant: () => ({
      store: (store) =>
        withStore(store, {
          append: async (entries) => {
            store.append(entries).catch(() => undefined);
            return entries.map(() => 1);
          },
        }),
    }),
  },
  {
    does: 'takes what was written for what was flushed to disk',
    breaks: ['durable'],
    plant: () => ({ files: (files) => ({ ...files, sync: async () => {} }) }),
  },
  {
    does: 'passes an update on while it is on its way to disk',
    breaks: ['durable', 'viewer'],
    plant: () => {
      const sockets = new Set<ClientSocket>();
      return {
        arrival: (arrival) =>
          overhearing(arrival, (frame, socket) => {
            sockets.add(socket);
            if (isNews(frame)) for (const other of sockets) if (other !== socket) other.send(frame);
          }),
      };
    },
  },
  {
    does: 'acknowledges all that has come when some of it is stored',
    breaks: ['durable'],
    plant: () => ({
      arrival: (arrival) => {
        let received = 0;
        const early = speakingBy(arrival, (frame) => (frame[0] === messageType.saved ? encodeSaved(received) : frame));
        return overhearing(early, (frame) => {
          if (changesDocument(frame)) received++;
        });
      },
    }),
  },
  {
    does: 'loses what a returning client brings',
    breaks: ['durable', 'rest', 'diverged', 'pending'],
    plant: () => withReplica(() => ({ absorb: () => undefined })),
  },
  {
    does: 'forgets to tell a returning client what it missed',
    breaks: ['rest', 'diverged', 'pending'],
    plant: () =>
      withReplica((replica) => ({
        since: (stateVector) =>
          Y.decodeStateVector(stateVector).size === 0 ? replica.since(stateVector) : Uint8Array.of(0, 0),
      })),
  },
  {
    does: 'does not notice that a person has left',
    breaks: ['presence'],
    plant: () => ({
      arrival: (arrival) => ({
        ...arrival,
        join: (socket, gesso) => ({ ...arrival.join(socket, gesso), leave: () => {} }),
      }),
    }),
  },
  {
    does: 'does not tell the others that a person has left',
    breaks: ['presence'],
    plant: () => ({
      arrival: (arrival) => speakingBy(arrival, (frame) => (isFarewell(frame) ? undefined : frame)),
    }),
  },
  {
    does: 'lets anybody write under anybody’s client id',
    // The app leaves a document in which another person has taken its words.
    breaks: ['robbed', 'viewer', 'refused'],
    plant: () => withReplica(() => ({ newAuthors: () => [] })),
  },
  {
    does: 'believes of each comment what it says of its author',
    breaks: ['attested'],
    plant: () => withReplica(() => ({ comments: () => [] })),
  },
  {
    does: 'deletes what it compacts before the snapshot is on disk',
    breaks: ['durable'],
    plant: () => compactsInPlace(false),
  },
  {
    does: 'loses what is stored while it compacts',
    breaks: ['durable'],
    plant: () => compactsInPlace(true),
  },
  {
    does: 'stores and acknowledges what builds on missing content',
    breaks: ['durable', 'pending', 'rest'],
    plant: () => withReplica(() => ({ leavesGap: () => false })),
  },
  {
    does: 'remembers who may come in when they no longer may',
    breaks: ['revoked'],
    plant: () => {
      const known = new Map<string, Admitted>();
      return {
        services: (services) =>
          withAdmit(services, async (person, look) => {
            const admitted = known.get(person) ?? (await look());
            known.set(person, admitted);
            return admitted;
          }),
      };
    },
  },
  {
    does: 'remembers a role that was taken away',
    breaks: ['viewer'],
    plant: () => {
      const roles = new Map<string, Admitted['grant']['role']>();
      return {
        services: (services) =>
          withAdmit(services, async (person, look) => {
            const { board, grant } = await look();
            const role = roles.get(person) ?? grant.role;
            roles.set(person, role);
            return { board, grant: { ...grant, role } };
          }),
      };
    },
  },
  {
    does: 'takes whatever an update holds',
    breaks: ['limits'],
    plant: () =>
      withReplica(() => ({
        read: (update) => readUpdate(update),
        check: () => ({ wrong: undefined, steps: 0, comments: true }),
      })),
  },
  {
    does: 'does not count what an update takes',
    breaks: ['work'],
    plant: () =>
      withReplica(({ check }) => ({
        check(reading, history) {
          const { wrong, comments } = check(reading, history);
          return { wrong: wrong?.detail === 'work' ? undefined : wrong, steps: 0, comments };
        },
      })),
  },
  {
    does: 'looks up the same deletion as often as it is said',
    breaks: ['work'],
    plant: () => {
      const docs = new Y.Doc();
      return withReplica((replica) => ({
        read: (update, history) => deletionIn(update) ?? replica.read(update, history),
        check: (reading, history) =>
          onlyDeletes(reading) ? { wrong: undefined, steps: 0, comments: false } : replica.check(reading, history),
        newAuthors: (content) => (onlyDeletes(content) ? [] : replica.newAuthors(content)),
        knows(content) {
          if (!onlyDeletes(content)) return replica.knows(content);
          Y.applyUpdate(docs, replica.everything());
          return [...content.deletes].every(([client, ranges]) =>
            ranges.every(({ clock, len }) => allGone(docs, client, clock, len)),
          );
        },
      }));
    },
  },
  {
    does: 'lets a text grow without end',
    breaks: ['limits'],
    plant: () =>
      withReplica(({ check }) => ({
        check(reading, history) {
          const { wrong, ...rest } = check(reading, history);
          return { wrong: wrong?.detail === 'text' ? undefined : wrong, ...rest };
        },
      })),
  },
  { does: 'takes back what another person did', breaks: ['undo'], plant: () => ({ board: undoesAnybody }) },
  { does: 'sends back what it has received', breaks: ['echo', 'durable'], plant: () => ({ socket: echoes }) },
  {
    does: 'puts its own last word back over that of others',
    breaks: ['intent', 'rest'],
    plant: () => ({ board: insists }),
  },
];
