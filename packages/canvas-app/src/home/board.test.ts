import { expect, test } from 'vitest';
import { boardOf, daysLeft } from './board.ts';

const fact = {
  id: 'a',
  role: 'owner',
  deletedAt: '2026-01-01T12:00:00.000Z',
  deletedUntil: '2026-01-31T12:00:00.000Z',
};

test('a board in the trash has the days left that the server says, the one that has begun included', () => {
  const [board] = boardOf(fact);
  const left = (now: string) => daysLeft({ deletedUntil: board?.deletedUntil ?? 0 }, Date.parse(now));
  expect(left('2026-01-01T12:00:00.000Z')).toBe(30);
  expect(left('2026-01-01T12:00:01.000Z')).toBe(30);
  expect(left('2026-01-30T12:00:01.000Z')).toBe(1);
  expect(left('2026-01-31T11:59:59.000Z')).toBe(1);
  // Past its time until the server has looked.
  expect(left('2026-01-31T12:30:00.000Z')).toBe(0);
});

test('a board that is not in the trash, or of a server that does not say, has no end', () => {
  expect(boardOf({ id: 'a', role: 'owner' })).toMatchObject([{ deletedUntil: Number.NaN }]);
});
