import { type Cancel, pause, type Timers } from '../timers.ts';

/** How long until it is tried again (ms): twice as long each time until one has lasted, and a part of that by chance. */
const firstMs = 50;
const mostMs = 2_000;
/** How often a connection is asked whether it is there, and how long its answer may take (ms). */
const askEveryMs = 5_000;
const answerMs = 5_000;
/** How long the end of a connection waits for what was told over it (ms). */
const lastMs = 1_000;

/** One connection, as long as it lasts. */
export interface Connection {
  /** Resolves when the other side has answered. */
  ask(): Promise<unknown>;
  /** Ends it. Never rejects. */
  end(): Promise<void>;
}

export interface LastingDeps<C extends Connection> {
  /** Makes one. `onEnd` is to be called when it is no more, also before it was there. */
  readonly open: (onEnd: (error: unknown) => void) => Promise<C>;
  readonly onUp: (connection: C) => void;
  readonly onDown: (error: unknown) => void;
  readonly timers: Timers;
}

/** A connection that is made anew whenever it is lost, until it is closed. */
export interface Lasting<C extends Connection> {
  readonly connection: C | undefined;
  /** How often it was made anew. */
  readonly again: number;
  /** Resolves when the first try has succeeded or failed, to why it failed. */
  readonly first: Promise<unknown>;
  /** Gives the connection up, as one that does not do what it should; it is made anew. */
  lose(connection: C, error: unknown): void;
  /** Ends for good, when `last` has resolved or has taken too long. Never rejects. */
  close(last: (connection: C) => Promise<unknown>): Promise<void>;
}

interface State<C extends Connection> {
  readonly deps: LastingDeps<C>;
  connection: C | undefined;
  ups: number;
  tries: number;
  isClosed: boolean;
  /** Whether it was told that there is none. */
  isDown: boolean;
  waiting: Cancel | undefined;
}

function down<C extends Connection>(state: State<C>, error: unknown): void {
  if (state.isClosed) return;
  if (!state.isDown) {
    state.isDown = true;
    state.deps.onDown(error);
  }
  const ms = Math.min(mostMs, firstMs * 2 ** Math.min(state.tries, 10)) * (0.5 + Math.random() / 2);
  state.tries++;
  state.waiting = state.deps.timers.afterIdle(ms, () => {
    void tryOnce(state);
  });
}

function lose<C extends Connection>(state: State<C>, connection: C, error: unknown): void {
  if (state.connection !== connection) return;
  state.connection = undefined;
  void connection.end();
  down(state, error);
}

/** Asks now and then. What does not answer is as good as gone, whatever the system knows of it. */
function watch<C extends Connection>(state: State<C>, connection: C): void {
  const { timers } = state.deps;
  if (state.connection !== connection) return;
  timers.afterIdle(askEveryMs, () => {
    if (state.connection !== connection) return;
    const stop = timers.afterIdle(answerMs, () => lose(state, connection, new Error('it does not answer')));
    connection
      .ask()
      .then(
        () => {
          state.tries = 0;
          watch(state, connection);
        },
        (error) => lose(state, connection, error),
      )
      .finally(stop);
  });
}

/** Resolves to why it failed. */
async function tryOnce<C extends Connection>(state: State<C>): Promise<unknown> {
  let made: C | undefined;
  let ended: { readonly error: unknown } | undefined;
  try {
    made = await state.deps.open((error) => {
      ended = { error };
      if (made !== undefined) lose(state, made, error);
    });
    if (ended !== undefined) throw ended.error;
  } catch (error) {
    await made?.end();
    down(state, error);
    return error;
  }
  if (state.isClosed) {
    await made.end();
    return undefined;
  }
  state.connection = made;
  state.isDown = false;
  state.ups++;
  watch(state, made);
  state.deps.onUp(made);
  return undefined;
}

export function keepConnected<C extends Connection>(deps: LastingDeps<C>): Lasting<C> {
  const state: State<C> = {
    deps,
    connection: undefined,
    ups: 0,
    tries: 0,
    isClosed: false,
    isDown: false,
    waiting: undefined,
  };
  const first = tryOnce(state);
  return {
    get connection() {
      return state.connection;
    },
    get again() {
      return Math.max(0, state.ups - 1);
    },
    first,
    lose: (connection, error) => lose(state, connection, error),
    async close(last) {
      state.isClosed = true;
      state.waiting?.();
      const { connection } = state;
      if (connection === undefined) return;
      await Promise.race([last(connection).catch(() => undefined), pause(deps.timers, lastMs)]);
      state.connection = undefined;
      await connection.end();
    },
  };
}
