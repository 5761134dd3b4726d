/**
 * y-websocket and y-protocols take their time from the global scope, and lib0 keeps `Date.now` from the moment it is
 * loaded. So this file is imported before them, and lends them the world's time while a world runs.
 */

export interface BorrowedTime {
  /** Milliseconds since 1970. */
  wall(): number;
  after(ms: number, work: () => void): () => void;
  every(ms: number, work: () => void): () => void;
}

const real = {
  now: Date.now,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  random: Math.random,
};

let lent: BorrowedTime | undefined;
const now = (): number => (lent === undefined ? real.now() : lent.wall());
Date.now = now;

/** Everything that promises make happen now, has happened. */
export const promisesSettled = (): Promise<void> => new Promise((resolve) => void real.setImmediate(resolve));

/** Milliseconds of the real clock, for reporting how long runs take. */
export const realNow = (): number => real.now();

type Work = (...args: unknown[]) => void;

/** Runs `work` while timers, `Date.now` and chance are the world's. One world at a time. */
export const onBorrowedTime = async <T>(
  time: BorrowedTime,
  chance: () => number,
  work: () => Promise<T>,
): Promise<T> => {
  if (lent !== undefined) throw new Error('two worlds at once');
  const { getUnixTime } = await import('lib0/time');
  if (getUnixTime !== now) throw new Error('lib0 was loaded before globals.ts: import it first');
  const cancels = new Map<number, () => void>();
  let last = 0;
  const start =
    (begin: (ms: number, work: () => void) => () => void, once: boolean) =>
    (callback: Work, ms = 0, ...args: unknown[]): number => {
      const id = ++last;
      const run = (): void => {
        if (once) cancels.delete(id);
        callback(...args);
      };
      cancels.set(id, begin(ms, run));
      return id;
    };
  const stop = (id: unknown): void => {
    if (typeof id !== 'number') return;
    cancels.get(id)?.();
    cancels.delete(id);
  };
  lent = time;
  Math.random = chance;
  Object.assign(globalThis, {
    setTimeout: start(time.after, true),
    setInterval: start(time.every, false),
    clearTimeout: stop,
    clearInterval: stop,
  });
  try {
    return await work();
  } finally {
    const { setTimeout, clearTimeout, setInterval, clearInterval } = real;
    Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
    Math.random = real.random;
    lent = undefined;
  }
};
