import { type Element, forms } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnStrokes, passWidth } from '../src/elements/drawn-edge.ts';
import { flatten } from '../src/geometry/curve.ts';
import { distanceToPolyline } from '../src/geometry/polygon.ts';
import { exportSvg, formLines, paintElement, type Vec } from '../src/index.ts';
import { recorder } from './recorder.ts';
import { everyKind, pointsOf, samples } from './samples.ts';

const box = { x: 0, y: 0, w: 100, h: 60 };
const [ring = []] = formLines('rect', box, 0);
const rounded = formLines('rect', box, 12)[0] ?? [];
const origin = { x: 0, y: 0 };
const drawn = (id: string, of = ring, at: Vec = origin) => drawnStrokes(id, { ring: of, lines: [] }, at, 2);
const numbers = (strokes: readonly Float32Array[]): number[] => strokes.flatMap((stroke) => [...stroke]);

/** Points along packed strokes, relative to where they were packed. */
const pointsAlong = (strokes: readonly Float32Array[]): Vec[] =>
  strokes.flatMap((n) => {
    const p = (i: number): Vec => ({ x: n[i] ?? 0, y: n[i + 1] ?? 0 });
    return Array.from({ length: (n.length - 2) / 6 }, (_, k) =>
      flatten([{ from: p(6 * k), a: p(6 * k + 2), b: p(6 * k + 4), to: p(6 * k + 6) }], 12),
    ).flat();
  });

const svgOf = (element: Element): string =>
  exportSvg({ elements: [element], background: 'none', theme: 'light', padding: 0 });

