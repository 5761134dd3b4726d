import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toScreen } from '../editor/camera.ts';
import { leftBy, seenIn } from './beside-sheet.ts';

const free = { left: 8, right: 382, top: 68, bottom: 716 };

test('a sheet below leaves the room above it, one above what is below, one at a side what is beside it', () => {
  expect(leftBy({ left: 8, right: 382, top: 68, bottom: 300 }, free)).toEqual({ ...free, top: 316 });
  expect(leftBy({ left: 8, right: 382, top: 400, bottom: 836 }, free)).toEqual({ ...free, bottom: 384 });
  const onSide = { left: 68, right: 836, top: 68, bottom: 322 };
  expect(leftBy({ left: 8, right: 364, top: 8, bottom: 382 }, onSide)).toEqual({ ...onSide, left: 380 });
  expect(leftBy({ left: 480, right: 836, top: 8, bottom: 382 }, onSide)).toEqual({ ...onSide, right: 464 });
});

test('what is seen already stays where it is, what has room is moved alone, what is too large is seen as a whole', () => {
  const room = { ...free, bottom: 384 };
  const box = fc.record({
    x: fc.integer({ min: -2000, max: 2000 }),
    y: fc.integer({ min: -2000, max: 2000 }),
    w: fc.integer({ min: 1, max: 3000 }),
    h: fc.integer({ min: 1, max: 3000 }),
  });
  fc.assert(
    fc.property(box, (one) => {
      const before = { x: 0, y: 0, zoom: 1 };
      const after = seenIn(before, one, room);
      const from = toScreen(after, one);
      const to = toScreen(after, { x: one.x + one.w, y: one.y + one.h });
      expect(from.x).toBeGreaterThanOrEqual(room.left - 1e-6);
      expect(from.y).toBeGreaterThanOrEqual(room.top - 1e-6);
      expect(to.x).toBeLessThanOrEqual(room.right + 1e-6);
      expect(to.y).toBeLessThanOrEqual(room.bottom + 1e-6);
      const fits = one.w <= room.right - room.left && one.h <= room.bottom - room.top;
      expect(after.zoom === 1).toBe(fits);
      expect(seenIn(after, one, { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 })).toBe(after);
    }),
  );
});
