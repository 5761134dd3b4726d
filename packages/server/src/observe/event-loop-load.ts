import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Cancel, systemTimers, type Timers } from '../timers.ts';

/** Above this the process is so busy that more people would only make it worse for all; below the second it takes newcomers again. */
const busyMs = { above: 500, below: 200 } as const;
const sampleEveryMs = 1_000;
const resolutionMs = 10;

/** How busy the process is, by how late its timers are; by hand for the reasons in docs/decisions/0010. */
export interface Load {
  /** Nobody new should come in now. */
  readonly overloaded: boolean;
  /** Mean delay of the event loop over the last second, in ms. */
  readonly delayMs: number;
  /** Measures from now on. Before that nothing counts: a process that is starting is late by nature, and turns nobody away. */
  start(): void;
  stop(): void;
}

/**
 * Tells busy from not by the last two samples; between the two bounds it stays what it was. One long piece of work, such as
 * opening a very large board, is not load: that takes two samples in a row.
 */
export const busyAfter = (busy: boolean, before: number, delayMs: number): boolean =>
  Math.min(before, delayMs) > (busy ? busyMs.below : busyMs.above);

/** A process that always keeps up. */
export const noLoad: Load = {
  overloaded: false,
  delayMs: 0,
  start: () => undefined,
  stop: () => undefined,
};

export const watchLoad = (timers: Timers = systemTimers): Load => {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  let stop: Cancel | undefined;
  let busy = false;
  let delayMs = 0;
  let before = 0;
  const sample = (): void => {
    // The histogram counts the interval it waits as well; NaN when nothing was sampled.
    delayMs = Math.max(0, (histogram.mean || 0) / 1e6 - resolutionMs);
    busy = busyAfter(busy, before, delayMs);
    before = delayMs;
    histogram.reset();
  };
  return {
    get overloaded() {
      return busy;
    },
    get delayMs() {
      return delayMs;
    },
    start() {
      histogram.enable();
      stop ??= timers.every(sampleEveryMs, sample);
    },
    stop() {
      stop?.();
      histogram.disable();
    },
  };
};
