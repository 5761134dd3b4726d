import { Failure } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { fileName } from '../../ui/download.ts';
import { largestScale, pixelSize } from './size.ts';

test('a picture is as large as its box at the scale', () => {
  expect(pixelSize({ x: 0, y: 0, w: 100.2, h: 50 }, 2)).toEqual({ width: 201, height: 100 });
  expect(pixelSize({ x: 0, y: 0, w: 0, h: 0 }, 1)).toEqual({ width: 1, height: 1 });
});

test('a picture that no canvas can hold is refused with a scale that fits', () => {
  for (const box of [
    { x: 0, y: 0, w: 40_000, h: 10 },
    { x: 0, y: 0, w: 12_345, h: 13_000 },
    { x: 0, y: 0, w: 2e6, h: 2e6 },
  ]) {
    expect(() => pixelSize(box, 4)).toThrow(Failure);
    expect(() => pixelSize(box, largestScale(box))).not.toThrow();
  }
  expect(() => pixelSize({ x: 0, y: 0, w: 40_000, h: 30_000 }, 1)).toThrow(
    expect.objectContaining({ detail: expect.stringContaining('fits at scale 0.33') }) as Error,
  );
});

test('a file name keeps what file systems take', () => {
  expect(fileName('Plan: A/B <1>\u0007', 'png')).toBe('Plan A B 1.png');
  expect(fileName(' ..', 'svg')).toBe('Board.svg');
});
