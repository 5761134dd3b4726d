import type { Random } from '../ids.ts';
import { limits } from '../limits.ts';

/**
 * What was erased from a stroke. Every time a person erases, the parts lie under a key of their own; what is shown is
 * what none of them covers. So people who erase in one stroke at once both succeed, and undoing takes back one's own alone.
 */

/**
 * Parts of a stroke that were erased: `from, to, from, to, …` in order and apart. A position is an index into the
 * stroke's points; 2.5 is half-way from the third to the fourth.
 */
export type ErasedRanges = readonly number[];

/** Positions are stored in steps of this part of the way from one point to the next. */
const steps = 2 ** 16;

/** Keys of erased ranges are all of this length and begin like this; no other property may have such a key. */
const erasedKeyLength = 8;
const erasedKeyStart = 'x';

const letters = 'abcdefghijklmnopqrstuvwxyz';

export const isErasedKey = (key: string): boolean => key.length === erasedKeyLength && key.startsWith(erasedKeyStart);

/** A key nobody else writes: one of 8,000,000,000. */
export const newErasedKey = (random: Random): string => {
  let key = erasedKeyStart;
  while (key.length < erasedKeyLength) key += letters[Math.floor(random() * letters.length)];
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

/** The parts of a line of `count` points that `erased` leave, in order: positions from and to. */
export const leftBy = (erased: ErasedRanges, count: number): readonly (readonly [number, number])[] => {
  const left: [number, number][] = [];
  let from = 0;
  for (let i = 0; i + 1 < erased.length; i += 2) {
    const start = erased[i] ?? 0;
    if (start > from) left.push([from, Math.min(start, count - 1)]);
    from = erased[i + 1] ?? from;
    if (from >= count - 1) return left;
  }
  left.push([from, count - 1]);
  return left;
};

/** `erased` without what `others` cover. Both in normal form. */
export const withoutErased = (erased: ErasedRanges, others: ErasedRanges): ErasedRanges => {
  const kept: number[] = [];
  for (let i = 0; i + 1 < erased.length; i += 2) {
    let from = erased[i] ?? 0;
    const to = erased[i + 1] ?? 0;
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
export const writeErased = (erased: ErasedRanges): readonly number[][] => {
  const stored = unionErased(erased.map((position) => Math.round(position * steps)));
  const values: number[][] = [];
  for (let i = 0; i < stored.length; i += 2 * limits.erasedRanges)
    values.push(stored.slice(i, i + 2 * limits.erasedRanges));
  return values;
};

/** Pairs of positions among the points a stroke may have, in normal form, or undefined when it is anything else. */
export const parseErased = (value: unknown): ErasedRanges | undefined =>
  Array.isArray(value) &&
  value.length % 2 === 0 &&
  value.every((item) => typeof item === 'number' && item >= 0 && item <= limits.strokePoints)
    ? unionErased(value)
    : undefined;

/** What a stored value says was erased; nothing when it makes no sense. */
export const readErased = (stored: unknown): ErasedRanges =>
  (Array.isArray(stored) && parseErased(stored.map((step) => (typeof step === 'number' ? step / steps : step)))) ||
  none;
