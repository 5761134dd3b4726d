import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaInk } from './area-ink.ts';

const square = [
  { x: 10, y: 20 },
  { x: 110, y: 20 },
  { x: 110, y: 80 },
  { x: 10, y: 80 },
];

const distanceTo = (line: readonly { x: number; y: number }[], x: number, y: number): number =>
  line.slice(1).reduce((least, b, i) => {
    const a = line[i] ?? b;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    return Math.min(least, Math.hypot(a.x + t * dx - x, a.y + t * dy - y));
  }, Infinity);

describe('ink that fills an area', () => {
  test('covers all of a box and reaches over no edge of it', () => {
    const ink = areaInk(square);
    expect(ink?.lines).toHaveLength(1);
    const half = (ink?.wide ?? 0) / 2;
    const points = ink?.lines.flat() ?? [];
    expect(Math.min(...points.map(({ x }) => x))).toBeGreaterThanOrEqual(10 + half - 1e-6);
    expect(Math.max(...points.map(({ y }) => y))).toBeLessThanOrEqual(80 - half + 1e-6);
    for (let x = 12; x < 110; x += 3.3)
      for (let y = 22; y < 80; y += 3.1) expect(distanceTo(points, x, y)).toBeLessThanOrEqual(half);
  });

  test('fills both legs of a bridge and nothing between them', () => {
    const bridge = [...square, { x: 10, y: 80 }];
    bridge.splice(3, 0, { x: 80, y: 80 }, { x: 60, y: 40 }, { x: 40, y: 80 });
    const ink = areaInk(bridge);
    expect(ink?.lines).toHaveLength(2);
    for (const line of ink?.lines ?? []) expect(distanceTo(line, 60, 75)).toBeGreaterThan(5);
  });

  test('of lines lies as far apart as it is to, turned', () => {
    const ink = areaInk(square, { apart: 8, wide: 1, turned: -0.7 });
    expect(ink?.wide).toBe(1);
    const count = ink?.lines.flat().length ?? 0;
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(60);
  });

  test('is bounded, whatever it is to fill', () => {
    const at = fc.double({ min: -5_000, max: 5_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.record({ x: at, y: at }), { maxLength: 60 }), (ring) => {
        const ink = areaInk(ring);
        expect(ink?.lines.length ?? 0).toBeLessThanOrEqual(60);
        for (const { x, y } of ink?.lines.flat() ?? []) expect(Number.isFinite(x + y)).toBe(true);
      }),
    );
    expect(areaInk([])?.lines).toEqual([]);
    expect(areaInk(Array.from({ length: 9_000 }, (_, i) => ({ x: i, y: (i % 2) * 900 })))).toBeUndefined();
  });
});
