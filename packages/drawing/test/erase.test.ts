import { type Element, isWhollyErased, leftBy, type StrokeElement, unionErased } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boundsOf,
  boxOf,
  center,
  containsBox,
  distanceToSegment,
  erasedParts,
  expand,
  exportSvg,
  hitTest,
  paintElement,
  resizeElement,
  segmentInCapsule,
  selectionCorners,
  withoutCrumbs,
} from '../src/index.ts';
import { recorder } from './recorder.ts';
import { pointsOf, samples } from './samples.ts';

const straight: StrokeElement = {
  ...samples.stroke,
  brush: 'marker',
  width: 2,
  points: pointsOf([
    [0, 0],
    [100, 0],
    [200, 0],
  ]),
};

const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
const spot = fc.record({ x: coordinate, y: coordinate });

describe('the part of a segment within reach of another', () => {
  test('holds exactly the points that are within reach', () => {
    fc.assert(
      fc.property(spot, spot, spot, spot, fc.double({ min: 1, max: 30, noNaN: true }), (a, b, p, q, radius) => {
        const part = segmentInCapsule(a, b, p, q, radius);
        for (let i = 0; i <= 20; i++) {
          const t = i / 20;
          const at = { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
          const away = distanceToSegment(at, p, q) - radius;
          if (Math.abs(away) < 1e-6) continue;
          expect(part !== undefined && t >= part[0] - 1e-9 && t <= part[1] + 1e-9).toBe(away < 0);
        }
      }),
    );
  });

  test('of a point is all of it or nothing', () => {
    const at = { x: 3, y: 4 };
    expect(segmentInCapsule(at, at, { x: 0, y: 0 }, { x: 0, y: 0 }, 5)).toEqual([0, 1]);
    expect(segmentInCapsule(at, at, { x: 0, y: 0 }, { x: 0, y: 0 }, 4.9)).toBeUndefined();
  });
});

describe('erasing', () => {
  test('takes what lies under the eraser, round ends included', () => {
    // Ink 3.5 wide, an eraser of 8: 9.75 to both sides of where it passes.
    const cuts = erasedParts(straight, { x: 100, y: -30 }, { x: 100, y: 30 }, 8);
    expect(cuts).toHaveLength(2);
    expect(cuts[0]).toBeCloseTo(1 - 0.0975);
    expect(cuts[1]).toBeCloseTo(1 + 0.0975);
  });

  test('takes nothing where the eraser does not come', () => {
    expect(erasedParts(straight, { x: 100, y: 20 }, { x: 150, y: 20 }, 8)).toEqual([]);
  });

  test('finds ink where it is after turning', () => {
    const turned = { ...straight, rotation: Math.PI / 2 };
    const cuts = erasedParts(turned, { x: 80, y: 50 }, { x: 120, y: 50 }, 8);
    expect(cuts[0]).toBeCloseTo(1.5 - 0.0975);
    expect(erasedParts(turned, { x: 150, y: -10 }, { x: 150, y: 10 }, 8)).toEqual([]);
  });

  test('takes a dot as a whole', () => {
    const dot = { ...straight, points: pointsOf([[5, 5]]) };
    expect(isWhollyErased(dot.points, erasedParts(dot, { x: 0, y: 0 }, { x: 0, y: 0 }, 8))).toBe(true);
    expect(erasedParts(dot, { x: 50, y: 0 }, { x: 50, y: 0 }, 8)).toEqual([]);
  });

  test('keeps no crumbs, and is erased when only crumbs are left', () => {
    expect(withoutCrumbs(straight, [0.01, 1], 2)).toEqual([0, 1]);
    expect(withoutCrumbs(straight, [0.5, 1], 2)).toEqual([0.5, 1]);
    const almost = withoutCrumbs(straight, [0, 0.99, 1, 2], 2);
    expect(isWhollyErased(straight.points, almost)).toBe(true);
  });
});

describe('a stroke of which part is erased', () => {
  const erased: StrokeElement = { ...straight, cuts: [0, 1] };

  test('is hit, framed and bounded by what is left', () => {
    expect(hitTest(erased, { x: 150, y: 0 }, 2)).toBe(true);
    expect(hitTest(erased, { x: 50, y: 0 }, 2)).toBe(false);
    expect(boxOf(erased)).toEqual({ x: 100, y: 0, w: 100, h: 0 });
    expect(boundsOf(erased).x).toBeGreaterThan(95);
  });

  test('does not move when it is turned already: the frame lies on what is left', () => {
    const turned = { ...erased, rotation: Math.PI / 2 };
    const corner = selectionCorners(turned)[0];
    expect(corner?.x).toBeCloseTo(100);
    expect(corner?.y).toBeCloseTo(0);
    expect(hitTest(turned, { x: 100, y: 50 }, 2)).toBe(true);
    expect(hitTest(turned, { x: 100, y: -50 }, 2)).toBe(false);
  });

  const patchedBy = (element: StrokeElement, to: Parameters<typeof resizeElement>[1]): StrokeElement => {
    const patch = resizeElement(element, to);
    const [kx, ky] = patch.scale ?? [1, 1];
    const xy = element.points.xy.map((value, i) => value * (i % 2 === 0 ? kx : ky));
    return { ...element, x: patch.x ?? 0, y: patch.y ?? 0, points: { xy } };
  };

  test.each([0, 0.4, -2])('turned by %d, its frame becomes what it is resized to', (rotation) => {
    const element = { ...samples.stroke, brush: 'marker', rotation, cuts: [0, 0.5, 1.25, 2] } as const;
    const to = { x: 30, y: -20, w: 150, h: 80 };
    const frame = boxOf(patchedBy(element, to));
    expect(center(frame).x).toBeCloseTo(center(to).x, 3);
    expect(center(frame).y).toBeCloseTo(center(to).y, 3);
    expect(frame.w).toBeCloseTo(to.w, 3);
    expect(frame.h).toBeCloseTo(to.h, 3);
  });

  const walk = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 30 });
  const anyErased = fc
    .record({
      pairs: walk,
      ranges: fc.array(
        fc.tuple(fc.double({ min: 0, max: 29, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true })),
      ),
      rotation: fc.constantFrom(0, 1, -2),
      brush: fc.constantFrom('pen', 'marker', 'highlighter'),
    })
    .map(({ pairs, ranges, rotation, brush }): StrokeElement => {
      const cuts = unionErased(ranges.flatMap(([from, length]) => [from, from + length]));
      return { ...samples.stroke, rotation, brush, points: pointsOf(pairs), cuts };
    });

  test('is painted within its bounds, at every scale', () => {
    fc.assert(
      fc.property(anyErased, fc.constantFrom(0.1, 0.5, 1, 4), (element, scale) => {
        const { g, painted } = recorder();
        paintElement(g, element, { theme: 'light', scale });
        const where = painted();
        if (!where) return;
        for (const value of Object.values(where)) expect(value).not.toBeNaN();
        expect(containsBox(expand(boundsOf(element), 0.01), where)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('is painted nowhere under the eraser that went over it', () => {
    const eraser = 6;
    fc.assert(
      fc.property(walk, fc.constantFrom('pen', 'marker'), spot, spot, (pairs, brush, from, to) => {
        const element: StrokeElement = { ...samples.stroke, brush, width: 2, points: pointsOf(pairs) };
        const cuts = erasedParts(element, from, to, eraser);
        const left: Element = { ...element, cuts };
        const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
        for (const at of [from, middle, to]) expect(hitTest(left, at, eraser - 0.5)).toBe(false);
        expect(leftBy(cuts, pairs.length).length > 0 || isWhollyErased(element.points, cuts)).toBe(true);
      }),
    );
  });

  test('leaves its other half out of an SVG', () => {
    const svg = (cuts: StrokeElement['cuts']) =>
      exportSvg({ elements: [{ ...straight, cuts }], background: 'none', theme: 'light', padding: 0 });
    expect(svg([0, 1])).toContain('width="103.5"');
    expect(svg(undefined)).toContain('width="203.5"');
  });
});
