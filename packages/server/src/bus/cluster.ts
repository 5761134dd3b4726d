/** The bus of a server that shares its database with others: over Redis where that is, over the database what goes over it while it is not. */
import { createHash, randomBytes } from 'node:crypto';
import type { Cancel, Timers } from '../timers.ts';
import { KiB } from '../units.ts';
import type { Along, Bus, BusListener } from './bus.ts';
import { encodeMessage, type Message } from './messages.ts';
import type { Way, WayEvents } from './way.ts';

/** How often a server that hears nothing by Redis says so, and how long that is believed (ms). */
const awayEveryMs = 5_000;
const awayForMs = 16_000;
/** Bytes of updates that go with a hint at most: of more the log is read. */
const hintBytes = 16 * KiB;
/** When a way is there again, so many boards are talked of at once, and the next ones after so long (ms). */
const boardsAtOnce = 50;
const boardsEveryMs = 10;

export type OpenWay = (deps: WayDeps) => Way;

/** What a way is made with. */
export interface WayDeps {
  readonly from: string;
  readonly installation: string;
  readonly timers: Timers;
  readonly events: WayEvents;
}

export interface ClusterDeps {
  /** Random bytes that all servers on the same boards have, and no others but those on a copy of them: two installations on one Redis do not hear each other. */
  readonly secret: Uint8Array;
  /** Where the boards are kept, which a copy of them has not in common. */
  readonly place?: string | undefined;
  readonly timers: Timers;
  /** The database, which carries hints and orders. */
  readonly postgres: OpenWay;
  /** Redis, which carries everything, where there is one. */
  readonly redis?: OpenWay | undefined;
  /** A way is there no more; told once until it is there again. */
  readonly onDown: (name: Way['name'], error: unknown) => void;
  /** It is there, for the first time or again. */
  readonly onUp: (name: Way['name']) => void;
  /** A listener threw. */
  readonly onTrouble: (error: unknown) => void;
}

export interface ClusterBus extends Bus {
  /** Resolves when each way has been tried once, to why those are not there that are not. */
  readonly tried: Promise<ReadonlyMap<Way['name'], unknown>>;
}

interface State {
  readonly deps: ClusterDeps;
  readonly from: string;
  readonly listeners: Set<Partial<BusListener>>;
  /** Boards that are open here. */
  readonly boards: Set<string>;
  /** Until when it is believed that another server hears nothing by Redis. */
  awayUntil: number;
  stopMeeting: Cancel | undefined;
  postgres: Way | undefined;
  redis: Way | undefined;
  isClosed: boolean;
}

/** What channels are called by. Who may list them learns nothing else. */
export const installationOf = (secret: Uint8Array, place = ''): string =>
  createHash('sha256').update('bus').update(secret).update(place).digest('hex').slice(0, 24);

/** What a message has a listener do. */
function sayTo(listener: Partial<BusListener>, message: Message, from: string): void {
  switch (message.kind) {
    case 'stored':
      listener.stored?.(message.board, message.upTo, message.along);
      break;
    case 'live':
      listener.live?.(message.board, message.frame);
      break;
    case 'presence':
      listener.presence?.(message.board, message.frame, from);
      break;
    case 'people':
      listener.people?.(message.board, message.people, from);
      break;
    case 'opened':
      listener.opened?.(message.board);
      break;
    case 'order':
      listener.order?.(message.order);
      break;
    case 'spent':
      listener.spent?.(message.spent, message.number, from);
      break;
    case 'away':
      break;
  }
}

function hear(state: State, message: Message, from: string): void {
  const { deps, listeners, isClosed } = state;
  if (isClosed) return;
  if (message.kind === 'away') state.awayUntil = deps.timers.elapsed() + awayForMs;
  for (const listener of listeners) {
    try {
      sayTo(listener, message, from);
    } catch (error) {
      deps.onTrouble(error);
    }
  }
}

const hint = (board: string, upTo: number): Message => ({ kind: 'stored', board, upTo });

/** A hint, with what comes along where that is not too much. */
function hintWith(board: string, upTo: number, along: Along | undefined): Message {
  const bytes = along?.updates.reduce((sum, { length }) => sum + length, 0) ?? 0;
  return along === undefined || bytes === 0 || bytes > hintBytes
    ? hint(board, upTo)
    : { kind: 'stored', board, upTo, along };
}

/** Of a hint the number alone: only the newest of a board is sent, so updates that came with it would have a gap before them. */
function tellByDatabase({ postgres, from }: State, message: Message, bytes: Buffer | undefined): void {
  const plain = message.kind === 'stored' && message.along !== undefined ? hint(message.board, message.upTo) : message;
  postgres?.tell(plain, plain === message ? bytes : encodeMessage(from, plain));
}

