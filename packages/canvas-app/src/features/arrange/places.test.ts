import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aligned, distributed, stacked, tidied } from './places.ts';

const box = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });
const put = (boxes: readonly ReturnType<typeof box>[], ways: readonly { x: number; y: number }[]) =>
  boxes.map((one, i) => ({ ...one, x: one.x + (ways[i]?.x ?? 0), y: one.y + (ways[i]?.y ?? 0) }));

const three = [box(0, 0, 10, 10), box(30, 5, 20, 40), box(100, 50, 50, 10)];

describe('arranging boxes', () => {
  test('an edge or the middles come to lie on one line, along one axis only', () => {
    expect(put(three, aligned(three, 'left')).map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [0, 5],
      [0, 50],
    ]);
    expect(put(three, aligned(three, 'right')).map(({ x, w }) => x + w)).toEqual([150, 150, 150]);
    expect(put(three, aligned(three, 'middle')).map(({ y, h }) => y + h / 2)).toEqual([30, 30, 30]);
    expect(aligned(three, 'top').every(({ x }) => x === 0)).toBe(true);
  });

  test('gaps become the same, the outermost stay', () => {
    const [a, b, c] = put(three, distributed(three, 'x'));
    expect([a?.x, c?.x]).toEqual([0, 100]);
    expect((b?.x ?? 0) - 10).toBe(100 - ((b?.x ?? 0) + 20));
    expect(distributed(three.slice(1), 'x')).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 0 },
    ]);
  });

  test('a stack is in the order of the middles, with one gap', () => {
    const shuffled = [three[2], three[0], three[1]].flatMap((one) => one ?? []);
    expect(put(shuffled, stacked(shuffled, 'x')).map(({ x }) => x)).toEqual([10 + 20 + 20 + 20, 0, 30]);
  });

  test('twelve crooked notes become rows and columns', () => {
    const notes = Array.from({ length: 12 }, (_, i) =>
      box((i % 4) * 230 + ((i * 37) % 60) - 30, Math.floor(i / 4) * 240 + ((i * 53) % 70) - 35, 200, 200),
    );
    const tidy = put(notes, tidied(notes));
    expect(new Set(tidy.map(({ x }) => x)).size).toBe(4);
    expect(new Set(tidy.map(({ y }) => y)).size).toBe(3);
    // Each stays in the row and the column in which it lay.
    for (const [i, { x, y }] of tidy.entries()) {
      expect(Math.round((x - (tidy[0]?.x ?? 0)) / 220)).toBe(i % 4);
      expect(Math.round((y - (tidy[0]?.y ?? 0)) / 220)).toBe(Math.floor(i / 4));
    }
  });

  test('rows that slant or are crooked stay rows, and what lies below begins another', () => {
    const slanted = [0, 1, 2].flatMap((row) =>
      [0, 1, 2, 3].map((column) => box(column * 120, row * 180 + column * 25, 100, 100)),
    );
    const tidy = put(slanted, tidied(slanted));
    expect(tidy.map(({ x, y }) => [x, y])).toEqual(
      [0, 1, 2].flatMap((row) => [0, 1, 2, 3].map((column) => [column * 120, row * 120])),
    );
  });

  const side = fc.integer({ min: 1, max: 300 });
  const place = fc.integer({ min: -2_000, max: 2_000 });
  const boxes = fc.array(fc.tuple(place, place, side, side), { minLength: 1, maxLength: 20 });

  test('tidied boxes never lie over each other', () => {
    fc.assert(
      fc.property(boxes, (given) => {
        const from = given.map(([x, y, w, h]) => box(x, y, w, h));
        const tidy = put(from, tidied(from));
        for (const [i, a] of tidy.entries())
          for (const b of tidy.slice(i + 1))
            expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
      }),
      { seed: 20261126, numRuns: 200 },
    );
  });

  test('aligning a second time changes nothing', () => {
    fc.assert(
      fc.property(boxes, (given) => {
        const from = given.map(([x, y, w, h]) => box(x, y, w, h));
        const once = put(from, aligned(from, 'center'));
        for (const { x, y } of aligned(once, 'center')) expect(Math.abs(x) + Math.abs(y)).toBeLessThan(1e-9);
      }),
      { seed: 20261127, numRuns: 200 },
    );
  });
});
