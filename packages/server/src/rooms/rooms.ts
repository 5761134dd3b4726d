import { Failure, type FailureCode, type NoticeMessage, type Person } from '@gesso/crdt-schema';
import type { Bus, Whom } from '../bus/bus.ts';
import { createLocalBus } from '../bus/local.ts';
import { createHeap, type Heap } from '../quotas/heap.ts';
import type { Store } from '../stores/store.ts';
import { pause, systemTimers, type Timers } from '../timers.ts';
import { type Arrivals, createArrivals } from './arrivals.ts';
import { type Company, createCompany } from './company.ts';
import { createElsewhere, type Elsewhere } from './elsewhere.ts';
import { type Compactions, createCompactions } from './lifecycle/compactions.ts';
import { checkHeads } from './lifecycle/head-checks.ts';
import { type LoadDeps, type LoadedHooks, type LoadedRoom, loadRoom } from './lifecycle/load-room.ts';
import { createSlots, type Slots } from './lifecycle/slots.ts';
import { type CompactionLimits, compactWhen } from './lifecycle/tail.ts';
import type { Access, ClientSocket } from './member.ts';
import { createOrders, type Orders } from './orders.ts';
import { degraded, draining, recovered } from './outgoing/notices.ts';
import { type LookAtStays, reconsider } from './reconsider.ts';
import { createReplica, type Replica, type Whole } from './replica/replica.ts';
import type { Connection, Room } from './room.ts';
import type { RoomsEvents } from './room-events.ts';
import { createBacklog } from './updates/backlog.ts';
import { type Commits, createCommits } from './updates/commits.ts';
import type { MayTouchOn } from './updates/judge.ts';
import type { DocumentCommit } from './updates/publication.ts';
import type { Slice } from './updates/slicing.ts';
import { ruleOf } from './whom.ts';

const tickMs = 5_000;
/** How long large updates that have come may still take at the end; it takes seconds only where there are many. */
const lastSlicesMs = 10_000;

export interface RoomsDeps {
  readonly store: Store;
  readonly events: RoomsEvents;
  readonly now?: () => number;
  /** How long a board stays loaded after the last person left. */
  readonly idleMs?: number;
  readonly compactAt?: CompactionLimits;
  readonly timers?: Timers;
  /** How large updates are sliced. */
  readonly slice?: Slice;
  /** What is left of the process's memory. */
  readonly heap?: Heap;
  /** Other servers on the same boards; there is none on a bus of its own. */
  readonly bus?: Bus | undefined;
  /** How often it is looked (ms) what others have stored of which no hint came; never unless given. */
  readonly headsEveryMs?: number | undefined;
  /** Rights on parts of a board, where there are such. */
  readonly mayTouch?: MayTouchOn | undefined;
  /** How an empty copy of a document is made. */
  readonly openReplica?: (whole?: Whole) => Replica;
}

/** A person who may come in, on the way from that decision to their place in the room. */
export interface Arrival {
  readonly access: Access;
  /** Throws the `Failure` that a `close` has meant for them meanwhile. */
  join(socket: ClientSocket, gesso: boolean): Connection;
  /** To be called once: when they have left, or do not come after all. */
  release(): void;
}

