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
  const isUnder = (at: { x: number; y: number }, size: typeof menu, window: typeof menu): boolean => {
    const { x, y, height } = menuPlace({ at, by: 'touch' }, size, window, false);
    expect(x).toBeGreaterThanOrEqual(8);
    expect(y).toBeGreaterThanOrEqual(8);
    expect(x + size.width).toBeLessThanOrEqual(window.width - 8);
    expect(y + height).toBeLessThanOrEqual(window.height - 8);
    return at.x > x - 20 && at.x < x + size.width + 20 && at.y > y - 20 && at.y < y + height + 20;
  };

  test('is in the window and never under the finger', () => {
    for (const window of [phone, desk, { width: 844, height: 390 }])
      for (const height of [180, 420, 900])
        for (let x = 10; x < window.width; x += 60)
          for (let y = 10; y < window.height; y += 60)
            expect(isUnder({ x, y }, { width: 280, height }, window), `${x}, ${y}`).toBe(false);
  });
});
