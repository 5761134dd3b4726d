import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corners } from './box.ts';
import { carryBox, handleAt, handles, resizeBox, resizeTurned } from './resize.ts';
import { between } from './vec.ts';

const start = { x: 0, y: 0, w: 100, h: 50 };

describe('resizing by a handle', () => {
  test.each([
    ['se', { x: 10, y: 20 }, {}, { x: 0, y: 0, w: 110, h: 70 }],
    ['nw', { x: 10, y: 20 }, {}, { x: 10, y: 20, w: 90, h: 30 }],
    ['e', { x: 10, y: 99 }, {}, { x: 0, y: 0, w: 110, h: 50 }],
    ['n', { x: 99, y: -10 }, {}, { x: 0, y: -10, w: 100, h: 60 }],
    ['se', { x: 100, y: 0 }, { ratio: true }, { x: 0, y: 0, w: 200, h: 100 }],
    ['e', { x: 100, y: 0 }, { ratio: true }, { x: 0, y: -25, w: 200, h: 100 }],
    ['se', { x: 10, y: 10 }, { center: true }, { x: -10, y: -10, w: 120, h: 70 }],
    ['se', { x: -95, y: -45 }, { least: 10 }, { x: 0, y: 0, w: 10, h: 10 }],
  ] as const)('%s by %o with %o', (handle, by, options, box) => {
    expect(resizeBox(start, handle, by, options)).toEqual({ box, flipX: false, flipY: false });
  });

  test('pulling through the other side flips', () => {
    expect(resizeBox(start, 'e', { x: -130, y: 0 })).toEqual({
      box: { x: -30, y: 0, w: 30, h: 50 },
      flipX: true,
      flipY: false,
    });
  });

  test('a box without size can be pulled open, also in proportion', () => {
    const { box } = resizeBox({ x: 5, y: 5, w: 0, h: 0 }, 'se', { x: 10, y: 10 }, { ratio: true });
    expect(box).toEqual({ x: 5, y: 5, w: 10, h: 10 });
  });

  test('the opposite handle of a turned box stays where it is', () => {
    const small = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...handles),
        small,
        small,
        fc.double({ min: -3, max: 3, noNaN: true }),
        (h, x, y, a) => {
          const { box } = resizeTurned(start, a, h, { x, y }, { least: 1 });
          const opposite = { x: 1 - handleAt[h].x, y: 1 - handleAt[h].y };
          const at = (b: typeof start) => {
            const [nw, ne, se, sw] = corners(b, a);
            return between(between(nw, ne, opposite.x), between(sw, se, opposite.x), opposite.y);
          };
          fc.pre(!resizeTurned(start, a, h, { x, y }).flipX && !resizeTurned(start, a, h, { x, y }).flipY);
          expect(at(box).x).toBeCloseTo(at(start).x, 6);
          expect(at(box).y).toBeCloseTo(at(start).y, 6);
        },
      ),
    );
  });

  test('a part of a selection keeps its place in it', () => {
    expect(carryBox({ x: 50, y: 25, w: 10, h: 10 }, start, { x: 10, y: 10, w: 200, h: 50 })).toEqual({
      x: 110,
      y: 35,
      w: 20,
      h: 10,
    });
  });
});
