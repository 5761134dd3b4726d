import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fit, maxZoom, minZoom, panBy, toBoard, toScreen, zoomAt } from './camera.ts';

const number = fc.double({ min: -1e5, max: 1e5, noNaN: true });
const camera = fc.record({ x: number, y: number, zoom: fc.double({ min: minZoom, max: maxZoom, noNaN: true }) });
const screen = fc.record({
  x: fc.double({ min: 0, max: 4_000, noNaN: true }),
  y: fc.double({ min: 0, max: 4_000, noNaN: true }),
});

describe('camera', () => {
  test('to the screen and back is where it was', () => {
    fc.assert(
      fc.property(camera, screen, (c, p) => {
        const back = toScreen(c, toBoard(c, p));
        expect(back.x).toBeCloseTo(p.x, 3);
        expect(back.y).toBeCloseTo(p.y, 3);
      }),
    );
  });

  test('zooming keeps the point under the pointer, within the bounds of zoom', () => {
    fc.assert(
      fc.property(camera, screen, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (c, p, zoom) => {
        const next = zoomAt(c, p, zoom);
        expect(next.zoom).toBeGreaterThanOrEqual(minZoom);
        expect(next.zoom).toBeLessThanOrEqual(maxZoom);
        const fixed = toScreen(next, toBoard(c, p));
        expect(fixed.x).toBeCloseTo(p.x, 2);
        expect(fixed.y).toBeCloseTo(p.y, 2);
      }),
    );
  });

  test('panning by pixels moves what is seen by pixels', () => {
    const c = { x: 10, y: 20, zoom: 2 };
    expect(toScreen(panBy(c, 30, -8), { x: 10, y: 20 })).toEqual({ x: 30, y: -8 });
  });

  test('fitting centers the box and never magnifies beyond 100 %', () => {
    expect(fit({ x: 0, y: 0, w: 10, h: 10 }, { width: 800, height: 600 }).zoom).toBe(1);
    const c = fit({ x: 100, y: 100, w: 10_000, h: 100 }, { width: 800, height: 600 });
    const middle = toScreen(c, { x: 5_100, y: 150 });
    expect(middle.x).toBeCloseTo(400, 6);
    expect(middle.y).toBeCloseTo(300, 6);
    expect(10_000 * c.zoom).toBeLessThan(800);
  });
});
