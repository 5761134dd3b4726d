import { expect, test } from 'vitest';
import { createBucket } from './meter.ts';

test('a bucket gives its burst at once and then as much as time brings', () => {
  const tokens = createBucket({ perSecond: 10, burst: 3 });
  const taken = (now: number, tries: number): number =>
    Array.from({ length: tries }, () => tokens.take(now)).filter(Boolean).length;
  expect(taken(1_000, 5)).toBe(3);
  expect(taken(1_050, 5)).toBe(0);
  expect(taken(1_100, 5)).toBe(1);
  expect(taken(9_000, 5)).toBe(3);
  expect(taken(8_000, 5)).toBe(0);
});
