import { expect, test } from 'vitest';
import { createCursors } from './cursors.ts';

const peer = (x: number | undefined) => ({
  client: 1,
  id: 'p',
  name: 'Blue Heron',
  color: '#0b74a6',
  selection: [],
  idle: false,
  ...(x === undefined ? {} : { cursor: { x, y: 0 } }),
});

test('a cursor appears where it is, glides to where it goes, and comes to rest there', () => {
  const cursors = createCursors(() => false);
  expect(cursors.step([peer(0)], 0, 1)).toBe(false);
  expect(cursors.at(1)).toEqual({ x: 0, y: 0 });
  cursors.step([peer(100)], 16, 1);
  let last = 0;
  for (let now = 32; cursors.step([peer(100)], now, 1); now += 16) {
    const x = cursors.at(1)?.x ?? 0;
    expect(x).toBeGreaterThanOrEqual(last);
    expect(x).toBeLessThanOrEqual(100);
    last = x;
    expect(now).toBeLessThan(2000);
  }
  expect(cursors.at(1)).toEqual({ x: 100, y: 0 });
});

test('with reduced motion it jumps, and without a cursor it goes', () => {
  const cursors = createCursors(() => true);
  cursors.step([peer(0)], 0, 1);
  expect(cursors.step([peer(100)], 16, 1)).toBe(false);
  expect(cursors.at(1)).toEqual({ x: 100, y: 0 });
  cursors.step([peer(undefined)], 32, 1);
  expect(cursors.at(1)).toBeUndefined();
});
