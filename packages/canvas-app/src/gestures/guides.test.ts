import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { snapMove } from './guides.ts';

const box = (x: number, y: number, w = 100, h = 60) => ({ x, y, w, h });

describe('a box that is moved', () => {
  test('falls into line with edges and middles within reach, on each axis by itself', () => {
    const { by, guides } = snapMove(box(0, 0), { x: 297, y: 204 }, [box(300, 0, 100, 60)], 5);
    expect(by).toEqual({ x: 300, y: 204 });
    expect(guides.filter(({ from, to }) => from.x === to.x).map(({ from }) => from.x)).toEqual([300, 350, 400]);
    expect(guides[0]).toEqual({ from: { x: 300, y: 0 }, to: { x: 300, y: 264 } });
    expect(snapMove(box(0, 0), { x: 294, y: 204 }, [box(300, 0)], 5).by).toEqual({ x: 294, y: 204 });
  });

  test('takes the nearest of several lines', () => {
    expect(snapMove(box(0, 0), { x: 303, y: 400 }, [box(300, 0), box(304, 100)], 5).by.x).toBe(304);
  });

  test('keeps the gap that two others have, behind them, before them and between them', () => {
    const row = [box(0, 0), box(140, 7)];
    const behind = snapMove(box(0, 300, 50, 50), { x: 278, y: -297 }, row, 5, ['x']);
    expect(behind.by.x).toBe(280);
    expect(behind.guides.filter(({ isGap }) => isGap)).toHaveLength(2);
    expect(snapMove(box(0, 300, 50, 50), { x: -88, y: -297 }, row, 5, ['x']).by.x).toBe(-90);
    const apart = [box(0, 0), box(300, 7)];
    expect(snapMove(box(0, 300, 50, 50), { x: 177, y: -297 }, apart, 5, ['x']).by.x).toBe(175);
  });

  test('stays on the axis it is held to', () => {
    expect(snapMove(box(0, 0), { x: 297, y: 0 }, [box(300, 3)], 5, ['x']).by).toEqual({ x: 300, y: 0 });
  });

  test('is never moved further than its reach, and shows a guide only where it lies on it', () => {
    const place = fc.integer({ min: -500, max: 500 });
    const side = fc.integer({ min: 1, max: 200 });
    const boxes = fc.tuple(place, place, side, side).map(([x, y, w, h]) => box(x, y, w, h));
    fc.assert(
      fc.property(boxes, place, place, fc.array(boxes, { maxLength: 12 }), (own, x, y, others) => {
        const { by, guides } = snapMove(own, { x, y }, others, 6);
        expect(Math.abs(by.x - x)).toBeLessThanOrEqual(6);
        expect(Math.abs(by.y - y)).toBeLessThanOrEqual(6);
        const at = { x: own.x + by.x, y: own.y + by.y };
        const xs = [at.x, at.x + own.w / 2, at.x + own.w];
        const ys = [at.y, at.y + own.h / 2, at.y + own.h];
        for (const { from, to, isGap } of guides) {
          if (isGap) continue;
          const isUpright = from.x === to.x && xs.some((line) => Math.abs(line - from.x) < 0.01);
          const isLevel = from.y === to.y && ys.some((line) => Math.abs(line - from.y) < 0.01);
          expect(isUpright || isLevel).toBe(true);
        }
      }),
      { seed: 20261126, numRuns: 300 },
    );
  });
});
