import type { Random } from '../ids.ts';
import { limits } from '../limits.ts';

/**
 * What was rubbed out of a stroke. Every time a person rubs, the parts lie under a key of their own; what is shown is
 * what none of them covers. So people who rub at one stroke at once both succeed, and undoing takes back one's own alone.
 */

/**
 * Parts of a stroke that were rubbed out: `from, to, from, to, …` in order and apart. A position is an index into the
 * stroke's points; 2.5 is half-way from the third to the fourth.
 */
export type ErasedRanges = readonly number[];

/** Positions are stored in steps of this part of the way from one point to the next. */
const steps = 2 ** 16;

/** Cut keys are all of this length and begin like this; no other property may have such a key. */
const cutKeyLength = 8;
const cutKeyStart = 'x';

const letters = 'abcdefghijklmnopqrstuvwxyz';

export const isCutKey = (key: string): boolean => key.length === cutKeyLength && key.startsWith(cutKeyStart);

/** A key nobody else writes: one of 8,000,000,000. */
export const newCutKey = (random: Random): string => {
  let key = cutKeyStart;
  while (key.length < cutKeyLength) key += letters[Math.floor(random() * letters.length)];
  return key;
};

const none: ErasedRanges = Object.freeze([]);

/** All of these parts as one list in normal form: in order, apart, none empty. */
export const unionErased = (...lists: readonly ErasedRanges[]): ErasedRanges => {
  const ranges: [number, number][] = [];
  for (const list of lists)
    for (let i = 0; i + 1 < list.length; i += 2) {
      const from = list[i] ?? 0;
      const to = list[i + 1] ?? 0;
      if (from < to) ranges.push([from, to]);
    }
  if (ranges.length === 0) return none;
  ranges.sort((a, b) => a[0] - b[0]);
  const union: number[] = [];
  for (const [from, to] of ranges) {
    const last = union.length - 1;
    const end = union[last];
    if (end !== undefined && from <= end) union[last] = Math.max(end, to);
    else union.push(from, to);
  }
  return Object.freeze(union);
};

/** The parts of a line of `count` points that `cuts` leave, in order: positions from and to. */
export const leftBy = (cuts: ErasedRanges, count: number): readonly (readonly [number, number])[] => {
  const left: [number, number][] = [];
  let from = 0;
  for (let i = 0; i + 1 < cuts.length; i += 2) {
    const start = cuts[i] ?? 0;
    if (start > from) left.push([from, Math.min(start, count - 1)]);
    from = cuts[i + 1] ?? from;
    if (from >= count - 1) return left;
  }
  left.push([from, count - 1]);
  return left;
};

/** `cuts` without what `others` cover. Both in normal form. */
export const withoutErased = (cuts: ErasedRanges, others: ErasedRanges): ErasedRanges => {
  const kept: number[] = [];
  for (let i = 0; i + 1 < cuts.length; i += 2) {
    let from = cuts[i] ?? 0;
    const to = cuts[i + 1] ?? 0;
    for (let j = 0; j + 1 < others.length && from < to; j += 2) {
      const start = others[j] ?? 0;
      const end = others[j + 1] ?? 0;
      if (end <= from) continue;
      if (start >= to) break;
      if (start > from) kept.push(from, start);
      from = end;
    }
    if (from < to) kept.push(from, to);
  }
  return kept.length === 0 ? none : Object.freeze(kept);
};

/** Parts as they are stored, none longer than one value may be. Empty when nothing worth storing is left of them. */
export const writeCuts = (cuts: ErasedRanges): readonly number[][] => {
  const stored = unionErased(cuts.map((position) => Math.round(position * steps)));
  const values: number[][] = [];
  for (let i = 0; i < stored.length; i += 2 * limits.cutRanges) values.push(stored.slice(i, i + 2 * limits.cutRanges));
  return values;
};

/** Pairs of positions among the points a stroke may have, in normal form, or undefined when it is anything else. */
export const parseCuts = (value: unknown): ErasedRanges | undefined =>
  Array.isArray(value) &&
  value.length % 2 === 0 &&
  value.every((item) => typeof item === 'number' && item >= 0 && item <= limits.strokePoints)
    ? unionErased(value)
    : undefined;

/** What a stored value says was rubbed out; nothing when it makes no sense. */
export const readCuts = (stored: unknown): ErasedRanges =>
  (Array.isArray(stored) && parseCuts(stored.map((step) => (typeof step === 'number' ? step / steps : step)))) || none;
