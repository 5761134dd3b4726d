import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOverrideKey } from '../ids.ts';
import { limits } from '../limits.ts';
import { erasedArbitrary } from '../testing/arbitraries.ts';
import { seededRandom } from '../testing/random.ts';
import type { ErasedRanges } from './elements.ts';
import {
  isErasedKey,
  leftBy,
  newErasedKey,
  parseErased,
  readErased,
  unionErased,
  withoutErased,
  writeErased,
} from './erased-ranges.ts';

const covers = (erased: ErasedRanges, at: number): boolean =>
  erased.some((from, i) => i % 2 === 0 && at >= from && at < (erased[i + 1] ?? 0));

const anyErased = erasedArbitrary(0).map((list) => unionErased(list));
const position = fc.double({ min: 0, max: 50, noNaN: true });

describe('parts that were erased', () => {
  test('together cover what each of them covers, in order and apart', () => {
    fc.assert(
      fc.property(erasedArbitrary(0), erasedArbitrary(0), position, (a, b, at) => {
        const union = unionErased(a, b);
        expect(covers(union, at)).toBe(covers(a, at) || covers(b, at));
        for (let i = 1; i < union.length; i++) expect(union[i]).toBeGreaterThan(union[i - 1] ?? 0);
      }),
    );
  });

  test('without others cover what only they cover', () => {
    fc.assert(
      fc.property(anyErased, anyErased, position, (a, b, at) => {
        expect(covers(withoutErased(a, b), at)).toBe(covers(a, at) && !covers(b, at));
      }),
    );
  });

  test('leave exactly the rest of the line', () => {
    fc.assert(
      fc.property(anyErased, fc.integer({ min: 2, max: 40 }), position, (erased, count, at) => {
        fc.pre(at < count - 1);
        const left = leftBy(erased, count);
        expect(left.some(([from, to]) => at >= from && at < to)).toBe(!covers(erased, at));
        for (const [from, to] of left) expect(to).toBeGreaterThan(from);
      }),
    );
  });

  test('leave nothing when they cover all of it, and a dot when they only touch what is not there', () => {
    expect(leftBy([0, 9], 10)).toEqual([]);
    expect(leftBy([0, 3, 3.5, 20], 10)).toEqual([[3, 3.5]]);
    expect(leftBy([0.5, 1], 1)).toEqual([[0, 0]]);
    expect(leftBy([], 1)).toEqual([[0, 0]]);
  });

  test('are stored to a 65,536th of the way between two points, in values no longer than one may be', () => {
    fc.assert(
      fc.property(anyErased, position, (erased, at) => {
        const read = unionErased(...writeErased(erased).map(readErased));
        const edge = erased.some((edge) => Math.abs(edge - at) <= 1 / 65_536);
        expect(edge || covers(read, at) === covers(erased, at)).toBe(true);
      }),
    );
    const many = Array.from({ length: 4 * limits.erasedRanges }, (_, i) => i);
    expect(writeErased(many).map((value) => value.length)).toEqual([500, 500]);
  });

  test.each([['x'], [{}], [[1]], [[0, 'a']], [[0, Number.NaN]], [[-1, 2]], [[0, 1e300]], [null], [undefined]])(
    'are nothing in %j',
    (value) => {
      expect(parseErased(value)).toBeUndefined();
      expect(readErased(value)).toEqual([]);
    },
  );

  test('have keys that every version keeps and no property has', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 50; i++) {
      const key = newErasedKey(random);
      expect(isErasedKey(key)).toBe(true);
      expect(isOverrideKey(`aaaaaaaaaaaa:${key}`)).toBe(true);
    }
    expect(isErasedKey('sty')).toBe(false);
  });
});
