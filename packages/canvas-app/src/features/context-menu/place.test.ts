import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { menuPlace } from './place.ts';

const menu = { width: 256, height: 600 };
const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

describe('a menu asked for by a mouse', () => {
  const by = 'mouse';

  test('begins at the pointer, and to its left where there is no room', () => {
    expect(menuPlace({ at: { x: 100, y: 50 }, by }, menu, desk, false)).toEqual({ x: 101, y: 50, height: 600 });
    expect(menuPlace({ at: { x: 1200, y: 50 }, by }, menu, desk, false)).toMatchObject({ x: 1200 - 1 - 256 });
  });

  test('lies to the left of the pointer where one writes to the left', () => {
    expect(menuPlace({ at: { x: 700, y: 50 }, by }, menu, desk, true)).toMatchObject({ x: 700 - 1 - 256 });
    expect(menuPlace({ at: { x: 100, y: 50 }, by }, menu, desk, true)).toMatchObject({ x: 101 });
  });

  test('never leaves the window, and is scrolled where the window is too low', () => {
    expect(menuPlace({ at: { x: 600, y: 790 }, by }, menu, desk, false)).toMatchObject({ y: 192, height: 600 });
    const low = { width: 1280, height: 400 };
    expect(menuPlace({ at: { x: 600, y: 300 }, by }, menu, low, false)).toMatchObject({ y: 8, height: 384 });
  });
});

describe('a menu asked for by a finger', () => {
  const placed = fc.record({
    window: fc.constantFrom(phone, desk, { width: 844, height: 390 }),
    size: fc.record({ width: fc.integer({ min: 180, max: 320 }), height: fc.integer({ min: 100, max: 1_000 }) }),
    right: fc.double({ min: 0, max: 1, noNaN: true }),
    down: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  test('is whole in the window where that has room for it, and under the finger only where there is none beside it', () => {
    fc.assert(
      fc.property(placed, ({ window, size, right, down }) => {
        const at = { x: right * window.width, y: down * window.height };
        const { x, y, height } = menuPlace({ at, by: 'touch' }, size, window, false);
        expect(height).toBe(Math.min(size.height, window.height - 16));
        expect(x).toBeGreaterThanOrEqual(8);
        expect(y).toBeGreaterThanOrEqual(8);
        expect(x + size.width).toBeLessThanOrEqual(window.width - 8);
        expect(y + height).toBeLessThanOrEqual(window.height - 8);
        const isUnder = at.x > x - 20 && at.x < x + size.width + 20 && at.y > y - 20 && at.y < y + height + 20;
        const hasRoom =
          Math.max(at.y, window.height - at.y) >= height + 36 || Math.max(at.x, window.width - at.x) >= size.width + 36;
        expect(isUnder && hasRoom).toBe(false);
      }),
    );
  });

  test('goes over the finger on a phone, rather than be scrolled', () => {
    const tall = { width: 280, height: 640 };
    expect(menuPlace({ at: { x: 160, y: 400 }, by: 'touch' }, tall, phone, false)).toMatchObject({
      y: 196,
      height: 640,
    });
    expect(menuPlace({ at: { x: 160, y: 500 }, by: 'touch' }, tall, phone, false)).toMatchObject({ y: 8, height: 640 });
  });
});
