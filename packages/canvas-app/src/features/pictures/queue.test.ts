import { Failure } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { deferred } from '../../waiting.ts';
import { createQueue } from './queue.ts';
import type { Sending } from './send.ts';

/** A queue whose server and clock the test is. */
const setUp = () => {
  const calls: { readonly file: Blob; readonly sending: Sending; answer: ReturnType<typeof deferred<string>> }[] = [];
  const sent: string[][] = [];
  const timers: { readonly ms: number; readonly run: () => void; off: boolean }[] = [];
  const queue = createQueue({
    send(file, sending) {
      const answer = deferred<string>();
      calls.push({ file, sending, answer });
      return answer.promise;
    },
    onSent: ({ asset }, hash) => sent.push([asset, hash]),
    later(ms, run) {
      const timer = { ms, run, off: false };
      timers.push(timer);
      return () => {
        timer.off = true;
      };
    },
  });
  const add = (asset: string) => queue.add({ asset, file: new Blob(), name: asset });
  const states = () => queue.uploads.peek().map(({ asset, state, part }) => `${asset} ${state} ${part}`);
  /** Lets promises that are settled be heard. */
  const heard = async () => {
    for (let i = 0; i < 8; i++) await Promise.resolve();
  };
  return { queue, calls, sent, timers, add, states, heard };
};

test('two are sent at a time, in the order they came', async () => {
  const { queue, calls, sent, add, states, heard } = setUp();
  for (const asset of ['a', 'b', 'c', 'a']) add(asset);
  calls[0]?.sending.onProgress(0.5);
  expect(states()).toEqual(['a sending 0.5', 'b sending 0', 'c waiting 0']);
  calls[1]?.answer.resolve('hash of b');
  await heard();
  expect(sent).toEqual([['b', 'hash of b']]);
  expect(states()).toEqual(['a sending 0.5', 'c sending 0']);
  queue.stop();
});

test('what the server is out of reach for rests longer each time, and goes on at once when it is back', async () => {
  const { queue, calls, timers, add, states, heard } = setUp();
  add('a');
  calls[0]?.answer.reject(new Failure('UNREACHABLE'));
  await heard();
  expect(states()).toEqual(['a resting 0']);
  timers[0]?.run();
  calls[1]?.answer.reject(new Failure('OVERLOADED'));
  await heard();
  expect(timers.map(({ ms }) => ms)).toEqual([1_000, 2_000]);
  queue.wake();
  expect(timers[1]?.off).toBe(true);
  expect(states()).toEqual(['a sending 0']);
  expect(calls).toHaveLength(3);
});

test('what is refused waits for a person, who sends it again or gives it up', async () => {
  const { queue, calls, timers, add, states, heard } = setUp();
  add('a');
  calls[0]?.answer.reject(new Failure('NOT_A_PICTURE'));
  await heard();
  queue.wake();
  expect(states()).toEqual(['a failed 0']);
  expect(queue.uploads.peek()[0]?.failure?.code).toBe('NOT_A_PICTURE');
  expect(timers).toEqual([]);
  queue.retry('a');
  expect(states()).toEqual(['a sending 0']);
  queue.cancel('a');
  expect(calls[1]?.sending.signal.aborted).toBe(true);
  expect(states()).toEqual([]);
});

test('an answer to what was given up is not heard, and the next has its place', async () => {
  const { queue, calls, sent, add, states, heard } = setUp();
  for (const asset of ['a', 'b', 'c']) add(asset);
  queue.cancel('a');
  expect(states()).toEqual(['b sending 0', 'c sending 0']);
  calls[0]?.answer.resolve('late');
  await heard();
  expect(sent).toEqual([]);
});
