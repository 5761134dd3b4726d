import { Failure, type FailureCode } from '@gesso/crdt-schema';
import type { Along } from '../../bus/bus.ts';
import { type Cancel, pause, type Timers } from '../../timers.ts';
import type { Room } from '../room.ts';
import type { Compactions } from './compactions.ts';
import type { Follower } from './follower.ts';
import type { LoadedHooks, LoadedRoom } from './load-room.ts';
import { type CompactionLimits, createTail, type Tail, type TailLimit } from './tail.ts';

/** How long a person who comes waits for a room that ends (ms). */
const endsWithinMs = 10_000;

/** Keeps a room open; the last lease given back lets it go idle. */
export interface Lease {
  readonly room: Room;
  release(): void;
}

interface Slot {
  readonly opening: Promise<Room>;
  room: Room | undefined;
  leases: number;
  idle: Cancel | undefined;
  follower: Follower | undefined;
  /** How far others have stored, as far as that was told while the board was loaded. */
  hinted: number;
  /** Set when the room must not be entered any more; resolves when it is gone. */
  ending: Promise<void> | undefined;
  tail: Tail;
}

export interface SlotsDeps {
  readonly load: (board: string, hooks: LoadedHooks) => Promise<LoadedRoom>;
  readonly timers: Timers;
  /** How long a board stays loaded after the last person left. */
  readonly idleMs: number;
  readonly compactAt: CompactionLimits;
  readonly compactions: Pick<Compactions, 'ask'>;
  readonly onOpen: (board: string) => void;
  readonly onClosed: (board: string) => void;
}

/** The log of a board that is open. */
export interface Followed {
  readonly board: string;
  /** The number up to which all of it is here. */
  upTo(): number;
  /** It was found to go up to this number, or not to be there any more (0), after all up to `before` was here. */
  found(head: number, before: number): void;
}

/** The life of each room: absent, loading, active, idle, absent. One promise opens a board for all who ask. */
export interface Slots {
  /** Opens a board, or joins those who are opening it. Rejects with `DRAINING` after `stop`. */
  enter(board: string): Promise<Lease>;
  /**
   * Runs `work` while the board is closed, and keeps it closed until that is done. Returns undefined, with nothing done, when the
   * board is in use or about to be.
   */
  whileClosed<T>(board: string, work: () => Promise<T>): Promise<T> | undefined;
  /** Forgets each room that is idle. */
  evictIdle(): void;
  /** Lets no more in. */
  stop(): void;
  /** Ends all rooms, also those that hold something. */
  destroy(): void;
  /** Another server has stored updates of a board, up to this number. */
  hint(board: string, upTo: number, along?: Along): void;
  /** Another server has removed a board: what is loaded of it is let go. */
  removed(board: string): void;
  /** The log may not be what it was: sends everybody away, to come back to boards that are loaded anew. */
  abandon(): void;
  followed(): readonly Followed[];
  room(board: string): Room | undefined;
  /** Returns the rooms that are open. */
  rooms(): Room[];
  readonly open: number;
}

interface State extends SlotsDeps {
  readonly slots: Map<string, Slot>;
  isStopping: boolean;
}

function compactWhenLong({ compactions }: State, board: string, { tail }: Slot, limit: TailLimit): void {
  const { whole, bytes, rows } = tail;
  if (tail.isLong(limit) && compactions.ask(board, { bytes: whole + bytes, rows })) tail.compact();
}

/** Forgets a quiet room. What has not been stored yet keeps it: it is the only copy. */
function evict(state: State, board: string, slot: Slot): boolean {
  const { slots, timers, idleMs } = state;
  if (slot.leases > 0 || slot.room === undefined || slots.get(board) !== slot) return false;
  slot.idle?.();
  if (slot.room.inFlight > 0) {
    slot.idle = timers.afterIdle(idleMs, () => evict(state, board, slot));
    return false;
  }
  slots.delete(board);
  slot.room.destroy();
  compactWhenLong(state, board, slot, state.compactAt.quiet);
  state.onClosed(board);
  return true;
}

/** A replica cannot be trusted: everybody is sent away, with `INTERNAL` to come back to a fresh one. */
function abandon(state: State, board: string, slot: Slot, code: FailureCode = 'INTERNAL', first?: Promise<void>): void {
  if (slot.ending !== undefined) return;
  slot.ending = (async () => {
    await (first ?? Promise.resolve());
    slot.room?.close(code, () => true);
    while (state.slots.get(board) === slot && !(slot.leases === 0 && evict(state, board, slot))) {
      // What waits is stored by itself, as soon as the store takes it.
      await pause(state.timers, 20);
    }
  })();
}

