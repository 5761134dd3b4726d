import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../testing/random.ts';
import { isOrderKey, jitteredKey, keysBetween, runKey, spreadKeys } from './order-keys.ts';

const random = seededRandom(7);
const ascending = (keys: readonly string[]): boolean => keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key);

describe('order keys', () => {
  test('a key lies strictly between its neighbors, wherever it is drawn', () => {
    const keys = ['a0'];
    fc.assert(
      fc.property(fc.nat(), (n) => {
        const i = n % (keys.length + 1);
        const key = jitteredKey(keys[i - 1], keys[i], random);
        expect(isOrderKey(key)).toBe(true);
        keys.splice(i, 0, key);
        expect(ascending(keys.slice(Math.max(0, i - 1), i + 2))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(ascending(keys)).toBe(true);
  });

  test.each([
    ['a0', 'a1V'],
    [undefined, 'a1V'],
    ['a1', 'a1V'],
    ['a1', 'a101'],
    ['zzzzzzzzzzzzzzzzzzzzzzzzzzz', undefined],
    [undefined, 'A00000000000000000000000001'],
  ])('the gap between %s and %s has room', (below, above) => {
    const key = jitteredKey(below, above, random);
    expect(below === undefined || key > below).toBe(true);
    expect(above === undefined || key < above).toBe(true);
    expect(isOrderKey(key)).toBe(true);
  });

  test('two people hardly ever draw the same key in the same gap', () => {
    const drawn = new Set(Array.from({ length: 1_000 }, () => jitteredKey('a5', undefined, random)));
    expect(drawn.size).toBeGreaterThan(990);
  });

  test('keys stay short while a board grows on top', () => {
    let top = jitteredKey(undefined, undefined, random);
    for (let i = 0; i < 10_000; i++) top = jitteredKey(top, undefined, random);
    expect(top.length).toBeLessThanOrEqual(8);
  });

  test('a run ascends, stays under its first key and is short', () => {
    const first = jitteredKey('a5', 'a6', random);
    const run = [first, ...Array.from({ length: 5_000 }, (_, i) => runKey(first, i + 1))];
    expect(ascending(run)).toBe(true);
    expect(run.every(isOrderKey)).toBe(true);
    expect(run.at(-1)).toSatisfy((last: string) => last < `${first}V`);
    expect(Math.max(...run.map((key) => key.length))).toBeLessThanOrEqual(first.length + 4);
  });

  test('the runs of two people do not interleave', () => {
    const mine = keysBetween('a5', 'a6', 50, random).map((key) => [key, 'mine'] as const);
    const yours = keysBetween('a5', 'a6', 50, random).map((key) => [key, 'yours'] as const);
    const all = [...mine, ...yours].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(all.filter(([, who], i) => i > 0 && who !== all[i - 1]?.[1])).toHaveLength(1);
  });

  test('none for none', () => {
    expect(keysBetween(undefined, undefined, 0, random)).toEqual([]);
  });

  test('spread keys ascend within their bounds', () => {
    const keys = spreadKeys('a0V', 'a1', 40);
    expect(ascending(['a0V', ...keys, 'a1'])).toBe(true);
  });

  test.each(['', 'a', 'a00', 'b1', 'é0', 'a0-', 'A00000000000000000000000000', '0a', `a0${'V'.repeat(255)}`, 5, null])(
    'refuses %j as a key',
    (value) => {
      expect(isOrderKey(value)).toBe(false);
    },
  );
});
