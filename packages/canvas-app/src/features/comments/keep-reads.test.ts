import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import { keepReads } from './keep-reads.ts';
import { type Reads, readMemory } from './unread.ts';

const read = { until: 1, ids: new Set(['abcdef']) };

/** A page whose board comes when it is told to, and that read threads `a` and `b` on an earlier visit. */
function visit() {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => void items.set(key, text),
  } as Storage;
  readMemory(storage, 'board').remember({ a: read, b: read }, () => true);
  let there: readonly string[] = [];
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reads = signal<Reads>({});
  const stop = keepReads({ storage, opened, onBoard: (run) => run('board') }, reads, {
    threads: () => there as never,
    thread: (id) => there.find((one) => one === id) as never,
  });
  return {
    reads,
    stop,
    kept: () => Object.keys(readMemory(storage, 'board').recall()),
    comes(...threads: readonly string[]) {
      there = threads;
    },
    opens() {
      open();
      return opened;
    },
  };
}

describe('what was read is kept', () => {
  test('where comments are asked for before the board is there', async () => {
    const page = visit();
    expect(page.kept()).toEqual(['a', 'b']);
    page.comes('c');
    page.reads.value = { ...page.reads.peek(), c: read };
    expect(page.kept()).toEqual(['a', 'b', 'c']);
    page.stop();
  });

  test('where the board has come without its threads', async () => {
    const page = visit();
    await page.opens();
    page.reads.value = { ...page.reads.peek() };
    expect(page.kept()).toEqual(['a', 'b']);
    page.stop();
  });

  test('but for threads that are gone, once those that stay are there', async () => {
    const page = visit();
    await page.opens();
    page.comes('a', 'c');
    page.reads.value = { ...page.reads.peek(), c: read };
    expect(page.kept()).toEqual(['a', 'c']);
    page.stop();
  });
});
