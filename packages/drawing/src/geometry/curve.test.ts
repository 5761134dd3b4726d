import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxAround, containsBox, expand } from './box.ts';
import { curveThrough, flatten, reversed, turningPoints } from './curve.ts';
import { distanceToPolyline, insidePolygon, nearPackedLine } from './polygon.ts';
import { crossing, distanceToSegment } from './segment.ts';

describe('curves, lines and polygons', () => {
  test('a curve goes through every point', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 30 },
      { x: 12, y: 31 },
      { x: 80, y: -20 },
    ];
    const line = flatten(curveThrough(points), 32);
    for (const p of points) expect(distanceToPolyline(p, line)).toBeLessThan(1e-9);
    expect(flatten(reversed(curveThrough(points)), 32)).toHaveLength(line.length);
  });

  test('repeated points make no curve and no NaN', () => {
    const p = { x: 3, y: 4 };
    expect(curveThrough([p, p, p])).toEqual([]);
    for (const q of flatten(curveThrough([p, p, { x: 9, y: 9 }, { x: 9, y: 9 }]))) expect(q.x + q.y).not.toBeNaN();
  });

  test.each([
    [{ x: 5, y: 5 }, 5],
    [{ x: -3, y: 4 }, 5],
    [{ x: 13, y: 4 }, 5],
  ])('%o is %d from a segment', (p, d) => {
    expect(distanceToSegment(p, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(d);
  });

  test('packed and plain lines agree', () => {
    const xy = new Float32Array([0, 0, 10, 0, 10, 10]);
    expect(nearPackedLine({ x: 105, y: 52 }, xy, 100, 50, 2)).toBe(true);
    expect(nearPackedLine({ x: 105, y: 52 }, xy, 100, 50, 1.9)).toBe(false);
    expect(nearPackedLine({ x: 0, y: 1 }, new Float32Array([0, 0]), 0, 0, 1)).toBe(true);
    expect(nearPackedLine({ x: 0, y: 1 }, new Float32Array(), 0, 0, 10)).toBe(false);
  });

  test('inside follows the non-zero rule', () => {
    const square = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 0, y: 10 },
    ];
    expect(insidePolygon({ x: 5, y: 5 }, square)).toBe(true);
    expect(insidePolygon({ x: 15, y: 5 }, square)).toBe(false);
    expect(insidePolygon({ x: 5, y: 5 }, [...square, ...square])).toBe(true);
  });

  test('crossing segments meet, parallel ones do not', () => {
    expect(crossing({ x: 0, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }, { x: 10, y: 0 })).toEqual({ x: 5, y: 5 });
    expect(crossing({ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 0, y: 1 }, { x: 10, y: 1 })).toBeUndefined();
  });
});

test('no point of a segment lies beyond its ends and turning points', () => {
  const at = fc.record({ x: fc.integer({ min: -300, max: 300 }), y: fc.integer({ min: -300, max: 300 }) });
  fc.assert(
    fc.property(at, at, at, at, (from, a, b, to) => {
      const c = { from, a, b, to };
      const box = boxAround([from, to, ...turningPoints(c)]);
      if (box === undefined) throw new Error('no box');
      for (const p of flatten([c], 200)) expect(containsBox(expand(box, 1e-6), { ...p, w: 0, h: 0 })).toBe(true);
    }),
  );
});
