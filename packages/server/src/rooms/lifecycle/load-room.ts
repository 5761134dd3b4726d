import { Failure } from '@gesso/crdt-schema';
import type { Along, Bus } from '../../bus/bus.ts';
import type { Heap } from '../../quotas/heap.ts';
import type { Loaded, Store } from '../../stores/store.ts';
import type { Timers } from '../../timers.ts';
import type { Elsewhere } from '../elsewhere.ts';
import type { Member } from '../member.ts';
import type { Replaced, Replica, Whole } from '../replica/replica.ts';
import { createRoom, type Room } from '../room.ts';
import type { RoomsEvents } from '../room-events.ts';
import type { Backlog } from '../updates/backlog.ts';
import type { Commits } from '../updates/commits.ts';
import type { MayTouchOn } from '../updates/judge.ts';
import type { DocumentCommit } from '../updates/publication.ts';
import type { Slice } from '../updates/slicing.ts';
import { createFollower, type Follower } from './follower.ts';
import { replay } from './replay.ts';
import { createTail, type Tail } from './tail.ts';

export interface LoadDeps {
  readonly store: Store;
  readonly events: RoomsEvents;
  readonly commits: Commits<DocumentCommit>;
  readonly now: () => number;
  readonly timers: Timers;
  readonly slice: Slice | undefined;
  readonly backlog: Backlog;
  readonly heap: Heap;
  readonly openReplica: (whole?: Whole) => Replica;
  readonly bus: Bus;
  /** Who has which board open on other servers. */
  readonly elsewhere: Elsewhere;
  /** Who is on a board here is not who was. */
  readonly onPeople: (board: string) => void;
  readonly mayTouch: MayTouchOn | undefined;
  /** There is no memory for one more board: lets go of those that are only kept for a return. */
  readonly evictIdle: () => void;
}

/** What a room tells of itself once it is loaded. */
export interface LoadedHooks {
  /** The log has grown by so much, here or on another server. */
  readonly onLogged: (bytes: number, rows: number) => void;
  /** `first`: what is to be done before everybody is sent away. Never rejects. */
  readonly onBroken: (first?: Promise<void>) => void;
  /** Another server has removed the board. */
  readonly onRemoved: () => void;
}

/** A board that was loaded, and how long its log is. */
export interface LoadedRoom {
  readonly room: Room;
  readonly tail: Tail;
  readonly follower: Follower;
}

/** Asks for memory. Where there is none, lets idle boards go for the next who asks, and throws. */
const askForMemory = (evictIdle: () => void, ask: () => void): void => {
  try {
    ask();
  } catch (error) {
    evictIdle();
    throw error;
  }
};

/** Replaces on the disk as well what would hold up everybody, so that it is not found out again. */
const replaceStored = async (
  { store, events }: LoadDeps,
  board: string,
  replaced: readonly Replaced[],
): Promise<void> => {
  if (replaced.length === 0) return;
  events.onCostly(board, replaced.length);
  try {
    for (const { original, instead } of replaced) await store.replace(board, original, instead);
  } catch (error) {
    events.onTrouble(`setting aside records of ${board}`, error);
  }
};

/**
 * Two servers took the same new client id from two people at once, and the store has it for the one of the other server. Those who wrote under it
 * here are told so as on one server; all others bring once more what was not stored.
 */
async function turnAway(
  { store, events }: LoadDeps,
  board: string,
  room: Room,
  commits: readonly DocumentCommit[],
): Promise<void> {
  const authors = new Set<Member>();
  try {
    for (const { author, by, clients = [] } of commits)
      for (const client of author === undefined ? [] : clients)
        if (author !== undefined && ((await store.ownerOf(board, client)) ?? by) !== by) authors.add(author);
  } catch (error) {
    events.onTrouble(`finding out whose a client id of ${board} is`, error);
  }
  room.refuseAuthors(authors);
}

/** What goes along with the word of what was stored: where another server wrote between, or the history is not known, the log has to be read. */
const alongOf = ({ timeline }: Loaded, seqs: readonly number[], updates: readonly Uint8Array[]): Along | undefined => {
  const [first = 0] = seqs;
  const areInRow = seqs.every((seq, i) => seq === first + i);
  return timeline !== undefined && areInRow ? { timeline, updates } : undefined;
};

/** Loads a board. Rejects with `STORE_UNAVAILABLE` when it cannot be read, and with `OVERLOADED` when there is no memory for it. */
export const loadRoom = async (
  deps: LoadDeps,
  board: string,
  { onLogged, onBroken, onRemoved }: LoadedHooks,
): Promise<LoadedRoom> => {
  const { store, events, heap, openReplica, evictIdle, commits, now, timers, slice, backlog, bus, mayTouch } = deps;
  askForMemory(evictIdle, () => heap.open());
  const loaded = await store.load(board).catch((error) => {
    events.onTrouble(`loading ${board}`, error);
    throw new Failure('STORE_UNAVAILABLE', String(error));
  });
  const { parts, unchecked = 0, vector, tail, damaged, owners } = loaded;
  const mayRead = (...all: readonly Uint8Array[]): void => heap.read(all);
  if (vector === undefined) askForMemory(evictIdle, () => mayRead(...parts));
  const { replica, unusable, replaced } = replay(parts, unchecked, vector, (whole) =>
    openReplica(whole === undefined ? undefined : { ...whole, mayRead }),
  );
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  await replaceStored(deps, board, replaced);
  if (damaged + unusable > 0) events.onDamage(board, damaged + unusable);
  const follower = createFollower({
    board,
    from: loaded.seq,
    timeline: loaded.timeline,
    store,
    show(updates) {
      const bytes = updates.reduce((sum, update) => sum + update.length, 0);
      onLogged(bytes, updates.length);
      room.follow(updates);
    },
    lost: () => onBroken(),
    trouble: (error) => events.onTrouble(`reading on in ${board}`, error),
  });
  const room: Room = createRoom({
    board,
    replica,
    owners,
    size,
    commits,
    now,
    timers,
    slice,
    backlog,
    heap,
    events,
    mayTouch: mayTouch === undefined ? undefined : (touched, access) => mayTouch(board, touched, access),
    onLive(frame) {
      // Ink is a message 30 times a second: of most boards no other server has anybody.
      if (deps.elsewhere.has(board)) bus.live(board, frame);
    },
    onPresence: (frame) => bus.presence(board, frame),
    onPeople: () => deps.onPeople(board),
    isShared: () => deps.elsewhere.has(board),
    elsewhere: () => deps.elsewhere.of(board),
    ownerOf: (client) => store.ownerOf(board, client),
    onStored: (bytes, seqs, updates) => {
      onLogged(bytes, seqs.length);
      follower.own(seqs);
      // Most boards are open on one server alone: nobody would take what came along.
      const along = deps.elsewhere.has(board) ? alongOf(loaded, seqs, updates) : undefined;
      bus.stored(board, seqs.at(-1) ?? 0, along);
      events.onStored(board, bytes);
      const name = replica.renamed();
      if (name !== undefined) events.onNamed(board, name);
    },
    isLogged: () => follower.upTo > 0,
    onRefused(commits, why) {
      if (why === 'removed') onRemoved();
      else onBroken(why === 'taken' ? turnAway(deps, board, room, commits) : undefined);
    },
    onBroken: () => onBroken(),
  });
  return { room, follower, tail: createTail(size - tail.bytes, tail) };
};
