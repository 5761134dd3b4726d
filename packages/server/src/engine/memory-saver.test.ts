import { expect, test } from 'vitest';
import { sparesAt } from './memory-saver.ts';

const mib = 1024 * 1024;

test('a process that holds little beyond its use spends memory freely', () => {
  expect(sparesAt(false, 90 * mib)).toBe(false);
});

test('one that holds much beyond its use spares until it is well below', () => {
  expect(sparesAt(false, 113 * mib)).toBe(true);
  expect(sparesAt(true, 104 * mib)).toBe(true);
  expect(sparesAt(true, 95 * mib)).toBe(false);
});

test('between the bounds it stays as it was', () => {
  expect(sparesAt(false, 104 * mib)).toBe(false);
});
