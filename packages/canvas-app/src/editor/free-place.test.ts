import { expect, test } from 'vitest';
import { freePlace } from './free-place.ts';

test('what nobody has given a place lies about the middle, or beside what is there', () => {
  const size = { w: 200, h: 100 };
  const middle = { x: 500, y: 400 };
  const all = { x: -50, y: 20, w: 700, h: 500 };
  expect(freePlace({ touches: () => false, all: () => all }, size, middle)).toEqual({ x: 400, y: 350 });
  expect(freePlace({ touches: () => true, all: () => all }, size, middle)).toEqual({ x: 730, y: 20 });
});
