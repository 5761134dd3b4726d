import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsInView } from './rows-in-view.ts';

test('at the top are the rows that are seen and some below', () => {
  expect(rowsInView({ rows: 10_000, rowHeight: 60, above: 0, height: 600 })).toEqual({ from: 0, to: 22 });
});

test('a short list is in the page as a whole', () => {
  expect(rowsInView({ rows: 3, rowHeight: 60, above: -200, height: 600 })).toEqual({ from: 0, to: 3 });
});

test('every row that is seen is in the page, and never more than some beside them', () => {
  const scrolled = fc.record({
    rows: fc.nat(20_000),
    rowHeight: fc.integer({ min: 20, max: 200 }),
    above: fc.integer({ min: -500, max: 2_000_000 }),
    height: fc.integer({ min: 0, max: 3_000 }),
  });
  fc.assert(
    fc.property(scrolled, fc.nat(19_999), (list, row) => {
      const { from, to } = rowsInView(list);
      const { rows, rowHeight, above, height } = list;
      expect(0 <= from && from <= to && to <= rows).toBe(true);
      expect(to - from).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 26);
      const isSeen = (row + 1) * rowHeight > above && row * rowHeight < above + height;
      if (row < rows && isSeen) expect(from <= row && row < to).toBe(true);
    }),
  );
});
