import { expect, test } from 'vitest';
import { createRecent } from './recent.ts';

test('what was asked for longest ago is forgotten first', () => {
  let made = 0;
  const of = createRecent(2, () => ++made);
  expect([of('ann'), of('bob'), of('ann')]).toEqual([1, 2, 1]);
  expect(of('eve')).toBe(3);
  expect([of('ann'), of('eve')]).toEqual([1, 3]);
  expect(of('bob')).toBe(4);
});
