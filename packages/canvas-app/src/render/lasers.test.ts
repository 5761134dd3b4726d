import { expect, test } from 'vitest';
import type { LaserTrail } from '../editor/laser.ts';
import { fades, litAt, litStill } from './lasers.ts';

const camera = { x: 0, y: 0, zoom: 2 };
const trail = (lit: boolean, ...points: readonly (readonly [x: number, t: number])[]): LaserTrail => ({
  color: '#ff0000',
  lit,
  points: points.map(([x, t]) => ({ x, y: 0, t })),
});

test('a trail gets thinner from its end on and is gone within a second', () => {
  const gone = trail(false, [0, 0], [10, 300], [20, 600]);
  const widths = litAt(gone, camera, 700).map(({ left }) => left);
  expect(widths).toEqual([...widths].sort((a, b) => a - b));
  expect(widths.at(-1)).toBeGreaterThan(0.9);
  expect(fades([gone], 700)).toBe(true);
  expect(litAt(gone, camera, 1_600)).toEqual([]);
  expect(fades([gone], 1_600)).toBe(false);
});

test('the head of one that is held stays, and asks for no frames', () => {
  const held = trail(true, [0, 0], [10, 300]);
  expect(litAt(held, camera, 9_000)).toEqual([{ x: 20, y: 0, left: 1 }]);
  expect(fades([held], 600)).toBe(true);
  expect(fades([held], 9_000)).toBe(false);
});

test('what comes next is on its way from where it is', () => {
  const coming = trail(true, [0, 100], [10, 200]);
  expect(litAt(coming, camera, 150).map(({ x }) => x)).toEqual([0, 10]);
  expect(litAt(coming, camera, 50)).toEqual([]);
});

test('without motion the last short way stands, whatever the time', () => {
  const long = trail(true, ...Array.from({ length: 50 }, (_, i): [number, number] => [10 * i, 0]));
  const still = litStill(long, camera);
  expect(still.at(-1)).toEqual({ x: 980, y: 0, left: 1 });
  expect(still.length).toBeLessThan(8);
  expect(still.length).toBeGreaterThan(3);
});
