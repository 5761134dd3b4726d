import { expect, test } from 'vitest';
import type { Timers } from '../timers.ts';
import { createFairQueue } from './fair-queue.ts';

/** Timers whose clock is moved by the work itself, and whose turns are taken by the test. */
const world = () => {
  let time = 0;
  const soon: (() => void)[] = [];
  const never = () => () => {};
  const timers: Timers = {
    elapsed: () => time,
    after: never,
    afterIdle: never,
    every: never,
    soon: (work) => {
      soon.push(work);
      return () => {};
    },
  };
  return {
    turns: createFairQueue(timers),
    takes: (ms: number) => {
      time += ms;
    },
    turn: (): void => {
      for (const work of soon.splice(0)) work();
    },
    idle: () => soon.length === 0,
  };
};

test('a board does 64 messages in a turn, in order, and the rest in the next ones', () => {
  const { turns, turn, idle } = world();
  const done: number[] = [];
  for (let i = 0; i < 200; i++) turns.run('a', () => void done.push(i));
  expect(done).toHaveLength(64);
  turn();
  expect(done).toHaveLength(128);
  turns.run('a', () => void done.push(200));
  turn();
  turn();
  expect(done).toEqual(Array.from({ length: 201 }, (_, i) => i));
  turn();
  expect(idle()).toBe(true);
});

test('a board with heavy messages does 5 ms of them', () => {
  const { turns, takes, turn } = world();
  let done = 0;
  for (let i = 0; i < 10; i++)
    turns.run('a', () => {
      takes(2);
      done++;
    });
  expect(done).toBe(3);
  turn();
  expect(done).toBe(6);
});

test('another board does not wait for it', () => {
  const { turns } = world();
  const done: string[] = [];
  for (let i = 0; i < 1_000; i++) turns.run('flooded', () => {});
  expect(turns.run('flooded', () => {})).toBe(false);
  expect(turns.run('quiet', () => void done.push('quiet'))).toBe(true);
  expect(done).toEqual(['quiet']);
});
