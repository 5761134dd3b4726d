import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createTimers } from '../timers.ts';
import { createHeap } from './heap.ts';

const MiB = 1024 * 1024;
const overloaded = expect.objectContaining({ code: 'OVERLOADED' });
const few = (): number => 10;
const many = (): number => 1_000_000;

/** A heap of 512 MiB of which so many MiB are in use. */
const heapWith = (used: number) => {
  const statistics = { used_heap_size: used * MiB, heap_size_limit: 512 * MiB };
  const due: (() => void)[] = [];
  let collected = 0;
  let at = 0;
  const heap = createHeap({
    statistics: () => statistics,
    collect: () => void collected++,
    timers: {
      ...createTimers(() => undefined),
      elapsed: () => at,
      afterIdle: (_ms, work) => {
        due.push(work);
        return () => undefined;
      },
    },
  });
  return {
    heap,
    statistics,
    pass(ms: number): number {
      at += ms;
      for (const work of due.splice(0)) work();
      return collected;
    },
  };
};

test('while there is room everything may come', () => {
  const { heap, pass } = heapWith(300);
  heap.open();
  heap.apply(1 * MiB, true, many);
  heap.bring(100_000);
  expect(pass(0)).toBe(0);
});

test('while there is little, nothing is opened and nothing large added, and small edits are taken', () => {
  const { heap } = heapWith(400);
  expect(() => heap.open()).toThrow(overloaded);
  expect(() => heap.apply(1 * MiB, true, few)).toThrow(overloaded);
  expect(() => heap.bring(500_000)).toThrow(overloaded);
  expect(() => heap.apply(200, true, few)).not.toThrow();
  expect(() => heap.apply(1 * MiB, false, few)).not.toThrow();
});

test('a large history leaves what small edits may still take', () => {
  // 95 MiB: more than the 84 up to where nothing large is added, less than the 119 up to where nothing small is.
  expect(() => heapWith(300).heap.bring(500_000)).toThrow(overloaded);
});

test('it is the board that takes much to which nothing is added first', () => {
  const { heap } = heapWith(400);
  expect(() => heap.apply(16 * 1024, true, many)).toThrow(overloaded);
  expect(() => heap.apply(200, true, few)).not.toThrow();
});

test('the last of it is kept for deleting, and not even that uses all', () => {
  const { heap, statistics } = heapWith(430);
  expect(() => heap.apply(16 * 1024, true, few)).toThrow(overloaded);
  expect(() => heap.apply(16 * 1024, false, many)).not.toThrow();
  statistics.used_heap_size = 470 * MiB;
  expect(() => heap.apply(16 * 1024, false, many)).toThrow(overloaded);
});

test('a document is read if there is room for what is in it, not for what its bytes could be', () => {
  const doc = new Y.Doc();
  doc.getMap('el').set('picture', new Uint8Array(3 * MiB));
  const few = Y.encodeStateAsUpdate(doc);
  const text = doc.getMap('tx');
  const type = new Y.Text();
  text.set('t', type);
  doc.transact(() => {
    for (let i = 0; i < 100_000; i++) type.insert(0, 'a');
  });
  const letters = Y.encodeStateAsUpdate(doc);
  const { heap } = heapWith(405);
  expect(() => heap.read([few])).not.toThrow();
  expect(() => heap.read([letters])).toThrow(overloaded);
  expect(() => heapWith(300).heap.read([letters])).not.toThrow();
});

test('garbage is collected when something was refused, once a minute at most', () => {
  const { heap, pass } = heapWith(400);
  for (let i = 0; i < 5; i++) expect(() => heap.open()).toThrow(overloaded);
  expect(pass(10)).toBe(1);
  expect(() => heap.open()).toThrow(overloaded);
  expect(pass(60_000)).toBe(1);
  expect(() => heap.open()).toThrow(overloaded);
  expect(pass(0)).toBe(2);
});
