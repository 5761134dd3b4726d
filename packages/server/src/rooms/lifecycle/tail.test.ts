import { expect, test } from 'vitest';
import { createTail, foldWhen } from './tail.ts';

const MiB = 1024 * 1024;

/** How often a board is folded while so many updates of so many bytes are stored. */
const foldsOf = (whole: number, updates: number, bytes: number): number => {
  const tail = createTail(whole);
  let folds = 0;
  for (let i = 0; i < updates; i++) {
    tail.add(1, bytes);
    if (!tail.isLong(foldWhen.busy)) continue;
    tail.fold();
    folds++;
  }
  return folds;
};

test('a small board is folded every few thousand edits', () => {
  expect(foldsOf(100_000, 20_004, 38)).toBe(4);
});

test('fifteen thousand tiny edits do not fold a board of 61 MiB', () => {
  expect(foldsOf(61 * MiB, 15_000, 38)).toBe(0);
});

test('what is folded is never more than some times what came', () => {
  for (const [whole, bytes] of [
    [61 * MiB, 38],
    [61 * MiB, 60_000],
    [8 * MiB, 38],
  ] as const) {
    const updates = 100_000;
    const folds = foldsOf(whole, updates, bytes);
    const came = updates * (bytes + 256);
    expect(folds).toBeLessThanOrEqual((8 * came) / whole);
    expect(folds).toBeGreaterThan(0);
  }
});

test('a large board that falls quiet is folded once some share of it came', () => {
  const tail = createTail(61 * MiB);
  tail.add(300, 12_000);
  expect(tail.isLong(foldWhen.quiet)).toBe(false);
  tail.add(4_000, 160_000);
  expect(tail.isLong(foldWhen.quiet)).toBe(true);
});
