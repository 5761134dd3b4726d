import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOverrideKey } from '../ids.ts';
import { limits } from '../limits.ts';
import { cutsArbitrary } from '../testing/arbitraries.ts';
import { seededRandom } from '../testing/random.ts';
import type { ErasedRanges } from './elements.ts';
import {
  isCutKey,
  leftBy,
  newCutKey,
  parseCuts,
  readCuts,
  unionErased,
  withoutErased,
  writeCuts,
} from './erased-ranges.ts';

const covers = (cuts: ErasedRanges, at: number): boolean =>
  cuts.some((from, i) => i % 2 === 0 && at >= from && at < (cuts[i + 1] ?? 0));

const anyCuts = cutsArbitrary(0).map((list) => unionErased(list));
const position = fc.double({ min: 0, max: 50, noNaN: true });

describe('parts that were rubbed out', () => {
  test('together cover what each of them covers, in order and apart', () => {
    fc.assert(
      fc.property(cutsArbitrary(0), cutsArbitrary(0), position, (a, b, at) => {
        const union = unionErased(a, b);
        expect(covers(union, at)).toBe(covers(a, at) || covers(b, at));
        for (let i = 1; i < union.length; i++) expect(union[i]).toBeGreaterThan(union[i - 1] ?? 0);
      }),
    );
  });

  test('without others cover what only they cover', () => {
    fc.assert(
      fc.property(anyCuts, anyCuts, position, (a, b, at) => {
        expect(covers(withoutErased(a, b), at)).toBe(covers(a, at) && !covers(b, at));
      }),
    );
  });

  test('leave exactly the rest of the line', () => {
    fc.assert(
      fc.property(anyCuts, fc.integer({ min: 2, max: 40 }), position, (cuts, count, at) => {
        fc.pre(at < count - 1);
        const left = leftBy(cuts, count);
        expect(left.some(([from, to]) => at >= from && at < to)).toBe(!covers(cuts, at));
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
      fc.property(anyCuts, position, (cuts, at) => {
        const read = unionErased(...writeCuts(cuts).map(readCuts));
        const edge = cuts.some((edge) => Math.abs(edge - at) <= 1 / 65_536);
        expect(edge || covers(read, at) === covers(cuts, at)).toBe(true);
      }),
    );
    const many = Array.from({ length: 4 * limits.cutRanges }, (_, i) => i);
    expect(writeCuts(many).map((value) => value.length)).toEqual([500, 500]);
  });

  test.each([['x'], [{}], [[1]], [[0, 'a']], [[0, Number.NaN]], [[-1, 2]], [[0, 1e300]], [null], [undefined]])(
    'are nothing in %j',
    (value) => {
      expect(parseCuts(value)).toBeUndefined();
      expect(readCuts(value)).toEqual([]);
    },
  );

  test('have keys that every version keeps and no property has', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 50; i++) {
      const key = newCutKey(random);
      expect(isCutKey(key)).toBe(true);
      expect(isOverrideKey(`aaaaaaaaaaaa:${key}`)).toBe(true);
    }
    expect(isCutKey('sty')).toBe(false);
  });
});
