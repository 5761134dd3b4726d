import { expect, test } from 'vitest';
import { compactWhen, createTail } from './tail.ts';

const MiB = 1024 * 1024;

/** How often a board is compacted while so many updates of so many bytes are stored. */
const compactionsOf = (whole: number, updates: number, bytes: number): number => {
  const tail = createTail(whole);
  let compactions = 0;
  for (let i = 0; i < updates; i++) {
    tail.add(1, bytes);
    if (!tail.isLong(compactWhen.busy)) continue;
    tail.compact();
    compactions++;
  }
  return compactions;
};

test('a small board is compacted every few thousand edits', () => {
  expect(compactionsOf(100_000, 20_004, 38)).toBe(4);
});

test('fifteen thousand tiny edits do not compact a board of 61 MiB', () => {
  expect(compactionsOf(61 * MiB, 15_000, 38)).toBe(0);
});

test('what is compacted is never more than some times what came', () => {
  for (const [whole, bytes] of [
    [61 * MiB, 38],
    [61 * MiB, 60_000],
    [8 * MiB, 38],
  ] as const) {
    const updates = 100_000;
    const compactions = compactionsOf(whole, updates, bytes);
    const came = updates * (bytes + 256);
    expect(compactions).toBeLessThanOrEqual((8 * came) / whole);
    expect(compactions).toBeGreaterThan(0);
  }
});

test('a large board that falls quiet is compacted once some share of it came', () => {
  const tail = createTail(61 * MiB);
  tail.add(300, 12_000);
  expect(tail.isLong(compactWhen.quiet)).toBe(false);
  tail.add(4_000, 160_000);
  expect(tail.isLong(compactWhen.quiet)).toBe(true);
});
