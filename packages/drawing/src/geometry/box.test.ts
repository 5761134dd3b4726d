import { describe, expect, test } from 'vitest';
import { boxAround, containsBox, corners, expand, intersects, overlap, turnedBounds, union, unionAll } from './box.ts';

const box = (x: number, y: number, w: number, h: number) => ({ x, y, w, h });

describe('boxes', () => {
  test('a union covers both, and of nothing there is none', () => {
    expect(union(box(0, 0, 10, 10), box(20, -5, 5, 5))).toEqual(box(0, -5, 25, 15));
    expect(unionAll([])).toBeUndefined();
    expect(boxAround([])).toBeUndefined();
  });

  test('shrinking stops at nothing, in the middle', () => {
    expect(expand(box(0, 0, 10, 4), -5)).toEqual(box(5, 2, 0, 0));
    expect(expand(box(0, 0, 10, 4), 1)).toEqual(box(-1, -1, 12, 6));
  });

  test('touching counts as intersecting but has no overlap', () => {
    expect(intersects(box(0, 0, 10, 10), box(10, 0, 5, 5))).toBe(true);
    expect(overlap(box(0, 0, 10, 10), box(10, 0, 5, 5))).toBeUndefined();
    expect(overlap(box(0, 0, 10, 10), box(5, 5, 10, 10))).toEqual(box(5, 5, 5, 5));
    expect(containsBox(box(0, 0, 10, 10), box(0, 0, 10, 10))).toBe(true);
  });

  test('a quarter turn swaps the sides about the middle', () => {
    const turned = turnedBounds(box(0, 0, 100, 20), Math.PI / 2);
    expect(turned.x).toBeCloseTo(40);
    expect(turned.y).toBeCloseTo(-40);
    expect(turned.w).toBeCloseTo(20);
    expect(turned.h).toBeCloseTo(100);
  });

  test('corners of a turned box lie in its turned bounds', () => {
    const b = box(3, 4, 50, 20);
    for (const angle of [0.1, 1, 2, -2.5]) {
      const around = boxAround(corners(b, angle));
      const bounds = turnedBounds(b, angle);
      expect(around?.x).toBeCloseTo(bounds.x);
      expect(around?.h).toBeCloseTo(bounds.h);
    }
  });
});
