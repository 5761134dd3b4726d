import fc from 'fast-check';
import { expect, test } from 'vitest';
import { besidePin } from './beside-pin.ts';

const room = { left: 8, right: 1272, top: 72, bottom: 712 };
const card = { width: 320, height: 200 };

test('a card stands to the right of its pin, and to the left where the room ends', () => {
  expect(besidePin({ x: 400, y: 300 }, card, room)).toEqual({ x: 436, y: 274 });
  expect(besidePin({ x: 1200, y: 300 }, card, room)).toEqual({ x: 870, y: 274 });
});

test('a card that has room stays within it, wherever its pin is', () => {
  const place = fc.integer({ min: -5_000, max: 5_000 });
  fc.assert(
    fc.property(place, place, (x, y) => {
      const at = besidePin({ x, y }, card, room);
      expect(at.x).toBeGreaterThanOrEqual(room.left);
      expect(at.y).toBeGreaterThanOrEqual(room.top);
      expect(at.x + card.width).toBeLessThanOrEqual(room.right);
      expect(at.y + card.height).toBeLessThanOrEqual(room.bottom);
    }),
  );
});
