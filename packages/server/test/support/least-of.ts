import { slowness } from './pace.ts';

/**
 * Times something is measured at most. CPU time holds the collection of garbage that others left and what a shared host takes for itself,
 * here and there tens of milliseconds; what a thing costs, it costs each time, so the least of them is its cost.
 */
const mostMeasured = 5;

/**
 * The least CPU time (ms) of what `measure` gives, which is asked again until it gives less than `most`. Where the host is slow all the
 * while, as the same work beside each measurement tells, it is what it would be where it is not.
 */
export const leastOf = async (most: number, measure: (round: number) => Promise<number>): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  let pace = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostMeasured && !(least / pace < most); round++) {
    least = Math.min(least, await measure(round));
    pace = Math.min(pace, slowness());
  }
  return least / pace;
};
