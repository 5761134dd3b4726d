/** Redis, or Valkey, as a way between servers. It carries everything and keeps nothing. */
import type { Timers } from '../timers.ts';
import { KiB, MiB } from '../units.ts';
import { type Audience, createAudience } from './audience.ts';
import { keepConnected, type Lasting } from './lasting.ts';
import { boardOf, isFrom, type Message, readMessage } from './messages.ts';
import { connectToRedis, type RedisConnection } from './redis-connection.ts';
import { createTally, type Tally, type Way, type WayEvents } from './way.ts';

export interface RedisDeps {
  readonly url: string;
  /** Names this server on the bus, anew with each start. */
  readonly from: string;
  /** What all servers on the same boards have in common, and no others: channels begin with it. */
  readonly installation: string;
  readonly timers: Timers;
  readonly events: WayEvents;
  /** For tests: how it connects. */
  readonly connect?: typeof connectToRedis;
}

/** Bytes that were told and not taken yet by Redis: of what is shown for a moment, and of all. */
const mostWaiting = { passing: 512 * KiB, all: 8 * MiB };

const isPassing = ({ kind }: Message): boolean => kind === 'live' || kind === 'presence';

interface State extends RedisDeps {
  readonly tally: Tally;
  readonly audience: Audience;
  readonly name: Buffer;
  /** Boards to be heard of, those that the connection there is hears of or is about to, and those in which the two may differ. */
  readonly followed: Set<string>;
  readonly subscribed: Set<string>;
  readonly changed: Set<string>;
  /** Bytes that were told and not taken yet. */
  waiting: number;
}

const channelOf = ({ installation }: State, board: string): string => `gesso:${installation}:board:${board}`;
/**
 * Orders go to all servers, whichever boards they have open: a person may be on their way to a board that is not open there yet. They are as
 * rare as what people do in the share panel.
 */
const channelOfAll = ({ installation }: State): string => `gesso:${installation}:all`;

function hear(state: State, bytes: Buffer): void {
  if (isFrom(bytes, state.name)) return;
  const heard = readMessage(bytes);
  if (typeof heard === 'string') {
    state.tally.unheard(heard);
    return;
  }
  const { message, from } = heard;
  state.tally.heard(message.kind);
  if (state.followed.has(boardOf(message))) state.audience.heard(boardOf(message));
  state.events.onHeard(message, from);
}

function tell(state: State, lasting: Lasting<RedisConnection>, message: Message, bytes: Buffer | undefined): boolean {
  const { connection } = lasting;
  const { tally, audience } = state;
  const most = isPassing(message) ? mostWaiting.passing : mostWaiting.all;
  if (bytes === undefined) tally.untold(message.kind, 'large');
  else if (connection === undefined) tally.untold(message.kind, 'away');
  else if (isPassing(message) && audience.isAlone(boardOf(message))) return true;
  else if (state.waiting > most) tally.untold(message.kind, 'full');
  else {
    tally.told(message.kind);
    publish(state, lasting, connection, message, bytes);
    return true;
  }
  return false;
}

function publish(
  state: State,
  lasting: Lasting<RedisConnection>,
  connection: RedisConnection,
  message: Message,
  bytes: Buffer,
): void {
  const { audience, events, followed } = state;
  const board = boardOf(message);
  const isOfBoard = board !== '';
  state.waiting += bytes.length;
  connection
    .publish(isOfBoard ? channelOf(state, board) : channelOfAll(state), bytes)
    .then(
      (reached) => {
        if (isOfBoard && followed.has(board)) audience.reached(board, reached);
      },
      (error) => {
        events.onLost(message, bytes);
        // One that takes no message is none; it is known already where it was lost.
        lasting.lose(connection, error);
      },
    )
    .finally(() => {
      state.waiting -= bytes.length;
    });
}

/** Brings what the connection hears in line with what is followed: all that has changed since the last turn at once. */
function align(state: State, lasting: Lasting<RedisConnection>): void {
  const { connection } = lasting;
  const { followed, subscribed, changed, events } = state;
  if (connection === undefined) return;
  const failed = (error: unknown): void => lasting.lose(connection, error);
  const fresh: string[] = [];
  for (const board of changed) {
    if (followed.has(board) === subscribed.has(board)) continue;
    if (subscribed.delete(board)) connection.unsubscribe(channelOf(state, board)).catch(failed);
    else fresh.push(board);
  }
  changed.clear();
  if (fresh.length === 0) return;
  for (const board of fresh) subscribed.add(board);
  connection.subscribe(fresh.map((board) => channelOf(state, board))).then(() => {
    for (const board of fresh) if (subscribed.has(board)) events.onFollows(board);
  }, failed);
}

function change(state: State, lasting: Lasting<RedisConnection>, board: string): void {
  if (state.changed.size === 0) state.timers.soon(() => align(state, lasting));
  state.changed.add(board);
}

const keep = (state: State): Lasting<RedisConnection> => {
  const lasting: Lasting<RedisConnection> = keepConnected({
    timers: state.timers,
    open: (onEnd) => {
      const boards = [...state.followed];
      state.changed.clear();
      state.subscribed.clear();
      for (const board of boards) state.subscribed.add(board);
      return (state.connect ?? connectToRedis)({
        url: state.url,
        channels: [channelOfAll(state), ...boards.map((board) => channelOf(state, board))],
        tried: `gesso:${state.installation}:try`,
        onMessage: (bytes) => hear(state, bytes),
        onEnd,
        timers: state.timers,
      });
    },
    onUp: () => {
      state.audience.forgetAll();
      align(state, lasting);
      state.events.onUp();
    },
    onDown: state.events.onDown,
  });
  return lasting;
};

/** Begins to connect. */
export function createRedisWay(deps: RedisDeps): Way {
  const tally = createTally();
  const state: State = {
    ...deps,
    tally,
    audience: createAudience(deps.timers),
    name: Buffer.from(deps.from),
    followed: new Set(),
    subscribed: new Set(),
    changed: new Set(),
    waiting: 0,
  };
  const lasting = keep(state);
  return {
    ...tally,
    name: 'redis',
    first: lasting.first,
    get connected() {
      return lasting.connection !== undefined;
    },
    get reconnects() {
      return lasting.again;
    },
    tell: (message, bytes) => tell(state, lasting, message, bytes),
    follow(board) {
      state.followed.add(board);
      change(state, lasting, board);
    },
    leave(board) {
      state.followed.delete(board);
      state.audience.forget(board);
      change(state, lasting, board);
    },
    // Its answer comes behind those to all that was told.
    close: () => lasting.close((connection) => connection.ask()),
  };
}
