import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBoard, toScreen } from '../../editor/camera.ts';
import { centeredOn } from '../../editor/deep-link.ts';
import { frameOf, overviewOf } from './overview.ts';

const viewport = { width: 1280, height: 800 };
const place = fc.record({ x: fc.integer({ min: -3000, max: 3000 }), y: fc.integer({ min: -3000, max: 3000 }) });
const camera = fc.record({
  x: fc.integer({ min: -3000, max: 3000 }),
  y: fc.integer({ min: -3000, max: 3000 }),
  zoom: fc.double({ min: 0.5, max: 8, noNaN: true }),
});
const box = fc.record({
  x: fc.integer({ min: -3000, max: 3000 }),
  y: fc.integer({ min: -3000, max: 3000 }),
  w: fc.integer({ min: 0, max: 3000 }),
  h: fc.integer({ min: 0, max: 3000 }),
});

test('an overview shows the whole board and what was looked at, and comes no nearer', () => {
  fc.assert(
    fc.property(box, camera, (all, before) => {
      const over = overviewOf(all, before, viewport);
      expect(over.zoom).toBeLessThanOrEqual(before.zoom);
      const frame = frameOf(before, over, viewport);
      const corners = [
        [toScreen(over, all), toScreen(over, { x: all.x + all.w, y: all.y + all.h })],
        [frame.at, { x: frame.at.x + frame.width, y: frame.at.y + frame.height }],
      ] as const;
      for (const [from, to] of corners) {
        expect(Math.min(from.x, from.y)).toBeGreaterThanOrEqual(-1e-6);
        expect(to.x).toBeLessThanOrEqual(viewport.width + 1e-6);
        expect(to.y).toBeLessThanOrEqual(viewport.height + 1e-6);
      }
    }),
  );
});

test('a place that is gone to is in the middle, as near as before', () => {
  fc.assert(
    fc.property(place, camera, (to, before) => {
      const after = centeredOn({ ...to, zoom: before.zoom }, viewport);
      expect(after.zoom).toBe(before.zoom);
      const middle = toBoard(after, { x: 640, y: 400 });
      expect(middle.x).toBeCloseTo(to.x, 6);
      expect(middle.y).toBeCloseTo(to.y, 6);
    }),
  );
});
