/** Chance that is the same on every machine: whole numbers and a handful of sums, no `Math.random`, no sine. */

/** A number of 32 bits that stands for a string (FNV-1a, Fowler, Noll and Vo 1991). */
export const seedOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** A number from -1 to 1 for each whole number (the finalizer of MurmurHash3, Appleby 2011). */
export const chance = (seed: number, n: number): number => {
  let hash = Math.imul(seed ^ Math.imul(n + 1, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x7fffffff - 1;
};

/** A smooth wave without a pattern, from -1 to 1, that goes one way or the other about once in each unit of `at` (value noise). */
export const wave = (seed: number, at: number): number => {
  const before = Math.floor(at);
  const t = at - before;
  const a = chance(seed, before);
  return a + (chance(seed, before + 1) - a) * t * t * (3 - 2 * t);
};
