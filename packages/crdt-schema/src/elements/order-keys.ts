import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { Random } from '../ids.ts';
import { limits } from '../limits.ts';

/**
 * Order keys: fractional indices in base 62 (package `fractional-indexing`), compared as strings. Every gesture draws
 * one random key in its gap and nests its run under it, so what two people put in the same place at the same time
 * does not interleave.
 */

/** The key an element without one is read with. */
export const lowestKey = 'a0';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const smallestInteger = `A${'0'.repeat(26)}`;

const integerLength = (key: string): number => {
  const head = key.charCodeAt(0);
  if (head >= 97 && head <= 122) return head - 97 + 2;
  if (head >= 65 && head <= 90) return 90 - head + 2;
  return Number.POSITIVE_INFINITY;
};

/** Whether a string is a key that new keys can be made next to. */
export const isOrderKey = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length > limits.orderKeyLength) return false;
  const integer = integerLength(value);
  if (integer > value.length) return false;
  for (let i = 1; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (!((c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122))) return false;
  }
  if (value.length > integer && value.endsWith('0')) return false;
  return value !== smallestInteger;
};

/** A key between two keys (undefined = the end of the stack) that nobody else draws at the same time. */
export const jitteredKey = (below: string | undefined, above: string | undefined, random: Random): string => {
  let key = generateKeyBetween(below, above);
  // Digits can be appended only while the key is not a prefix of its upper bound.
  while (above?.startsWith(key)) key = generateKeyBetween(key, above);
  const digit = (from: number): string => digits[from + Math.floor(random() * (62 - from))] ?? 'V';
  return key + digit(0) + digit(0) + digit(1);
};

/**
 * The i-th key (from 1) of a run nested under `first`: a length digit and a number in base 61, which has no trailing
 * zero to break the key. Sorts after `first` and `runKey(first, i - 1)`, and below `first + 'V'`.
 */
export const runKey = (first: string, i: number): string => {
  let rest = i - 1;
  let length = 1;
  for (let span = 61; rest >= span; span *= 61) {
    rest -= span;
    length++;
  }
  let number = '';
  for (let k = 0; k < length; k++) {
    number = digits[1 + (rest % 61)] + number;
    rest = Math.floor(rest / 61);
  }
  return `${first}${length}${number}`;
};

/** `n` keys in ascending order in the gap between two keys: one random key and a run nested under it. */
export const keysBetween = (
  below: string | undefined,
  above: string | undefined,
  n: number,
  random: Random,
): string[] => {
  if (n <= 0) return [];
  const first = jitteredKey(below, above, random);
  return Array.from({ length: n }, (_, i) => (i === 0 ? first : runKey(first, i)));
};

/** Short, evenly spread keys for elements that take the place of a crowded neighborhood. */
export const spreadKeys = (below: string | undefined, above: string | undefined, n: number): string[] =>
  generateNKeysBetween(below, above, n);
