import { Failure, limits } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { createExtent } from './extent.ts';

const MiB = 1024 * 1024;

/** A board whose size is known to the test alone, and counted how often it is measured. */
const setUp = (size: number, stored = size) => {
  const board = { size, measured: 0, now: 0 };
  const extent = createExtent({
    stored,
    elapsed: () => board.now,
    measure: () => {
      board.measured++;
      return board.size;
    },
  });
  return { board, extent };
};
const full = expect.objectContaining({ code: 'BOARD_FULL' });

test('twenty thousand small edits on a board that is almost full have it encoded once a MiB', () => {
  const { board, extent } = setUp(limits.boardBytes - 1_000);
  for (let i = 0; i < 20_000; i++) {
    extent.admit(100);
    // They overwrite: the board does not grow.
    extent.grew(100, false);
  }
  expect(board.measured).toBeLessThanOrEqual(3);
  expect(board.measured).toBeGreaterThan(0);
});

test('a board that grows is full when it is, by no more than a step', () => {
  const { board, extent } = setUp(limits.boardBytes - 4 * MiB);
  const fill = (): void => {
    for (;;) {
      extent.admit(60_000);
      extent.grew(60_000, false);
      board.size += 60_000;
    }
  };
  expect(fill).toThrow(full);
  expect(board.size).toBeGreaterThan(limits.boardBytes - MiB);
  expect(board.size).toBeLessThan(limits.boardBytes + MiB);
  for (let i = 0; i < 100; i++) expect(() => extent.admit(60_000)).toThrow(full);
  expect(board.measured).toBeLessThanOrEqual(6);
  // Something large is never let in on trust.
  expect(() => extent.admit(16 * MiB)).toThrow(full);
});

test('a full board is looked at again once something was deleted, and not at every try', () => {
  const { board, extent } = setUp(limits.boardBytes + 1);
  expect(() => extent.admit(50)).toThrow(full);
  const codes: string[] = [];
  for (let i = 0; i < 50; i++) {
    extent.grew(20, true);
    try {
      extent.admit(50);
    } catch (error) {
      codes.push(error instanceof Failure ? error.code : String(error));
    }
  }
  expect(board.measured).toBeLessThanOrEqual(7);
  expect(new Set(codes.slice(7))).toEqual(new Set(['OVERLOADED']));
  board.size -= 1_000;
  board.now += 10_001;
  extent.admit(50);
  expect(board.measured).toBeLessThanOrEqual(8);
});

test('what was stored and overwritten does not count', () => {
  const { board, extent } = setUp(MiB, limits.boardBytes);
  extent.admit(50);
  extent.grew(50, false);
  extent.admit(50);
  expect(board.measured).toBe(1);
});
