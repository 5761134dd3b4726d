import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ElbowEnd, elbowThrough, type Side, sideMiddle } from './elbow.ts';
import type { Box, Vec } from './units.ts';

const box = (x: number, y: number): Box => ({ x, y, w: 100, h: 60 });
const end = (around: Box, side: Side): ElbowEnd => ({ point: sideMiddle(around, side), box: around, side });
const round = (points: readonly Vec[]) => points.map(({ x, y }) => [Math.round(x), Math.round(y)]);

/** Whether a line runs through the inside of a box. */
const crosses = (points: readonly Vec[], { x, y, w, h }: Box): boolean =>
  points.some((b, i) => {
    const a = points[i - 1];
    return (
      a !== undefined &&
      Math.min(a.x, b.x) < x + w - 1 &&
      Math.max(a.x, b.x) > x + 1 &&
      Math.min(a.y, b.y) < y + h - 1 &&
      Math.max(a.y, b.y) > y + 1
    );
  });

describe('a line in right angles', () => {
  test('between two boxes on one height is straight', () => {
    expect(round(elbowThrough(end(box(0, 0), 'e'), end(box(300, 0), 'w')))).toEqual([
      [100, 30],
      [300, 30],
    ]);
  });

  test('turns in the middle between two boxes', () => {
    expect(round(elbowThrough(end(box(0, 0), 'e'), end(box(300, 200), 'w')))).toEqual([
      [100, 30],
      [200, 30],
      [200, 230],
      [300, 230],
    ]);
  });

  test('takes one corner where one does', () => {
    expect(round(elbowThrough(end(box(0, 0), 'e'), end(box(300, 200), 'n')))).toEqual([
      [100, 30],
      [350, 30],
      [350, 200],
    ]);
  });

  test('goes round the box it leaves when the other lies behind it', () => {
    const from = box(0, 0);
    const to = box(-300, 0);
    const line = elbowThrough(end(from, 'e'), end(to, 'w'));
    expect(crosses(line, from)).toBe(false);
    expect(crosses(line, to)).toBe(false);
  });

  test('from a free end to a free end has one corner', () => {
    expect(round(elbowThrough({ point: { x: 0, y: 0 } }, { point: { x: 100, y: 50 } }))).toHaveLength(3);
  });

  test('has only right angles, begins and ends where it should, and runs through neither box when they lie apart', () => {
    const place = fc.integer({ min: -600, max: 600 });
    const side = fc.constantFrom<Side>('n', 'e', 's', 'w');
    fc.assert(
      fc.property(place, place, side, side, (x, y, first, last) => {
        fc.pre(Math.abs(x) > 150 || Math.abs(y) > 110);
        const from = box(0, 0);
        const to = box(x, y);
        const line = elbowThrough(end(from, first), end(to, last));
        expect(line[0]).toEqual(sideMiddle(from, first));
        expect(line.at(-1)).toEqual(sideMiddle(to, last));
        line.forEach((p, i) => {
          const before = line[i - 1];
          if (before) expect(p.x === before.x || p.y === before.y).toBe(true);
        });
        expect(crosses(line, from)).toBe(false);
        expect(crosses(line, to)).toBe(false);
      }),
    );
  });
});
