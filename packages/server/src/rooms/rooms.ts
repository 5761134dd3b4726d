import { Failure, type FailureCode, type NoticeMessage, type Person } from '@gesso/crdt-schema';
import { createHeap, type Heap } from '../quotas/heap.ts';
import type { Store } from '../stores/store.ts';
import { type Cancel, systemTimers, type Timers } from '../timers.ts';
import { createBacklog } from './backlog.ts';
import { createCommits } from './commits.ts';
import { createFolds } from './folds.ts';
import type { Access, Wire } from './member.ts';
import { degraded, draining, recovered } from './notices.ts';
import type { DocumentCommit } from './publication.ts';
import { replay } from './replay.ts';
import { createReplica, type Replaced, type Replica, type Whole } from './replica.ts';
import { type Connection, createRoom, type Room } from './room.ts';
import type { RoomEvents } from './room-parts.ts';
import type { Slice } from './slicing.ts';
import { createTail, type FoldLimits, foldWhen, type Tail, type TailLimit } from './tail.ts';

const tickMs = 5_000;
/** How long large updates that have come may still take at the end; it takes seconds only where there are many. */
const lastSlicesMs = 10_000;

export interface RoomsEvents extends RoomEvents {
  onOpen(board: string): void;
  onClosed(board: string): void;
  /** The name in the document changed, and that is on disk. */
  onNamed(board: string, name: string): void;
  /** Part of a board's log was unreadable and has been set aside. */
  onDamage(board: string, records: number): void;
  /** Records that would have held up everybody were set aside, with what can be applied of them in their place. */
  onCostly(board: string, records: number): void;
  /** The store began to fail (with the error), or works again (without). */
  onStoreHealth(error: unknown): void;
  /** Something that harms nobody at the moment, but that an operator should know. */
  onTrouble(what: string, error: unknown): void;
}

export interface RoomsDeps {
  readonly store: Store;
  readonly events: RoomsEvents;
  readonly now?: () => number;
  /** How long a board stays loaded after the last person left. */
  readonly idleMs?: number;
  readonly foldAt?: FoldLimits;
  readonly timers?: Timers;
  /** How large updates are cut. */
  readonly slice?: Slice;
  /** What is left of the process's memory. */
  readonly heap?: Heap;
  /** How an empty copy of a document is made. */
  readonly openReplica?: (whole?: Whole) => Replica;
}

/** Keeps a room open; the last lease given back lets it go idle. */
interface Lease {
  readonly room: Room;
  release(): void;
}

/** Somebody who may come in, on the way from that decision to their place in the room. */
export interface Arrival {
  readonly access: Access;
  /** Throws the `Failure` that a `close` has meant for them meanwhile. */
  join(wire: Wire, gesso: boolean): Connection;
  /** To be called once: when they have left, or do not come after all. */
  release(): void;
}

/** All boards that are open in this process. */
export interface Rooms {
  /**
   * Opens a board for somebody whose rights are looked up by `admit`. What is closed to them between that look and their
   * first frame stays closed. Rejects as `admit` and `use` do.
   */
  arrive(board: string, admit: () => Promise<Access>): Promise<Arrival>;
  /** Runs `work` with the board open. Rejects with `STORE_UNAVAILABLE` when it cannot be read. */
  use<T>(board: string, work: (room: Room) => Promise<T>): Promise<T>;
  /**
   * Runs `work` while nobody has the board open, and nobody gets in before it is done: for what changes a log without
   * reading it here. Undefined, and nothing was done, when somebody is on the board or on their way.
   */
  aside<T>(board: string, work: () => Promise<T>): Promise<T> | undefined;
  /** Ends the connections to a board that the rule picks. */
  close(board: string, code: FailureCode, rule?: (access: Access) => boolean): void;
  /** The same on every board, those included on which somebody is still on their way in. */
  closeEverywhere(code: FailureCode, rule: (access: Access) => boolean): void;
  /** Lets everybody see a person's new name and colour. */
  rename(person: Person): void;
  /** Closes every connection, spread over `overMs` so that they do not all come back at once, and stores what is left. */
  drain(overMs: number): Promise<void>;
  readonly open: number;
  readonly connections: number;
  readonly degraded: boolean;
}

/** Whom the door was shown, and why. */
interface Closing {
  readonly code: FailureCode;
  readonly rule: (access: Access) => boolean;
}

interface Slot {
  readonly opening: Promise<Room>;
  room: Room | undefined;
  leases: number;
  idle: Cancel | undefined;
  /** Set when the room must not be entered any more; resolves when it is gone. */
  ending: Promise<void> | undefined;
  tail: Tail;
}

