import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('no more go within any second than may, and those at once if need be', () => {
  const may = createPace(5);
  const went = Array.from({ length: 100 }, (_, i) => i * 50).filter((now) => may(now));
  expect(went.slice(0, 5)).toEqual([0, 50, 100, 150, 200]);
  for (const from of went) expect(went.filter((time) => time >= from && time < from + 1_000).length).toBeLessThan(6);
  expect(went).toHaveLength(25);
});
