import { expect, test } from 'vitest';
import { systemTimers } from '../timers.ts';
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
  folds.ask('hard');
  for (const board of ['a', 'b', 'c']) {
    folds.ask(board);
    expect([...open.keys()]).toEqual(['hard', board]);
    open.get(board)?.done();
    await settled();
  }
});

test('a board that failed is left alone for a while, longer each time, and boards that fail share one lane', async () => {
  const { folds, open, troubles, settled, wait } = setUp();
  for (const board of ['x', 'y']) folds.ask(board);
  for (const { fail } of [...open.values()]) fail();
  await settled();
  expect(troubles).toEqual(['x', 'y']);
  expect(folds.ask('x')).toBe(false);
  wait(60_001);
  expect([folds.ask('x'), folds.ask('y'), folds.ask('z')]).toEqual([true, true, true]);
  expect([...open.keys()]).toEqual(['x', 'z']);
  open.get('x')?.fail();
  await settled();
  expect([...open.keys()]).toEqual(['z', 'y']);
  wait(60_001);
  expect(folds.ask('x')).toBe(false);
  wait(60_001);
  open.get('y')?.done();
  await settled();
  expect(folds.ask('x')).toBe(true);
});

test('at the end those are waited for that are being folded, and no others are begun', async () => {
  const { folds, open, settled } = setUp();
  for (const board of ['a', 'b', 'c', 'd']) folds.ask(board);
  let ended = false;
  const ending = folds.settle().then(() => {
    ended = true;
  });
  expect(folds.ask('e')).toBe(false);
  open.get('a')?.done();
  await settled();
  expect([[...open.keys()], ended]).toEqual([['b'], false]);
  open.get('b')?.done();
  await ending;
  expect([...open.keys()]).toEqual([]);
});
