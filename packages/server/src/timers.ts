/** Ends a timer; it may be called more than once. */
export type Cancel = () => void;

/** How the rooms wait. A parameter, so that tests and the simulation decide when time passes. */
export interface Timers {
  /** Milliseconds that only ever grow, also when the clock on the wall is set back. */
  elapsed(): number;
  after(ms: number, work: () => void): Cancel;
  /** The same for what need not keep the process running. */
  afterIdle(ms: number, work: () => void): Cancel;
  every(ms: number, work: () => void): Cancel;
  /** Behind everything that is waiting to be read now. */
  soon(work: () => void): Cancel;
}

/**
 * Timers of the system in which nothing ends the process: an exception in a timer has no caller, and Node would take everybody
 * down with it. What throws, or rejects, is told to `trouble`, and a repeated timer goes on. The only file that may ask Node for
 * a timer (`test/connections.test.ts`).
 */
export const createTimers = (trouble: (error: unknown) => void): Timers => {
  const told = (error: unknown): void => {
    try {
      trouble(error);
    } catch {
      // There is nobody left to tell.
    }
  };
  const guarded = (work: () => unknown) => (): void => {
    try {
      const done = work();
      if (done instanceof Promise) done.catch(told);
    } catch (error) {
      told(error);
    }
  };
  return {
    elapsed: () => performance.now(),
    after(ms, work) {
      const timer = setTimeout(guarded(work), ms);
      return () => clearTimeout(timer);
    },
    afterIdle(ms, work) {
      const timer = setTimeout(guarded(work), ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
    every(ms, work) {
      const timer = setInterval(guarded(work), ms);
      timer.unref();
      return () => clearInterval(timer);
    },
    soon(work) {
      const immediate = setImmediate(guarded(work));
      return () => clearImmediate(immediate);
    },
  };
};

/** Where there is no log: on standard error, by Node's own words. */
export const systemTimers: Timers = createTimers((error) => {
  process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error), 'TimerWarning');
});

/** Resolves after so many ms. */
export const pause = (timers: Timers, ms: number): Promise<void> =>
  new Promise((resolve) => void timers.after(ms, resolve));

/** Resolves when everything else that is due has had its turn. */
export const nextTurn = (timers: Timers): Promise<void> => new Promise((resolve) => void timers.soon(resolve));
