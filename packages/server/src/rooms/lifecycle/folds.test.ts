import { expect, test } from 'vitest';
import { systemTimers } from '../../timers.ts';
import { createFolds } from './folds.ts';

/** Folding that ends when the test says so. */
const setUp = () => {
  let now = 0;
  const open = new Map<string, { done: () => void; fail: () => void }>();
  const troubles: string[] = [];
  const folds = createFolds({
    timers: { ...systemTimers, elapsed: () => now },
    fold: (board) =>
      new Promise<void>((resolve, reject) => {
        open.set(board, { done: resolve, fail: () => reject(new Error('too long')) });
      }).finally(() => open.delete(board)),
    onTrouble: (board) => troubles.push(board),
  });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    folds,
    open,
    troubles,
    settled,
    wait: (ms: number) => {
      now += ms;
    },
  };
};

test('a board that is hard to fold does not delay the next', async () => {
  const { folds, open, settled } = setUp();
  folds.ask('hard', 1_000);
  for (const board of ['a', 'b', 'c']) {
    folds.ask(board, 1_000);
    expect([...open.keys()]).toEqual(['hard', board]);
    open.get(board)?.done();
    await settled();
  }
});

test('a board that failed is left alone for a while, longer each time, and boards that fail share one lane', async () => {
  const { folds, open, troubles, settled, wait } = setUp();
  for (const board of ['x', 'y']) folds.ask(board, 1_000);
  for (const { fail } of [...open.values()]) fail();
  await settled();
  expect(troubles).toEqual(['x', 'y']);
  expect(folds.ask('x', 1_000)).toBe(false);
  wait(60_001);
  expect([folds.ask('x', 1_000), folds.ask('y', 1_000), folds.ask('z', 1_000)]).toEqual([true, true, true]);
  expect([...open.keys()]).toEqual(['x', 'z']);
  open.get('x')?.fail();
  await settled();
  expect([...open.keys()]).toEqual(['z', 'y']);
  wait(60_001);
  expect(folds.ask('x', 1_000)).toBe(false);
  wait(60_001);
  open.get('y')?.done();
  await settled();
  expect(folds.ask('x', 1_000)).toBe(true);
});

test('of large boards one is folded at a time, and small ones do not wait for it', async () => {
  const { folds, open, settled } = setUp();
  const MiB = 1024 * 1024;
  folds.ask('large', 16 * MiB);
  folds.ask('larger', 61 * MiB);
  folds.ask('small', 1_000);
  expect([...open.keys()]).toEqual(['large', 'small']);
  open.get('small')?.done();
  await settled();
  expect([...open.keys()]).toEqual(['large']);
  open.get('large')?.done();
  await settled();
  expect([...open.keys()]).toEqual(['larger']);
  // What is folded anew while it is folded stays large.
  folds.ask('larger', 61 * MiB);
  folds.ask('large', 16 * MiB);
  open.get('larger')?.done();
  await settled();
  expect([...open.keys()]).toHaveLength(1);
});

test('at the end those are waited for that are being folded, and no others are begun', async () => {
  const { folds, open, settled } = setUp();
  for (const board of ['a', 'b', 'c', 'd']) folds.ask(board, 1_000);
  let ended = false;
  const ending = folds.stop().then(() => {
    ended = true;
  });
  expect(folds.ask('e', 1_000)).toBe(false);
  open.get('a')?.done();
  await settled();
  expect([[...open.keys()], ended]).toEqual([['b'], false]);
  open.get('b')?.done();
  await ending;
  expect([...open.keys()]).toEqual([]);
});