export const createRooms = (deps: RoomsDeps): Rooms => {
  const {
    store,
    events,
    now = Date.now,
    idleMs = 30_000,
    foldAt = foldWhen,
    timers = systemTimers,
    openReplica = createReplica,
    heap = createHeap({ timers }),
  } = deps;
  const slots = new Map<string, Slot>();
  const commits = createCommits<DocumentCommit>({
    timers,
    append: (entries) => store.append(entries),
    onHealth: (error) => {
      events.onStoreHealth(error);
      notifyAll(error === undefined ? recovered : degraded);
    },
  });
  const stopTicking = timers.every(tickMs, () => {
    for (const room of openRooms()) room.tick(now());
  });
  /** What was closed, board by board, since each of those began who are on their way in. */
  const arriving = new Map<string, Set<Closing[]>>();
  const folds = createFolds({
    timers,
    fold: (board) => store.compact(board),
    onTrouble: (board, error) => events.onTrouble(`folding ${board}`, error),
  });
  const backlog = createBacklog();
  let stopping = false;

  const openRooms = (): Room[] => [...slots.values()].flatMap(({ room }) => (room === undefined ? [] : [room]));
  const notifyAll = (notice: NoticeMessage): void => {
    for (const room of openRooms()) room.notify(notice);
  };

  const fold = (board: string, slot: Slot, limit: TailLimit): void => {
    const { tail } = slot;
    if (tail.isLong(limit) && folds.ask(board, tail.whole + tail.bytes)) tail.fold();
  };

  /** What holds up everybody is replaced on the disk as well, so that nobody has to find it out again. */
  const replaceStored = async (board: string, replaced: readonly Replaced[]): Promise<void> => {
    if (replaced.length === 0) return;
    events.onCostly(board, replaced.length);
    try {
      for (const { original, instead } of replaced) await store.replace(board, original, instead);
    } catch (error) {
      events.onTrouble(`setting aside records of ${board}`, error);
    }
  };

  const load = async (board: string, slot: () => Slot): Promise<Room> => {
    sparing(() => heap.open());
    const {
      parts,
      unchecked = 0,
      vector,
      tail,
      damaged,
      owners,
    } = await store.load(board).catch((error) => {
      events.onTrouble(`loading ${board}`, error);
      throw new Failure('STORE_UNAVAILABLE', String(error));
    });
    const mayRead = (...all: readonly Uint8Array[]): void => heap.read(all);
    if (vector === undefined) sparing(() => mayRead(...parts));
    const { replica, unusable, replaced } = replay(parts, unchecked, vector, (whole) =>
      openReplica(whole === undefined ? undefined : { ...whole, mayRead }),
    );
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    await replaceStored(board, replaced);
    if (damaged + unusable > 0) events.onDamage(board, damaged + unusable);
    const room = createRoom({
      board,
      replica,
      owners,
      size,
      commits,
      now,
      timers,
      slice: deps.slice,
      backlog,
      heap,
      events,
      onStored: (bytes, rows) => {
        slot().tail.add(rows, bytes);
        fold(board, slot(), foldAt.busy);
        events.onStored(board, bytes);
        const name = replica.renamed();
        if (name !== undefined) events.onNamed(board, name);
      },
      onBroken: () => abandon(board, slot()),
    });
    slot().room = room;
    slot().tail = createTail(size - tail.bytes, tail);
    events.onOpen(board);
    return room;
  };

  /** Where there is no memory for a board, those on which nobody is any more are not kept for their return. */
  const sparing = (ask: () => void): void => {
    try {
      ask();
    } catch (error) {
      for (const [board, slot] of slots) evict(board, slot);
      throw error;
    }
  };

  const openSlot = (board: string): Slot => {
    const slot: Slot = {
      opening: Promise.resolve().then(() => load(board, () => slot)),
      room: undefined,
      leases: 0,
      idle: undefined,
      ending: undefined,
      tail: createTail(),
    };
    slots.set(board, slot);
    slot.opening.catch(() => slots.delete(board));
    return slot;
  };

  const release = (board: string, slot: Slot): void => {
    slot.leases--;
    if (slot.leases > 0 || slots.get(board) !== slot) return;
    slot.idle?.();
    slot.idle = timers.afterIdle(idleMs, () => evict(board, slot));
  };

  /** Forgets a quiet room. What has not been stored yet keeps it: it is the only copy. */
  const evict = (board: string, slot: Slot): boolean => {
    if (slot.leases > 0 || slot.room === undefined || slots.get(board) !== slot) return false;
    slot.idle?.();
    if (slot.room.inFlight > 0) {
      slot.idle = timers.afterIdle(idleMs, () => evict(board, slot));
      return false;
    }
    slots.delete(board);
    slot.room.destroy();
    fold(board, slot, foldAt.quiet);
    events.onClosed(board);
    return true;
  };

  /** A replica that cannot be trusted: everybody is sent away to come back to a fresh one. */
  const abandon = (board: string, slot: Slot): void => {
    if (slot.ending !== undefined) return;
    slot.ending = (async () => {
      await Promise.resolve();
      slot.room?.close('INTERNAL', () => true);
      while (slots.get(board) === slot && !(slot.leases === 0 && evict(board, slot))) {
        await commits.settle().catch(() => undefined);
        await pause(timers, 20);
      }
    })();
  };

  /** Opens a board, or joins those who are opening it. */
  const enter = async (board: string): Promise<Lease> => {
    if (stopping) throw new Failure('DRAINING');
    let slot = slots.get(board);
    while (slot?.ending !== undefined) {
      await slot.ending;
      if (stopping) throw new Failure('DRAINING');
      slot = slots.get(board);
    }
    const entered = slot ?? openSlot(board);
    entered.leases++;
    entered.idle?.();
    const room = await entered.opening;
    let given = true;
    return {
      room,
      release() {
        if (given) release(board, entered);
        given = false;
      },
    };
  };

  const arrive = async (board: string, admit: () => Promise<Access>): Promise<Arrival> => {
    const closings: Closing[] = [];
    const others = arriving.get(board) ?? new Set();
    arriving.set(board, others.add(closings));
    const arrived = (): void => {
      others.delete(closings);
      if (others.size === 0 && arriving.get(board) === others) arriving.delete(board);
    };
    try {
      const access = await admit();
      const { room, release } = await enter(board);
      return {
        access,
        join(wire, gesso) {
          arrived();
          const met = closings.find(({ rule }) => rule(access));
          if (met !== undefined) throw new Failure(met.code);
          return room.join(access, wire, gesso);
        },
        release() {
          arrived();
          release();
        },
      };
    } catch (error) {
      arrived();
      throw error;
    }
  };

  return {
    arrive,
    async use(board, work) {
      const lease = await enter(board);
      try {
        return await work(lease.room);
      } finally {
        lease.release();
      }
    },
    aside(board, work) {
      const slot = slots.get(board);
      if (stopping || (slot !== undefined && !(slot.leases === 0 && slot.ending === undefined && evict(board, slot))))
        return undefined;
      const done = Promise.resolve().then(work);
      const closed: Slot = {
        opening: Promise.reject(new Failure('OVERLOADED', 'set aside')),
        room: undefined,
        leases: 0,
        idle: undefined,
        ending: done.then(
          () => undefined,
          () => undefined,
        ),
        tail: createTail(),
      };
      closed.opening.catch(() => undefined);
      closed.ending = closed.ending?.then(() => {
        if (slots.get(board) === closed) slots.delete(board);
      });
      slots.set(board, closed);
      return done;
    },
    close(board, code, rule = () => true) {
      for (const closings of arriving.get(board) ?? []) closings.push({ code, rule });
      slots.get(board)?.room?.close(code, rule);
    },
    closeEverywhere(code, rule) {
      for (const all of arriving.values()) for (const closings of all) closings.push({ code, rule });
      for (const room of openRooms()) room.close(code, rule);
    },
    rename(person) {
      for (const room of openRooms()) room.rename(person);
    },
    async drain(overMs) {
      stopping = true;
      notifyAll(draining);
      await spread(openRooms(), overMs, timers);
      const stopTaking = timers.after(lastSlicesMs, () => {
        for (const room of openRooms()) room.stop(new Failure('DRAINING'));
      });
      await Promise.all(openRooms().map((room) => room.settle()));
      stopTaking();
      stopTicking();
      await commits.settle().catch((error) => events.onTrouble('storing the last changes', error));
      commits.stop();
      await folds.settle();
      for (const [board, slot] of slots) {
        slot.idle?.();
        slot.room?.destroy();
        slots.delete(board);
      }
    },
    get open() {
      return slots.size;
    },
    get connections() {
      return openRooms().reduce((sum, room) => sum + room.members, 0);
    },
    get degraded() {
      return commits.degraded;
    },
  };
};

/** Closes all connections in even steps, 50 ms apart. */
const spread = async (rooms: readonly Room[], overMs: number, timers: Timers): Promise<void> => {
  let left = rooms.reduce((sum, room) => sum + room.members, 0);
  for (let steps = Math.min(left, Math.max(1, Math.floor(overMs / 50))); steps > 0; steps--) {
    let quota = Math.ceil(left / steps);
    left -= quota;
    for (const room of rooms) room.close('DRAINING', () => quota-- > 0);
    if (steps > 1) await pause(timers, 50);
  }
};

const pause = (timers: Timers, ms: number): Promise<void> => new Promise((resolve) => void timers.after(ms, resolve));
