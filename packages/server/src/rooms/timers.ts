/** Ends a timer; it may be called more than once. */
export type Cancel = () => void;

/** How the rooms wait. A parameter, so that tests and the simulation decide when time passes. */
export interface Timers {
  /** Milliseconds that only ever grow, whatever happens to the clock on the wall. */
  elapsed(): number;
  after(ms: number, work: () => void): Cancel;
  /** The same for what need not keep the process running. */
  afterIdle(ms: number, work: () => void): Cancel;
  every(ms: number, work: () => void): Cancel;
  /** Behind everything that is waiting to be read now. */
  soon(work: () => void): Cancel;
}

export const systemTimers: Timers = {
  elapsed: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  afterIdle(ms, work) {
    const timer = setTimeout(work, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  every(ms, work) {
    const timer = setInterval(work, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
  soon(work) {
    const immediate = setImmediate(work);
    return () => clearImmediate(immediate);
  },
};
