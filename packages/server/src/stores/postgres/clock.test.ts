import { expect, test } from 'vitest';
import { sharedClock } from './clock.ts';

/** A server whose own clock says this. */
const server = (own: number) => {
  const at = { own };
  return { at, clock: sharedClock(() => at.own) };
};

test('the own clock is believed until the database says something else', () => {
  const { clock } = server(1_000);
  clock.heard(1_005, 990, 1_010);
  expect(clock.now()).toBe(1_000);
});

test.each([-180_000, 180_000])('a clock that is %d ms ahead is put right within the time an answer took', (ahead) => {
  const { at, clock } = server(1_000_000 + ahead);
  clock.heard(1_000_000, 1_000_000 + ahead - 8, 1_000_000 + ahead + 2);
  expect(Math.abs(clock.now() - 1_000_000)).toBeLessThanOrEqual(8);
  at.own += 500;
  clock.heard(1_000_500, at.own, at.own);
  expect(clock.now()).toBe(1_000_500);
  // An answer that takes long says little, and changes nothing.
  clock.heard(1_000_700, at.own - 9_000, at.own + 9_000);
  expect(clock.now()).toBe(1_000_500);
});

test('another database is followed, and a clock that is set back while it is asked says nothing', () => {
  const { clock } = server(1_000);
  clock.heard(5_000, 1_000, 1_000);
  expect(clock.now()).toBe(5_000);
  clock.heard(9_000, 1_000, 900);
  expect(clock.now()).toBe(5_000);
  clock.heard(2_000, 1_000, 1_000);
  expect(clock.now()).toBe(2_000);
});
