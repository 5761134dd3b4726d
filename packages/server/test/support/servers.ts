import type { FailureCode } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import type { Bus } from '../../src/bus/bus.ts';
import { createLocalBus } from '../../src/bus/local.ts';
import type { Access } from '../../src/rooms/member.ts';
import type { RoomsEvents } from '../../src/rooms/room-events.ts';
import { createRooms, type RoomsDeps } from '../../src/rooms/rooms.ts';
import { slice } from '../../src/rooms/updates/slicing.ts';
import type { Timers } from '../../src/timers.ts';
import { type Heard, type Presence, readHeard } from './frames.ts';
import { memoryStore } from './memory-store.ts';
import { impatient } from './rooms.ts';
import { eventsFor } from './rooms-events.ts';

/** A client of one of several servers, as a page is: with its own copy of the board. */
export interface Page {
  readonly doc: Y.Doc;
  /** Whom it is shown under which client id. */
  readonly shown: ReadonlyMap<number, Presence>;
  readonly closed: readonly FailureCode[];
  readonly heard: readonly Heard[];
  /** How many of its frames are stored. */
  readonly saved: number;
  /** Bytes on their way to it. */
  backlog: number;
  receive(frame: Uint8Array): void;
  leave(): void;
}

/** One server among several, without a network. */
export const server = (deps: Partial<RoomsDeps> & { readonly listens?: Partial<RoomsEvents> } = {}) => {
  const { listens, ...rest } = deps;
  const rooms = createRooms({
    store: memoryStore(),
    slice: async (unsliced) => slice(unsliced),
    timers: impatient,
    ...rest,
    events: eventsFor(listens),
  });
  return {
    rooms,
    /** Ends it: whoever is there is sent away. */
    end: () => rooms.drain(0),
    async arrive(name: string, given: Partial<Access> & { readonly board?: string } = {}): Promise<Page> {
      const { board = 'board', ...rights } = given;
      const person = { id: name, name, color: '#112233' };
      const arrival = await rooms.arrive(board, async () => ({ person, role: 'editor', ...rights }));
      const doc = new Y.Doc();
      const shown = new Map<number, Presence>();
      const clocks = new Map<number, number>();
      const closed: FailureCode[] = [];
      const heard: Heard[] = [];
      const see = (frame: Heard): void => {
        heard.push(frame);
        if (frame.type === 'update' || frame.type === 'step2') Y.applyUpdate(doc, frame.body);
        if (frame.type !== 'presence') return;
        for (const [client, { clock, state }] of frame.states) {
          const before = clocks.get(client) ?? -1;
          if (clock < before || (clock === before && state !== null)) continue;
          clocks.set(client, clock);
          if (state === null) shown.delete(client);
          else shown.set(client, state);
        }
      };
      let isThere = true;
      const leave = (): void => {
        if (!isThere) return;
        isThere = false;
        connection.leave();
        arrival.release();
      };
      const socket = {
        get backlog() {
          return page.backlog;
        },
        send: (frame: Uint8Array): void => see(readHeard(frame)),
        close(code: FailureCode) {
          closed.push(code);
          // As a socket that is closed: its end comes later.
          setImmediate(leave);
        },
      };
      const page: Page = {
        doc,
        shown,
        closed,
        heard,
        backlog: 0,
        get saved() {
          return heard.reduce((last, frame) => (frame.type === 'saved' ? frame.count : last), 0);
        },
        receive: (frame) => connection.receive(frame),
        leave,
      };
      const connection = arrival.join(socket, true);
      return page;
    },
    /** What the server has of a board, as it is on the disk. */
    elements: (board = 'board'): Promise<readonly string[]> =>
      rooms.use(board, async (room) => {
        const copy = new Y.Doc();
        Y.applyUpdate(copy, await room.state());
        return elementsOf(copy);
      }),
  };
};

export const elementsOf = (doc: Y.Doc): readonly string[] =>
  Object.entries(doc.getMap('el').toJSON())
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
    .sort();

/** What may become of a message between servers. */
export interface Trouble {
  /** Whether this one gets lost, and how many turns each copy of it takes that does not. */
  readonly lost: boolean;
  readonly turns: readonly number[];
}

const none: Trouble = { lost: false, turns: [0] };

/** Servers that hear each other by messages to which `trouble` happens. */
export const troubledBus = (trouble: () => Trouble = () => none) => {
  const local = createLocalBus();
  const later = (turns: number, work: () => void): void =>
    turns === 0 ? work() : void setImmediate(() => later(turns - 1, work));
  return (): Bus => {
    const bus = local.join();
    const troubled =
      <Said extends readonly unknown[]>(say: (...said: Said) => void) =>
      (...said: Said): void => {
        const { lost, turns } = trouble();
        if (!lost) for (const one of turns) later(one, () => say(...said));
      };
    return {
      stored: troubled(bus.stored),
      live: troubled(bus.live),
      presence: troubled(bus.presence),
      people: troubled(bus.people),
      opened: troubled(bus.opened),
      order: troubled(bus.order),
      spent: troubled(bus.spent),
      listen: bus.listen,
      closed: bus.closed,
      ways: bus.ways,
      get connected() {
        return bus.connected;
      },
      close: bus.close,
    };
  };
};

/** Looks again, turn by turn, until it holds; a test that waits in vain runs out of its time. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise<void>((resolve) => void setImmediate(resolve));
};

/** Timers whose clock the test moves on: what is repeated comes when it is told to. */
export const clockByHand = () => {
  let at = 0;
  const repeated = new Map<() => void, { readonly ms: number; next: number }>();
  const timers: Timers = {
    ...impatient,
    elapsed: () => at,
    every(ms, work) {
      repeated.set(work, { ms, next: at + ms });
      return () => repeated.delete(work);
    },
  };
  return {
    timers,
    /** So many ms go by, a second at a time. */
    async pass(ms: number): Promise<void> {
      for (const end = at + ms; at < end; ) {
        at += 1_000;
        for (const [work, one] of repeated) {
          if (one.next > at) continue;
          one.next += one.ms;
          work();
        }
        await turns(3);
      }
    },
  };
};

/** So many times all else that is due has had its turn. */
export const turns = async (count = 20): Promise<void> => {
  for (let left = count; left > 0; left--) await new Promise<void>((resolve) => void setImmediate(resolve));
};
