import { expect, test } from 'vitest';
import { square } from '../../../test/helpers/elements.ts';
import { bandsOf, touching } from './bands.ts';

const box = { x: 0, y: -100, w: 400, h: 1_000 };
const size = { width: 800, height: 2_000 };
const scattered = Array.from({ length: 2_500 }, (_, i) => square(`e${i}`, (i * 37) % 350, -100 + ((i * 61) % 950)));

test('bands cover every row of a picture once', () => {
  for (const count of [1, 2, 3, 4]) {
    let top = 0;
    for (const band of bandsOf(scattered, box, size, 2, count)) {
      expect(band.top).toBe(top);
      expect(band.height).toBeGreaterThan(0);
      top += band.height;
    }
    expect(top).toBe(size.height);
  }
});

test('each band is about the same work', () => {
  const low = scattered.map((element) => ({ ...element, y: element.y < 500 ? 20 : element.y }));
  const bands = bandsOf(low, box, size, 2, 2);
  expect(bands).toHaveLength(2);
  expect(bands[0]?.height).toBeLessThan(size.height / 3);
  expect(bandsOf([], box, size, 2, 4)).toEqual([{ top: 0, height: size.height }]);
  expect(bandsOf(scattered, box, { width: 9, height: 1 }, 0.001, 4)).toEqual([{ top: 0, height: 1 }]);
});

test('an element belongs to every band it comes near to', () => {
  const [upper, lower] = bandsOf(scattered, box, size, 2, 2).map((band) => touching(band, box, 2));
  const middle = -100 + (bandsOf(scattered, box, size, 2, 2)[1]?.top ?? 0) / 2;
  expect([upper?.(square('a', 0, -100)), lower?.(square('a', 0, -100))]).toEqual([true, false]);
  expect([upper?.(square('b', 0, 850)), lower?.(square('b', 0, 850))]).toEqual([false, true]);
  expect([upper?.(square('c', 0, middle - 1)), lower?.(square('c', 0, middle - 1))]).toEqual([true, true]);
});
