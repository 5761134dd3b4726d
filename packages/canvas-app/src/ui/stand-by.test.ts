import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standBy } from './stand-by.ts';

const free = { left: 68, right: 836, top: 68, bottom: 322 };
const bar = { wide: 190, tall: 52 };
const room = { above: 108, below: 60 };
const at = (left: number, top: number, w: number, h: number) => ({ left, top, right: left + w, bottom: top + h });

describe('a bar near something', () => {
  test('stands above it where there is room, else below', () => {
    expect(standBy(at(300, 200, 100, 50), bar, room, free)).toEqual({ x: 255, y: 92, isAbove: true });
    expect(standBy(at(300, 100, 100, 50), bar, room, free)).toEqual({ x: 255, y: 210, isAbove: false });
  });

  test('stands below where that is better and has room', () => {
    const yes = () => true;
    expect(standBy(at(300, 180, 100, 20), bar, room, free, yes)).toEqual({ x: 255, y: 260, isAbove: false });
    expect(standBy(at(300, 200, 100, 50), bar, room, free, yes)).toEqual({ x: 255, y: 92, isAbove: true });
  });

  test('stands beside what is too high for either, closer where that is the only room', () => {
    expect(standBy(at(300, 90, 200, 200), bar, room, free)).toEqual({ x: 560, y: 238, isAbove: false });
    expect(standBy(at(430, 90, 200, 200), bar, room, free)).toEqual({ x: 180, y: 238, isAbove: false });
    const narrow = { ...free, right: 632 };
    expect(standBy(at(215, 90, 210, 210), bar, room, narrow)).toEqual({ x: 441, y: 248, isAbove: false });
  });

  test('never leaves what is free, and covers nothing of what it stands by while there is room', () => {
    const some = fc.record({
      left: fc.integer({ min: 0, max: 844 }),
      top: fc.integer({ min: 0, max: 390 }),
      w: fc.integer({ min: 1, max: 900 }),
      h: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(some, ({ left, top, w, h }) => {
        const own = at(left, top, w, h);
        const { x, y } = standBy(own, bar, room, free);
        expect(x).toBeGreaterThanOrEqual(free.left);
        expect(x + bar.wide).toBeLessThanOrEqual(free.right);
        expect(y).toBeGreaterThanOrEqual(free.top);
        expect(y + bar.tall).toBeLessThanOrEqual(free.bottom);
        const hasRoom =
          own.top - room.above >= free.top ||
          own.bottom + room.below + bar.tall <= free.bottom ||
          own.right + room.below + bar.wide <= free.right ||
          own.left - room.below - bar.wide >= free.left;
        const covers = x < own.right && x + bar.wide > own.left && y < own.bottom && y + bar.tall > own.top;
        if (hasRoom) expect(covers).toBe(false);
      }),
    );
  });
});
