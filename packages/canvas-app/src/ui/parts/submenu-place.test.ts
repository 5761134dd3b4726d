import fc from 'fast-check';
import { expect, test } from 'vitest';
import { submenuPlace } from './submenu-place.ts';

const row = { left: 20, right: 300, top: 200 };
const size = { width: 280, height: 200 };
const desk = { width: 1280, height: 720 };

test('a submenu stands beside its menu, level with its row, where one reads on', () => {
  expect(submenuPlace(row, size, desk, false)).toEqual({ x: 296, y: 194, height: 200 });
  const right = { left: 980, right: 1_260, top: 200 };
  expect(submenuPlace(right, size, desk, true)).toMatchObject({ x: 704 });
});

test('without room there it stands at the other side, and over its menu where there is none at all', () => {
  expect(submenuPlace({ left: 900, right: 1_180, top: 200 }, size, desk, false)).toMatchObject({ x: 624 });
  expect(submenuPlace(row, size, { width: 390, height: 844 }, false)).toMatchObject({ x: 52 });
});

test('it never leaves a window that has room for it', () => {
  const px = (max: number) => fc.integer({ min: 0, max });
  fc.assert(
    fc.property(px(1_200), px(900), px(400), px(2_000), fc.boolean(), (left, top, width, height, rtl) => {
      const window = { width: 420 + left / 2, height: 720 };
      const place = submenuPlace({ left, right: left + 280, top }, { width, height }, window, rtl);
      expect(place.x).toBeGreaterThanOrEqual(8);
      expect(place.x + width).toBeLessThanOrEqual(window.width - 8);
      expect(place.y).toBeGreaterThanOrEqual(8);
      expect(place.y + place.height).toBeLessThanOrEqual(window.height - 8);
    }),
  );
});
