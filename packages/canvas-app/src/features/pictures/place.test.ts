import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placePictures } from './place.ts';

const view = { x: 0, y: 0, w: 1_000, h: 800 };
const middle = { x: 500, y: 400 };

test('a picture keeps its size about the place, and takes three fifths of the view at most', () => {
  expect(placePictures([{ width: 200, height: 100 }], view, middle)).toEqual([{ x: 400, y: 350, w: 200, h: 100 }]);
  expect(placePictures([{ width: 4_000, height: 1_000 }], view, middle)).toEqual([{ x: 200, y: 325, w: 600, h: 150 }]);
  expect(placePictures([{ width: 10, height: 9_600 }], view, middle)[0]?.h).toBe(480);
});

test('several lie side by side, in rows no wider than the view', () => {
  const three = placePictures(Array(3).fill({ width: 400, height: 200 }), view, middle);
  expect(three.map(({ x, y }) => [x, y])).toEqual([
    [92, 192],
    [508, 192],
    [300, 408],
  ]);
});

test('none overlaps another, each keeps its proportions, and the middle of all is the place', () => {
  const side = fc.integer({ min: 1, max: 9_000 });
  fc.assert(
    fc.property(fc.array(fc.record({ width: side, height: side }), { minLength: 1, maxLength: 12 }), (sizes) => {
      const boxes = placePictures(sizes, view, middle);
      boxes.forEach((a, i) => {
        const { width = 1, height = 1 } = sizes[i] ?? {};
        expect(a.w / a.h).toBeCloseTo(width / height, 6);
        for (const b of boxes.slice(i + 1)) {
          const overlaps = a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
          expect(overlaps).toBe(false);
        }
      });
      const top = Math.min(...boxes.map(({ y }) => y));
      const bottom = Math.max(...boxes.map(({ y, h }) => y + h));
      expect((top + bottom) / 2).toBeCloseTo(middle.y, 6);
    }),
  );
});