async function load(state: State, board: string, slot: Slot): Promise<Room> {
  const { room, tail, follower } = await state.load(board, {
    onLogged: (bytes, rows) => {
      slot.tail.add(rows, bytes);
      compactWhenLong(state, board, slot, state.compactAt.busy);
    },
    onBroken: (first) => abandon(state, board, slot, 'INTERNAL', first),
    onRemoved: () => abandon(state, board, slot, 'NO_SUCH_BOARD'),
  });
  slot.room = room;
  slot.tail = tail;
  slot.follower = follower;
  follower.hint(slot.hinted);
  state.onOpen(board);
  return room;
}

const emptySlot = (opening: Promise<Room>): Slot => ({
  opening,
  room: undefined,
  leases: 0,
  idle: undefined,
  follower: undefined,
  hinted: 0,
  ending: undefined,
  tail: createTail(),
});

function openSlot(state: State, board: string): Slot {
  const slot = emptySlot(Promise.resolve().then((): Promise<Room> => load(state, board, slot)));
  state.slots.set(board, slot);
  slot.opening.catch(() => state.slots.delete(board));
  return slot;
}

function release(state: State, board: string, slot: Slot): void {
  slot.leases--;
  if (slot.leases > 0 || state.slots.get(board) !== slot) return;
  slot.idle?.();
  slot.idle = state.timers.afterIdle(state.idleMs, () => evict(state, board, slot));
}

/** Waits for a room to be gone. What it holds may be the only copy of something that the store does not take. */
const ended = ({ timers }: State, ending: Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const giveUp = timers.afterIdle(endsWithinMs, () => reject(new Failure('STORE_UNAVAILABLE', 'the board ends')));
    const goOn = (): void => {
      giveUp();
      resolve();
    };
    ending.then(goOn, goOn);
  });

async function enter(state: State, board: string): Promise<Lease> {
  const { slots } = state;
  if (state.isStopping) throw new Failure('DRAINING');
  let slot = slots.get(board);
  while (slot?.ending !== undefined) {
    await ended(state, slot.ending);
    if (state.isStopping) throw new Failure('DRAINING');
    slot = slots.get(board);
  }
  const entered = slot ?? openSlot(state, board);
  entered.leases++;
  entered.idle?.();
  const room = await entered.opening;
  let given = true;
  return {
    room,
    release() {
      if (given) release(state, board, entered);
      given = false;
    },
  };
}

function whileClosed<T>(state: State, board: string, work: () => Promise<T>): Promise<T> | undefined {
  const { slots } = state;
  if (state.isStopping) return undefined;
  const slot = slots.get(board);
  const isFree = slot === undefined || (slot.leases === 0 && slot.ending === undefined && evict(state, board, slot));
  if (!isFree) return undefined;
  const done = Promise.resolve().then(work);
  const closed = emptySlot(Promise.reject(new Failure('OVERLOADED', 'closed for a while')));
  closed.opening.catch(() => undefined);
  const free = (): void => {
    if (slots.get(board) === closed) slots.delete(board);
  };
  closed.ending = done.then(free, free);
  slots.set(board, closed);
  return done;
}

/** What is behind what was here is read; a log that got shorter is another one. */
function found(state: State, board: string, slot: Slot, head: number, before: number): void {
  if (head >= before) slot.follower?.hint(head);
  else abandon(state, board, slot, head === 0 ? 'NO_SUCH_BOARD' : 'INTERNAL');
}

const followedOf = (state: State): readonly Followed[] =>
  [...state.slots].flatMap(([board, slot]) => {
    const { follower } = slot;
    if (follower === undefined || slot.ending !== undefined) return [];
    return [{ board, upTo: () => follower.upTo, found: (...all) => found(state, board, slot, ...all) }];
  });

export const createSlots = (deps: SlotsDeps): Slots => {
  const slots = new Map<string, Slot>();
  const state: State = { ...deps, slots, isStopping: false };
  return {
    enter: (board) => enter(state, board),
    whileClosed: (board, work) => whileClosed(state, board, work),
    evictIdle() {
      for (const [board, slot] of slots) evict(state, board, slot);
    },
    stop() {
      state.isStopping = true;
    },
    destroy() {
      for (const [board, slot] of slots) {
        slot.idle?.();
        slot.room?.destroy();
        slots.delete(board);
      }
    },
    hint(board, upTo, along) {
      const slot = slots.get(board);
      if (slot === undefined) return;
      slot.hinted = Math.max(slot.hinted, upTo);
      slot.follower?.hint(upTo, along);
    },
    removed(board) {
      const slot = slots.get(board);
      if (slot?.room !== undefined) abandon(state, board, slot, 'NO_SUCH_BOARD');
    },
    abandon() {
      for (const [board, slot] of slots) {
        // What is being loaded may have been read before.
        const isOpen = slot.opening.then(() => abandon(state, board, slot));
        isOpen.catch(() => undefined);
      }
    },
    followed: () => followedOf(state),
    room: (board) => slots.get(board)?.room,
    rooms: () => [...slots.values()].flatMap(({ room }) => (room === undefined ? [] : [room])),
    get open() {
      return slots.size;
    },
  };
};
