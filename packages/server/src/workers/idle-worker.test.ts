import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { systemTimers, type Timers } from '../timers.ts';
import { createIdleWorker, type Thread } from './idle-worker.ts';

class FakeThread extends EventEmitter {
  isEnded = false;
  isHolding = true;
  postMessage = () => undefined;
  ref = () => undefined;
  unref = () => {
    this.isHolding = false;
  };
  terminate = async () => {
    this.isEnded = true;
    return 0;
  };
}

function scene() {
  const threads: FakeThread[] = [];
  let due: (() => void) | undefined;
  const timers: Timers = {
    ...systemTimers,
    afterIdle(_ms, work) {
      due = work;
      return () => {
        if (due === work) due = undefined;
      };
    },
  };
  const worker = createIdleWorker({
    open() {
      const thread = new FakeThread();
      threads.push(thread);
      return thread as unknown as Thread;
    },
    idleMs: 1_000,
    timers,
  });
  return { worker, threads, pass: () => due?.() };
}

test('one thread serves until nothing was asked of it for a while', () => {
  const { worker, threads, pass } = scene();
  expect(worker.get()).toBe(worker.get());
  expect(threads[0]?.isHolding).toBe(false);
  pass();
  expect(threads[0]?.isEnded).toBe(false);
  worker.rest();
  worker.get();
  pass();
  expect(threads[0]?.isEnded).toBe(false);
  worker.rest();
  pass();
  expect(threads[0]?.isEnded).toBe(true);
  worker.get();
  expect(threads).toHaveLength(2);
});

test.each(['error', 'exit'])('after the %s of a thread the next work begins with another one', (event) => {
  const { worker, threads } = scene();
  worker.get();
  threads[0]?.emit(event, new Error('no memory'));
  worker.get();
  expect(threads).toHaveLength(2);
  // What is heard of the first one late says nothing of the second.
  threads[0]?.emit('exit', 1);
  worker.get();
  expect(threads).toHaveLength(2);
});

test('a thread is ended once, and none is started for that', async () => {
  const { worker, threads, pass } = scene();
  await worker.end();
  worker.rest();
  pass();
  expect(threads).toHaveLength(0);
  worker.get();
  worker.rest();
  await worker.end();
  expect(threads[0]?.isEnded).toBe(true);
  worker.get();
  pass();
  expect(threads[1]?.isEnded).toBe(false);
});
