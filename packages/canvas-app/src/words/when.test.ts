import { expect, test } from 'vitest';
import { whenOf } from './when.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = new Date(2026, 5, 15, 12).getTime();

test.each([
  [10_000, 'now'],
  [5 * minute, '5 minutes ago'],
  [59 * minute, '59 minutes ago'],
  [3 * hour, '3 hours ago'],
  [26 * hour, 'yesterday'],
  [6 * day, '6 days ago'],
  [40 * day, 'May 6'],
  [400 * day, 'May 11, 2025'],
])('%d ms ago is %s', (ago, said) => {
  expect(whenOf(now - ago, now, 'en')).toBe(said);
});

test('is said in the language of the page, and a clock that runs ahead is now', () => {
  expect(whenOf(now - 26 * hour, now, 'de')).toBe('gestern');
  expect(whenOf(now + hour, now, 'de')).toBe('jetzt');
});
