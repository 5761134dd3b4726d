import { EventEmitter } from 'node:events';
import { wholeBoard } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { systemTimers, type Timers } from '../../timers.ts';
import type { Thread } from '../../workers/idle-worker.ts';
import { slice, type Unsliced } from './slicing.ts';
import { createSlicer } from './slicing-thread.ts';

/** A thread that answers when it is told to. */
const setUp = () => {
  const asked: Unsliced[] = [];
  const threads: (EventEmitter & Thread)[] = [];
  const ended: number[] = [];
  const due: (() => void)[] = [];
  const timers: Timers = {
    ...systemTimers,
    after: (_ms, work) => {
      due.push(work);
      return () => void due.splice(due.indexOf(work), 1);
    },
    afterIdle: () => () => {},
  };
  const open = (): Thread => {
    const thread = Object.assign(new EventEmitter(), {
      postMessage: (unsliced: Unsliced) => void asked.push(unsliced),
      ref: () => {},
      unref: () => {},
      terminate: async () => {
        ended.push(threads.indexOf(thread));
        return 0;
      },
    }) as unknown as EventEmitter & Thread;
    threads.push(thread);
    return thread;
  };
  const answer = async (): Promise<void> => {
    const unsliced = asked.at(-1);
    if (unsliced === undefined) throw new Error('nothing was asked');
    threads.at(-1)?.emit('message', { sliced: slice(unsliced) });
    await Promise.resolve();
  };
  return { sliceLater: createSlicer({ open, timers }), asked, threads, ended, due, answer };
};

const vector = Y.encodeStateVector(new Y.Doc());
const unslicedOf = (who: string, letters: number): Unsliced => {
  const doc = new Y.Doc();
  doc.getMap('el').set('abcdefghij-_', { letters: 'x'.repeat(letters) });
  return { who, update: Y.encodeStateAsUpdate(doc), most: wholeBoard, vector };
};

test('a person who has much to slice is not always next', async () => {
  const { sliceLater, asked, answer } = setUp();
  const all = Array.from({ length: 10 }, () => sliceLater(unslicedOf('eve', 2_000)));
  const honest = sliceLater(unslicedOf('ann', 180));
  await answer();
  expect(asked.map(({ who }) => who)).toEqual(['eve', 'ann']);
  await answer();
  await expect(honest).resolves.toMatchObject({ slices: [expect.any(Uint8Array)] });
  for (let n = 0; n < 9; n++) await answer();
  await Promise.all(all);
});

test('what is not sliced in time, or by a thread that ends, may come again', async () => {
  const { sliceLater, due, threads, answer } = setUp();
  const slow = sliceLater(unslicedOf('ann', 10));
  for (const work of [...due]) work();
  await expect(slow).rejects.toMatchObject({ code: 'OVERLOADED' });
  for (const event of ['error', 'exit'] as const) {
    const ended = sliceLater(unslicedOf('ann', 10));
    threads.at(-1)?.emit(event, new Error('out of memory'));
    await expect(ended).rejects.toMatchObject({ code: 'OVERLOADED' });
  }
  const last = sliceLater(unslicedOf('ann', 10));
  await answer();
  await last;
  expect(threads.length).toBe(4);
});

test('a thread that sliced something large ends with the last that waits, and one that sliced little rests', async () => {
  const { sliceLater, threads, ended, answer } = setUp();
  const small = sliceLater(unslicedOf('ann', 10));
  await answer();
  await small;
  expect(ended).toEqual([]);
  const large = sliceLater(unslicedOf('eve', 1_100_000));
  const behind = sliceLater(unslicedOf('ann', 10));
  await answer();
  await large;
  expect(ended).toEqual([]);
  await answer();
  await behind;
  expect(ended).toEqual([0]);
  const next = sliceLater(unslicedOf('ann', 10));
  await answer();
  await next;
  expect([threads.length, ended]).toEqual([2, [0]]);
});

test('a thread that ended while it had nothing to do is not asked again', async () => {
  const { sliceLater, threads, answer } = setUp();
  const first = sliceLater(unslicedOf('ann', 10));
  await answer();
  await first;
  threads[0]?.emit('exit', 1);
  const second = sliceLater(unslicedOf('ann', 10));
  expect(threads.length).toBe(2);
  await answer();
  await second;
});
