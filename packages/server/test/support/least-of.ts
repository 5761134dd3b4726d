/**
 * Times something is measured at most. CPU time holds the collection of garbage that others left and what a shared host takes for itself,
 * here and there tens of milliseconds; what a thing costs, it costs each time, so the least of them is its cost. On a busy host three in
 * a row have been twice that.
 */
const mostMeasured = 8;

/** The least of what `measure` gives, which is asked again until it gives less than `most`. */
export const leastOf = async (most: number, measure: (round: number) => Promise<number>): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostMeasured && least >= most; round++) least = Math.min(least, await measure(round));
  return least;
};