describe('an edge drawn by hand', () => {
  test('is the same numbers on every machine', () => {
    const rounded = numbers(drawn('abcdefghijkl')).map((n) => Math.round(n * 100) / 100);
    expect(rounded.slice(0, 14)).toMatchInlineSnapshot(`
      [
        -0.41,
        0.29,
        8.04,
        0.17,
        16.48,
        -0.1,
        24.93,
        -0.37,
        33.37,
        -0.5,
        41.82,
        -0.47,
        50.27,
        -0.38,
      ]
    `);
    expect(rounded.length).toMatchInlineSnapshot(`184`);
  });

  test('depends on the element and not on where it lies', () => {
    const moved = formLines('rect', { ...box, x: 4_000, y: -3_000 }, 0)[0] ?? [];
    const there = numbers(drawn('a', moved, { x: 4_000, y: -3_000 }));
    for (const [i, n] of numbers(drawn('a')).entries()) expect(there[i]).toBeCloseTo(n, 3);
    expect(numbers(drawn('b'))).not.toEqual(numbers(drawn('a')));
  });

  test('is two passes that stay close to the clean one and are not the same', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.constantFrom(ring, rounded), (id, of) => {
        const clean = flatten(of, 16);
        for (const p of pointsAlong(drawn(id, of))) expect(distanceToPolyline(p, clean)).toBeLessThan(1.65);
      }),
      { numRuns: 60 },
    );
    const strokes = drawn('abcdefghijkl');
    expect(strokes).toHaveLength(8);
    expect([...(strokes[0] ?? [])]).not.toEqual([...(strokes[4] ?? [])]);
  });

  test('overshoots its corners', () => {
    const xs = pointsAlong(drawn('abcdefghijkl')).map((p) => p.x);
    expect(Math.max(...xs)).toBeGreaterThan(100.4);
    expect(Math.min(...xs)).toBeLessThan(-0.4);
  });

  test('covers as much as a clean one of the same width', () => {
    const covered = (lines: readonly (readonly Vec[])[], width: number): number => {
      let cells = 0;
      for (let x = 10; x <= 90; x += 3.1)
        for (let y = -4.01; y <= 4; y += 0.17)
          if (lines.some((line) => distanceToPolyline({ x, y }, line) <= width / 2)) cells += 1;
      return cells;
    };
    const clean = covered([[origin, { x: 100, y: 0 }]], 3);
    const ids = ['one', 'two', 'three'];
    const mean =
      ids.reduce(
        (sum, id) =>
          sum +
          covered(
            drawn(id).map((stroke) => pointsAlong([stroke])),
            passWidth(3),
          ),
        0,
      ) / ids.length;
    expect(mean / clean).toBeGreaterThan(0.9);
    expect(mean / clean).toBeLessThan(1.1);
  });

  test.each(forms)('is made of a bounded number of pieces, however large the %s', (form) => {
    const [huge = []] = formLines(form, { x: 0, y: 0, w: 1e7, h: 1e7 }, 12);
    expect(numbers(drawn('a', huge)).length).toBeLessThan(6_000);
    for (const n of numbers(drawn('a', formLines(form, { x: 0, y: 0, w: 0, h: 0 }, 12)[0]))) expect(n).not.toBeNaN();
  });

  test('is clean from far away, and in dashes drawn once', () => {
    const curvesOf = (element: Element, scale: number): number => {
      const { g } = recorder();
      let curves = 0;
      const counting = new Proxy(g, {
        get: (target, key) => (key === 'bezierCurveTo' ? () => curves++ : (Reflect.get(target, key) as unknown)),
        set: (target, key, value) => Reflect.set(target, key, value),
      });
      paintElement(counting, element, { theme: 'light', scale });
      return curves;
    };
    const shape: Element = { ...samples.rect, edge: 'drawn' };
    expect(curvesOf(shape, 0.2)).toBe(0);
    expect(curvesOf({ ...shape, dash: 'dashed' }, 1)).toBe(curvesOf(shape, 1) / 2);
    expect(curvesOf({ ...shape, edge: 'clean' }, 1)).toBe(0);
  });

  test('is the same in an SVG as on a canvas', () => {
    const shape: Element = { ...samples.rect, edge: 'drawn', radius: 0 };
    const own = drawnStrokes(shape.id, { ring, lines: [] }, origin, 2);
    const path = own
      .map((n) => {
        const at = (i: number) =>
          `${Math.round((n[i] ?? 0) * 1000) / 1000 + 0} ${Math.round((n[i + 1] ?? 0) * 1000) / 1000 + 0}`;
        const rest = Array.from(
          { length: (n.length - 2) / 6 },
          (_, k) => `C${at(6 * k + 2)} ${at(6 * k + 4)} ${at(6 * k + 6)}`,
        );
        return `M${at(0)}${rest.join('')}`;
      })
      .join('');
    expect(svgOf(shape)).toContain(`d="${path}"`);
    expect(svgOf(shape)).toBe(svgOf({ ...shape }));
    expect(svgOf({ ...shape, id: 'another00000' })).not.toBe(svgOf(shape));
  });

  test('begins and ends a line exactly where it does', () => {
    const line: Element = {
      ...samples.line,
      edge: 'drawn',
      points: pointsOf([
        [0, 0],
        [300, 40],
      ]),
    };
    expect(svgOf(line)).toMatch(/d="M0 0C/);
    expect(svgOf(line).match(/300 40/g)).toHaveLength(2);
  });
});

describe('a hatched fill', () => {
  const hatched: Element = { ...samples.ellipse, fill: '#ffd43b', fillStyle: 'hachure' };

  test('is clipped to the shape, also in an SVG, and the same each time', () => {
    const svg = svgOf(hatched);
    expect(svg).toMatch(/<clipPath id="clip0">.*<g clip-path="url\(#clip0\)"><path/s);
    expect(svg).toBe(svgOf({ ...hatched }));
  });

  test('has a bounded number of lines', () => {
    expect(svgOf({ ...hatched, width: 1e6, height: 1e6 }).length).toBeLessThan(12_000);
  });

  test('is a paler color all over from far away', () => {
    const { g, colors } = recorder();
    paintElement(g, hatched, { theme: 'light', scale: 0.1 });
    expect(colors).not.toContain('#ffd43b');
  });

  test('leaves no clip behind', () => {
    for (const element of everyKind) {
      const { g, depth } = recorder();
      paintElement(g, { ...element, fillStyle: 'hachure', fill: '#ffd43b' } as Element, { theme: 'dark', scale: 1 });
      expect(depth()).toBe(0);
    }
  });
});
