import { expect, test } from 'vitest';
import { coveredOf } from './covered.ts';

test('a keyboard covers what is not seen below, and not what lies above or beside a closer look', () => {
  expect(coveredOf(800, null)).toBe(0);
  expect(coveredOf(800, { offsetTop: 0, height: 800, scale: 1 })).toBe(0);
  expect(coveredOf(800, { offsetTop: 0, height: 460.4, scale: 1 })).toBe(340);
  expect(coveredOf(800, { offsetTop: 100, height: 460, scale: 1 })).toBe(240);
  expect(coveredOf(800, { offsetTop: 340, height: 460, scale: 1 })).toBe(0);
  expect(coveredOf(800, { offsetTop: 0, height: 400, scale: 2 })).toBe(0);
});