/** All boards that are open in this process. */
export interface Rooms {
  /**
   * Opens a board for a person whose rights are looked up by `admit`. What is closed to them between that look and their
   * first frame stays closed. Rejects as `admit` and `use` do.
   */
  arrive(board: string, admit: () => Promise<Access>): Promise<Arrival>;
  /** Runs `work` with the board open. Rejects with `STORE_UNAVAILABLE` when it cannot be read. */
  use<T>(board: string, work: (room: Room) => Promise<T>): Promise<T>;
  /**
   * Runs `work` while nobody has the board open, and nobody gets in before it is done: for what changes a log without
   * reading it here. Returns undefined, and nothing was done, when a person is on the board or on their way.
   */
  whileClosed<T>(board: string, work: () => Promise<T>): Promise<T> | undefined;
  /** Something was stored of a board that is closed here, up to this number: others may have it open. */
  toldStored(board: string, upTo: number): void;
  /**
   * Looks what everybody who is connected here may do now, and ends the connections for which that is something else: what another server told
   * of it may have been lost. Rejects as `look` does, and they stay until it can be found out.
   */
  reconsider(look: LookAtStays): Promise<void>;
  /**
   * The store is another one, in which what was stored last may be missing: everybody comes back to boards that are loaded anew, and brings what they have.
   */
  loadAnew(): void;
  /** Ends the connections to a board, on all servers. Whom: everybody unless given. */
  close(board: string, code: FailureCode, whom?: Whom): void;
  /** The same of those whose way in is gone, each with the code that says whether they come back; see `Room`. */
  closeWay(board: string, whom: Whom): Promise<void>;
  /** The same on every board, those included on which a person is still on their way in. */
  closeEverywhere(code: FailureCode, whom: Whom): void;
  /** Ends the connections to this server that the rule picks: for what each server finds out by itself, like the time. */
  closeHere(code: FailureCode, rule: (access: Access) => boolean): void;
  /** The same of those on one board whose way in is gone. */
  closeWayHere(board: string, isGone: (access: Access) => boolean): Promise<void>;
  /** Tells those on a board who are meant, on all servers, and returns how many that are, as far as is known. Opens nothing. */
  notify(board: string, notice: NoticeMessage, whom: Whom): Promise<number>;
  /** Lets everybody see a person's new name, and the color they have chosen. */
  rename(who: Pick<Access, 'person' | 'colorChosen'>): void;
  /** A person who is on a board now, here or on another server, by the id that others see. Opens nothing. */
  person(board: string, id: string): Person | undefined;
  /** The color that a person wears on a board, or wore when they were there last, as long as that is known. Opens nothing. */
  color(board: string, id: string): string | undefined;
  /** How a person who is on a board now came in, and what they may do there. Opens nothing. */
  access(board: string, id: string): Pick<Access, 'role' | 'link'> | undefined;
  /** People who have a board open now, each once and at most so many. Opens nothing. */
  people(board: string, most: number): readonly Person[];
  /** Closes every connection, spread over `overMs` so that they do not all come back at once, and stores what is left. */
  drain(overMs: number): Promise<void>;
  readonly open: number;
  readonly connections: number;
  readonly degraded: boolean;
}

interface State {
  readonly events: RoomsEvents;
  readonly timers: Timers;
  readonly slots: Slots;
  readonly commits: Commits<DocumentCommit>;
  readonly compactions: Compactions;
  readonly arrivals: Arrivals;
  readonly company: Company;
  readonly elsewhere: Elsewhere;
  readonly orders: Orders;
  readonly stop: () => void;
}

function notifyAll(slots: Slots, notice: NoticeMessage): void {
  for (const room of slots.rooms()) room.notify(notice);
}

async function arrive({ arrivals, slots }: State, board: string, admit: () => Promise<Access>): Promise<Arrival> {
  const way = arrivals.begin(board);
  try {
    const access = await admit();
    const { room, release } = await slots.enter(board);
    return {
      access,
      join(socket, gesso) {
        way.end();
        way.check(access);
        return room.join(access, socket, gesso);
      },
      release() {
        way.end();
        release();
      },
    };
  } catch (error) {
    way.end();
    throw error;
  }
}

/** People on a board, here and on other servers, each once and at most so many. */
function peopleOn({ slots, elsewhere }: State, board: string, most: number): readonly Person[] {
  const here = slots.room(board)?.people(most) ?? [];
  if (!elsewhere.has(board)) return here;
  const people = new Map(here.map((person) => [person.id, person]));
  for (const { person } of elsewhere.of(board)) {
    if (people.size >= most) break;
    if (!people.has(person.id)) people.set(person.id, person);
  }
  return [...people.values()];
}

async function drain({ events, timers, slots, commits, compactions, stop }: State, overMs: number): Promise<void> {
  slots.stop();
  notifyAll(slots, draining);
  await spread(slots.rooms(), overMs, timers);
  const stopTaking = timers.after(lastSlicesMs, () => {
    for (const room of slots.rooms()) room.stop(new Failure('DRAINING'));
  });
  await Promise.all(slots.rooms().map((room) => room.drained()));
  stopTaking();
  stop();
  await commits.drained().catch((error) => events.onTrouble('storing the last changes', error));
  commits.stop();
  await compactions.stop();
  slots.destroy();
}

type StateDeps = RoomsDeps & { readonly bus: Bus };

