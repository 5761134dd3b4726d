import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filmTime, firstSpeed, longestPause } from './film-time.ts';

const at = (...times: number[]) => times.map((time) => ({ at: time }));

test('long pauses are cut short, and short ones are not', () => {
  const time = filmTime(at(1_000, 2_000, 90_000_000, 90_000_100));
  expect(time.length).toBe(500 + 1_000 + longestPause + 100 + 500);
  expect([0, 499, 500, 1_499, 1_500, 4_500, 4_600, 9_999].map(time.positionAt)).toEqual([0, 0, 1, 1, 2, 3, 4, 4]);
  expect([0, 1, 2, 3, 4].map(time.timeOf)).toEqual([0, 500, 1_500, 4_500, 4_600]);
});

test('what was stored at the same time is shown one by one', () => {
  const time = filmTime(at(1_000, 1_000, 1_000));
  expect([1, 2, 3].map(time.timeOf)).toEqual([500, 540, 580]);
});

test('a moment of the clock has its position', () => {
  const time = filmTime(at(1_000, 2_000, 90_000_000));
  expect([0, 1_000, 1_500, 2_000, 5_000_000, 90_000_000, 9e15].map(time.positionOf)).toEqual([0, 1, 1, 2, 2, 3, 3]);
});

test('times go on whatever the clock did, and positions and times agree', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (moments) => {
      const time = filmTime(at(...moments));
      for (let position = 0; position <= moments.length; position++) {
        expect(time.positionAt(time.timeOf(position))).toBeGreaterThanOrEqual(position);
        expect(time.timeOf(position)).toBeGreaterThanOrEqual(time.timeOf(position - 1));
      }
      expect(time.positionAt(time.length)).toBe(moments.length);
    }),
  );
});

test('an empty film has no length to speak of', () => {
  expect(filmTime([]).positionAt(1e9)).toBe(0);
  expect(firstSpeed(filmTime([]).length)).toBe(1);
  expect([59_000, 61_000, 3_600_000, 1e12].map(firstSpeed)).toEqual([1, 4, 64, 256]);
});
