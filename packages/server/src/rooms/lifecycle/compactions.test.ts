import { expect, test } from 'vitest';
import { systemTimers } from '../../timers.ts';
import { createCompactions } from './compactions.ts';

const sizeOf = (bytes: number) => ({ bytes, rows: 5_001 });
const small = sizeOf(1_000);

/** Compaction that ends when the test says so. */
const setUp = () => {
  let now = 0;
  const open = new Map<string, { done: () => void; fail: () => void }>();
  const troubles: string[] = [];
  const compactions = createCompactions({
    timers: { ...systemTimers, elapsed: () => now },
    compact: (board) =>
      new Promise<void>((resolve, reject) => {
        open.set(board, { done: resolve, fail: () => reject(new Error('too long')) });
      }).finally(() => open.delete(board)),
    onTrouble: (board) => troubles.push(board),
  });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    compactions,
    open,
    troubles,
    settled,
    wait: (ms: number) => {
      now += ms;
    },
  };
};

test('a board that is hard to compact does not delay the next', async () => {
  const { compactions, open, settled } = setUp();
  compactions.ask('hard', small);
  for (const board of ['a', 'b', 'c']) {
    compactions.ask(board, small);
    expect([...open.keys()]).toEqual(['hard', board]);
    open.get(board)?.done();
    await settled();
  }
});

test('a board that failed is left alone for a while, longer each time, and boards that fail share one lane', async () => {
  const { compactions, open, troubles, settled, wait } = setUp();
  for (const board of ['x', 'y']) compactions.ask(board, small);
  for (const { fail } of [...open.values()]) fail();
  await settled();
  expect(troubles).toEqual(['x', 'y']);
  expect(compactions.ask('x', small)).toBe(false);
  wait(60_001);
  expect([compactions.ask('x', small), compactions.ask('y', small), compactions.ask('z', small)]).toEqual([
    true,
    true,
    true,
  ]);
  expect([...open.keys()]).toEqual(['x', 'z']);
  open.get('x')?.fail();
  await settled();
  expect([...open.keys()]).toEqual(['z', 'y']);
  wait(60_001);
  expect(compactions.ask('x', small)).toBe(false);
  wait(60_001);
  open.get('y')?.done();
  await settled();
  expect(compactions.ask('x', small)).toBe(true);
});

test('of large boards one is compacted at a time, and small ones do not wait for it', async () => {
  const { compactions, open, settled } = setUp();
  const MiB = 1024 * 1024;
  compactions.ask('large', sizeOf(16 * MiB));
  compactions.ask('larger', sizeOf(61 * MiB));
  compactions.ask('small', small);
  expect([...open.keys()]).toEqual(['large', 'small']);
  open.get('small')?.done();
  await settled();
  expect([...open.keys()]).toEqual(['large']);
  open.get('large')?.done();
  await settled();
  expect([...open.keys()]).toEqual(['larger']);
  // What is compacted anew while it is compacted stays large.
  compactions.ask('larger', sizeOf(61 * MiB));
  compactions.ask('large', sizeOf(16 * MiB));
  open.get('larger')?.done();
  await settled();
  expect([...open.keys()]).toHaveLength(1);
});

test('at the end those are waited for that are being compacted, and no others are begun', async () => {
  const { compactions, open, settled } = setUp();
  for (const board of ['a', 'b', 'c', 'd']) compactions.ask(board, small);
  let ended = false;
  const ending = compactions.stop().then(() => {
    ended = true;
  });
  expect(compactions.ask('e', small)).toBe(false);
  open.get('a')?.done();
  await settled();
  expect([[...open.keys()], ended]).toEqual([['b'], false]);
  open.get('b')?.done();
  await ending;
  expect([...open.keys()]).toEqual([]);
});
