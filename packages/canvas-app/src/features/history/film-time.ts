import type { FilmStep } from '@gesso/crdt-schema';

/** How many times as fast as it was drawn. */
export const speeds = [1, 4, 16, 64, 256] as const;
export type Speed = (typeof speeds)[number];

/** ms of a pause that are shown: nobody waits longer for what was drawn the next day. */
export const longestPause = 3_000;
/** ms between two steps at least: what the server stored at once was drawn one by one. */
const shortestPause = 40;
/** ms before the first step and behind the last. */
const lead = 500;
/** ms that a whole film takes at the speed at which it begins, at most, if it can. */
const wholeFilm = 60_000;

/** Times in a film, in ms of drawing with long pauses cut short. */
export interface FilmTime {
  /** How long it takes at speed 1. */
  readonly length: number;
  /** Steps that are done at a time. */
  positionAt(time: number): number;
  /** When a number of steps has just been done. */
  timeOf(position: number): number;
  /** Steps that were done at a moment of the clock (ms since 1970), by the last step before it. */
  positionOf(moment: number): number;
}

/** How many of ascending numbers are at most `value`. */
function countUpTo(times: Float64Array, value: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Times of steps. Clocks are set back at times; a film goes on all the same. */
export function filmTime(steps: readonly Pick<FilmStep, 'at'>[]): FilmTime {
  const times = new Float64Array(steps.length);
  const moments = new Float64Array(steps.length);
  let time = lead;
  steps.forEach(({ at }, i) => {
    const before = moments[i - 1];
    if (before !== undefined) time += Math.min(longestPause, Math.max(shortestPause, at - before));
    times[i] = time;
    moments[i] = Math.max(before ?? at, at);
  });
  const length = time + lead;
  return {
    length,
    positionAt: (wanted) => countUpTo(times, wanted),
    timeOf: (position) => (position <= 0 ? 0 : (times[Math.min(position, times.length) - 1] ?? 0)),
    positionOf: (moment) => countUpTo(moments, moment),
  };
}

/** The slowest speed at which a film is over in a minute, else the fastest. */
export const firstSpeed = (length: number): Speed => speeds.find((speed) => length / speed <= wholeFilm) ?? 256;