const createState = (deps: StateDeps): State => {
  const { store, events, now = Date.now, timers = systemTimers, heap = createHeap({ timers }) } = deps;
  const { bus, mayTouch } = deps;
  const commits = createCommits<DocumentCommit>({
    timers,
    append: (entries) => store.append(entries),
    onHealth: (error) => {
      events.onStoreHealth(error);
      notifyAll(slots, error === undefined ? recovered : degraded);
    },
  });
  const compactions = createCompactions({
    timers,
    compact: (board, least) => store.compact(board, least),
    onTrouble: (board, error) => events.onTrouble(`folding ${board}`, error),
  });
  const elsewhere = createElsewhere(timers.elapsed);
  const loading = {
    store,
    events,
    commits,
    now,
    timers,
    heap,
    slice: deps.slice,
    backlog: createBacklog(),
    bus,
    elsewhere,
    onPeople: (board: string): void => company.changed(board),
    mayTouch,
    openReplica: deps.openReplica ?? createReplica,
    evictIdle: (): void => slots.evictIdle(),
  };
  const slots: Slots = createSlots({
    load: (board, hooks) => loadHeard(loading, board, hooks),
    timers,
    idleMs: deps.idleMs ?? 30_000,
    compactAt: deps.compactAt ?? compactWhen,
    compactions,
    onOpen(board) {
      events.onOpen(board);
      company.open(board);
    },
    onClosed(board) {
      events.onClosed(board);
      bus.closed(board);
    },
  });
  const company = createCompany({ bus, slots, elsewhere, timers });
  const arrivals = createArrivals();
  const orders = createOrders({
    bus,
    slots,
    arrivals,
    trouble: (error) => events.onTrouble('carrying out what another server told', error),
  });
  const stop = begin(deps, { timers, slots, company, orders });
  return { events, timers, slots, commits, compactions, company, elsewhere, arrivals, orders, stop };
};

/** Loads a board of which it is heard by then what others store meanwhile. */
async function loadHeard(deps: LoadDeps, board: string, hooks: LoadedHooks): Promise<LoadedRoom> {
  const { bus } = deps;
  bus.opened(board);
  try {
    return await loadRoom(deps, board, hooks);
  } catch (error) {
    bus.closed(board);
    throw error;
  }
}

type Parts = Pick<State, 'timers' | 'slots' | 'company' | 'orders'>;

/** Does from here on what is due by the clock, and what other servers tell. Returns what ends that. */
function begin({ store, events, bus, headsEveryMs, now = Date.now }: StateDeps, parts: Parts): () => void {
  const { timers, slots, company, orders } = parts;
  const stops = [
    timers.every(tickMs, () => {
      company.tick();
      return Promise.all(slots.rooms().map((room) => room.tick(now())));
    }),
    bus.listen({
      stored: (board, upTo, along) => slots.hint(board, upTo, along),
      live: (board, frame) => slots.room(board)?.relay(frame),
      presence: company.presence,
      people: company.hear,
      opened: company.opened,
      order: (order) => void orders.take(order),
    }),
    company.stop,
  ];
  const trouble = (error: unknown): void => events.onTrouble('looking how far the logs of boards go', error);
  if (headsEveryMs !== undefined)
    stops.push(checkHeads({ store, followed: slots.followed, everyMs: headsEveryMs, timers, trouble }));
  return () => {
    for (const stop of stops) stop();
  };
}

export const createRooms = (deps: RoomsDeps): Rooms => {
  const { bus = createLocalBus().join() } = deps;
  const state = createState({ ...deps, bus });
  const { slots, commits, arrivals, orders, elsewhere } = state;
  return {
    arrive: (board, admit) => arrive(state, board, admit),
    async use(board, work) {
      const lease = await slots.enter(board);
      try {
        return await work(lease.room);
      } finally {
        lease.release();
      }
    },
    whileClosed: (board, work) => slots.whileClosed(board, work),
    toldStored: (board, upTo) => bus.stored(board, upTo),
    reconsider: (look) => reconsider(slots, look),
    loadAnew() {
      commits.letGo();
      slots.abandon();
    },
    close: (board, code, whom = { of: 'everybody' }) => void orders.give({ order: 'close', board, code, whom }),
    async closeWay(board, whom) {
      await orders.give({ order: 'close way', board, whom });
    },
    closeEverywhere: (code, whom) => void orders.give({ order: 'close', code, whom }),
    closeHere(code, rule) {
      arrivals.closeEverywhere(code, rule);
      for (const room of slots.rooms()) room.close(code, rule);
    },
    async closeWayHere(board, isGone) {
      arrivals.close(board, 'ROLE_CHANGED', isGone);
      await slots.room(board)?.closeWay(isGone);
    },
    async notify(board, notice, whom) {
      const here = await orders.give({ order: 'notify', board, notice, whom });
      return here + elsewhere.of(board).filter(ruleOf(whom)).length;
    },
    rename: ({ person, colorChosen = false }) => void orders.give({ order: 'rename', person, colorChosen }),
    person: (board, id) => slots.room(board)?.person(id) ?? elsewhere.person(board, id)?.person,
    color: (board, id) => slots.room(board)?.color(id) ?? elsewhere.person(board, id)?.person.color,
    access: (board, id) => slots.room(board)?.access(id) ?? elsewhere.person(board, id),
    people: (board, most) => peopleOn(state, board, most),
    drain: (overMs) => drain(state, overMs),
    get open() {
      return slots.open;
    },
    get connections() {
      return slots.rooms().reduce((sum, room) => sum + room.members, 0);
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
