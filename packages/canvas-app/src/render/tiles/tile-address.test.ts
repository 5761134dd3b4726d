import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gridStep } from '../../editor/grid.ts';
import {
  coarser,
  finer,
  levelFor,
  levelScale,
  merge,
  pixelsOf,
  tileBox,
  tileSize,
  tilesOver,
  wholeTile,
} from './tile-address.ts';
import { tileBudget } from './tile-cache.ts';

describe('tiles', () => {
  test.each([
    [1, 0],
    [2, 1],
    [0.5, -1],
    [1.01, 1],
    [0.9, 0],
    [0.05, -4],
    [30, 5],
  ])('at zoom %d level %d is shown, which never has to be enlarged', (zoom, level) => {
    expect(levelFor(zoom)).toBe(level);
    expect(2 ** level).toBeGreaterThanOrEqual(zoom - 1e-6);
  });

  test('cover a box without gaps and without more than it touches', () => {
    expect(tilesOver({ x: -1, y: 0, w: 2, h: 512 }, 0, 1)).toEqual([
      { level: 0, column: -1, row: 0 },
      { level: 0, column: 0, row: 0 },
    ]);
    expect(tilesOver({ x: 0, y: 0, w: 512, h: 512 }, 0, 2)).toHaveLength(4);
  });

  test('a tile is the parent of its four children', () => {
    const tile = { level: 2, column: -3, row: 5 };
    for (const child of finer(tile)) expect(coarser(child, 1)).toEqual(tile);
    expect(coarser({ level: 0, column: -1, row: 7 }, 3)).toEqual({ level: -3, column: -1, row: 0 });
  });

  test('damage covers every pixel of a box, and a soft edge', () => {
    const where = fc.double({ min: -3000, max: 3000, noNaN: true });
    const size = fc.double({ min: 0, max: 900, noNaN: true });
    fc.assert(
      fc.property(where, where, size, size, fc.integer({ min: -3, max: 3 }), (x, y, w, h, level) => {
        const box = { x, y, w, h };
        for (const address of tilesOver(box, level, 1.5)) {
          const rect = pixelsOf(box, address, 1.5);
          expect(rect).toBeDefined();
          if (!rect) continue;
          const own = tileBox(address, 1.5);
          const scale = levelScale(level, 1.5);
          expect(rect.x).toBeLessThanOrEqual(Math.max(0, (x - own.x) * scale));
          expect(rect.x + rect.w).toBeGreaterThanOrEqual(Math.min(tileSize, (x + w - own.x) * scale) - 1e-6);
          expect(rect.x >= 0 && rect.y >= 0 && rect.x + rect.w <= tileSize && rect.y + rect.h <= tileSize).toBe(true);
        }
      }),
    );
  });

  test('damage of most of a tile is damage of all of it', () => {
    expect(merge({ x: 0, y: 0, w: 10, h: 10 }, { x: 500, y: 500, w: 10, h: 10 })).toBe(wholeTile);
    expect(merge(undefined, { x: 1, y: 2, w: 3, h: 4 })).toEqual({ x: 1, y: 2, w: 3, h: 4 });
    expect(merge(undefined, { x: 0, y: 1, w: tileSize, h: tileSize - 1 })).toBe(wholeTile);
  });

  test('a weak device keeps fewer, but always a few screens', () => {
    expect(tileBudget(1, 1e6)).toBeLessThan(tileBudget(8, 1e6));
    expect(tileBudget(undefined, 1e6)).toBe(96 * 2 ** 20);
    expect(tileBudget(1, 8e6)).toBeGreaterThan(300 * 2 ** 20);
  });
});

test('grid dots keep 18 to 36 pixels apart by doubling', () => {
  for (let zoom = 0.05; zoom < 30; zoom *= 1.07) {
    const step = gridStep(zoom);
    expect(step).toBeGreaterThanOrEqual(18 - 1e-9);
    expect(step).toBeLessThan(36);
    expect(Math.log2(step / (24 * zoom)) % 1).toBeCloseTo(0, 6);
  }
});