function tell(state: State, message: Message): void {
  const { deps, redis, isClosed } = state;
  if (isClosed) return;
  const bytes = encodeMessage(state.from, message);
  const isTold = redis?.tell(message, bytes) === true;
  if (!isTold || deps.timers.elapsed() < state.awayUntil) tellByDatabase(state, message, bytes);
}

/** Others are asked who is there, and told who is here: on either side something may have been missed. */
function meetAgain(state: State, boards: readonly string[] = [...state.boards]): void {
  state.stopMeeting?.();
  for (const board of boards.slice(0, boardsAtOnce)) {
    if (!state.boards.has(board)) continue;
    tell(state, { kind: 'opened', board });
    hear(state, { kind: 'opened', board }, state.from);
  }
  const later = boards.slice(boardsAtOnce);
  const go = (): void => meetAgain(state, later);
  state.stopMeeting = later.length === 0 ? undefined : state.deps.timers.afterIdle(boardsEveryMs, go);
}

const eventsOf = (state: State, name: Way['name']): WayEvents => ({
  onHeard: (message, from) => hear(state, message, from),
  onUp() {
    if (state.isClosed) return;
    state.deps.onUp(name);
    if (name === 'redis' || state.redis?.connected !== true) meetAgain(state);
    if (name === 'postgres') sayAway(state);
  },
  onFollows(board) {
    if (name === 'redis' || state.redis?.connected !== true) tell(state, { kind: 'opened', board });
  },
  onDown(error) {
    state.deps.onDown(name, error);
    if (name === 'redis') sayAway(state);
  },
  onLost(message, bytes) {
    if (!state.isClosed) tellByDatabase(state, message, bytes);
  },
});

/** Others tell by the database as well what this server could not hear otherwise. */
function sayAway(state: State): void {
  const { redis, postgres, from, isClosed } = state;
  if (isClosed || redis?.connected === true) return;
  const message: Message = { kind: 'away' };
  postgres?.tell(message, encodeMessage(from, message));
}

async function triedOnce(ways: readonly (Way | undefined)[]): Promise<ReadonlyMap<Way['name'], unknown>> {
  const failures = new Map<Way['name'], unknown>();
  for (const way of ways) {
    const failure = await way?.first;
    if (way !== undefined && failure !== undefined) failures.set(way.name, failure);
  }
  return failures;
}

const busOf = (state: State, stop: () => void): ClusterBus => ({
  tried: triedOnce([state.redis, state.postgres]),
  stored: (board, upTo, along) => tell(state, hintWith(board, upTo, along)),
  live: (board, frame) => tell(state, { kind: 'live', board, frame }),
  presence: (board, frame) => tell(state, { kind: 'presence', board, frame }),
  people: (board, people) => tell(state, { kind: 'people', board, people }),
  order: (order) => tell(state, { kind: 'order', order }),
  spent: (spent, number) => tell(state, { kind: 'spent', spent, number }),
  opened(board) {
    if (state.boards.has(board)) {
      tell(state, { kind: 'opened', board });
    } else {
      state.boards.add(board);
      for (const way of [state.redis, state.postgres]) way?.follow(board);
    }
  },
  closed(board) {
    state.boards.delete(board);
    for (const way of [state.redis, state.postgres]) way?.leave(board);
  },
  listen(listener) {
    state.listeners.add(listener);
    return () => state.listeners.delete(listener);
  },
  get connected() {
    return !state.isClosed && (state.redis?.connected === true || state.postgres?.connected === true);
  },
  get ways() {
    return [state.redis, state.postgres].flatMap((way) => way ?? []);
  },
  async close() {
    stop();
    state.stopMeeting?.();
    state.isClosed = true;
    await Promise.all([state.redis?.close(), state.postgres?.close()]);
  },
});

/** Joins the servers of an installation; the ways connect behind it. */
export function joinCluster(deps: ClusterDeps): ClusterBus {
  const { timers, postgres, redis, secret, place } = deps;
  const state: State = {
    deps,
    from: randomBytes(9).toString('base64url'),
    listeners: new Set(),
    boards: new Set(),
    awayUntil: Number.NEGATIVE_INFINITY,
    stopMeeting: undefined,
    postgres: undefined,
    redis: undefined,
    isClosed: false,
  };
  const made = { from: state.from, installation: installationOf(secret, place), timers };
  state.postgres = postgres({ ...made, events: eventsOf(state, 'postgres') });
  state.redis = redis?.({ ...made, events: eventsOf(state, 'redis') });
  return busOf(
    state,
    timers.every(awayEveryMs, () => sayAway(state)),
  );
}
