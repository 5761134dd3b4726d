import { expect, test } from 'vitest';
import { scrolledAtEdge } from './edge-scroll.ts';

const camera = { x: 0, y: 0, zoom: 2 };
const viewport = { width: 1_000, height: 800 };

test('the paper stays where it is while a drag is away from the edges', () => {
  expect(scrolledAtEdge(camera, { x: 500, y: 30 }, viewport, 16)).toBe(camera);
});

test('a drag at an edge moves the paper that way, faster the nearer it is', () => {
  const near = scrolledAtEdge(camera, { x: 990, y: 400 }, viewport, 16);
  const nearest = scrolledAtEdge(camera, { x: 1_000, y: 400 }, viewport, 16);
  expect(near.x).toBeGreaterThan(0);
  expect(near.y).toBe(0);
  expect(nearest.x).toBeGreaterThan(near.x);
  expect(scrolledAtEdge(camera, { x: 500, y: -40 }, viewport, 16).y).toBeLessThan(0);
});

test('a page that was asleep does not leap', () => {
  const place = { x: 1_000, y: 400 };
  expect(scrolledAtEdge(camera, place, viewport, 60_000)).toEqual(scrolledAtEdge(camera, place, viewport, 50));
});
