import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { decodeHistory, encodeHistory, type HistoryPage } from './history.ts';

const bytes = fc.uint8Array({ maxLength: 40 });
const author = fc.record({
  id: fc.stringMatching(/^[\w-]{1,20}$/),
  name: fc.constantFrom('Ann', 'Blue Heron', '名前', ''),
  color: fc.constantFrom('#112233', '#abcdef'),
});
const page: fc.Arbitrary<HistoryPage> = fc
  .tuple(
    bytes,
    fc.array(author, { minLength: 1, maxLength: 4 }),
    fc.array(
      fc.record({
        step: fc.integer({ min: 1, max: 1e9 }),
        ms: fc.integer({ min: -1e9, max: 1e12 }),
        who: fc.nat(),
        update: bytes,
      }),
      { maxLength: 30 },
    ),
    fc.nat(),
  )
  .map(([base, authors, steps, next]) => {
    let [seq, at] = [0, 0];
    const updates = steps.map(({ step, ms, who, update }) => {
      seq += step;
      at += ms;
      return { seq, at, author: who % authors.length, update };
    });
    return { base, authors, updates, next };
  });

const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Failure ? error.code : error;
  }
};

describe('a page of history', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(page, (written) => {
        expect(decodeHistory(encodeHistory(written))).toEqual(written);
      }),
    );
  });

  test('is refused whole where something is missing, follows or is another format', () => {
    fc.assert(
      fc.property(page, fc.nat(), (written, cut) => {
        const all = encodeHistory(written);
        expect(refusal(() => decodeHistory(all.subarray(0, cut % all.length)))).toBe('MALFORMED');
        expect(refusal(() => decodeHistory(Uint8Array.of(...all, 0)))).toBe('MALFORMED');
        expect(refusal(() => decodeHistory(Uint8Array.of(2, ...all.subarray(1))))).toBe('MALFORMED');
      }),
    );
  });

  test('of hostile bytes is a page or a failure, and nothing else', () => {
    const damaged = fc.tuple(page, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([written, at, byte]) => {
      const all = encodeHistory(written);
      all[at % all.length] = byte;
      return all;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (hostile) => {
        const read = refusal(() => decodeHistory(hostile));
        expect(read === 'MALFORMED' || (typeof read === 'object' && read !== null && 'updates' in read)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('promises no more than there is: a count of millions in a few bytes costs nothing', () => {
    const huge = [0xff, 0xff, 0xff, 0xff, 0x7f];
    for (const hostile of [
      [1, ...huge],
      [1, 0, ...huge],
      [1, 0, 0, ...huge],
    ])
      expect(refusal(() => decodeHistory(Uint8Array.from(hostile)))).toBe('MALFORMED');
  });
});
