import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHeldCopies } from './held-copies.ts';

/** A network that answers when it is told to, and a decoder that counts what is under way. */
const answers = new Map<string, () => void>();
let decoding = 0;
let most = 0;

beforeEach(() => {
  vi.stubGlobal('fetch', async (address: string) => {
    await new Promise<void>((resolve) => answers.set(address, resolve));
    return { ok: true, blob: async () => ({ address }) };
  });
  vi.stubGlobal('createImageBitmap', async () => {
    decoding += 1;
    most = Math.max(most, decoding);
    await Promise.resolve();
    decoding -= 1;
    return { width: 4, height: 3, close: () => undefined };
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  answers.clear();
});

const asked = (address: string) => vi.waitUntil(() => answers.get(address));

test('a file that is slow to come holds up no other, and one is decoded at a time', async () => {
  const copies = createHeldCopies();
  const slow = copies.add('slow', '/slow');
  const others = ['a', 'b', 'c'].map((asset) => copies.add(asset, `/${asset}`));
  for (const asset of ['a', 'b', 'c']) (await asked(`/${asset}`))?.();
  await Promise.all(others);
  expect(['a', 'b', 'c', 'slow'].map((asset) => copies.get(asset) !== undefined)).toEqual([true, true, true, false]);
  expect(most).toBe(1);
  (await asked('/slow'))?.();
  await slow;
  expect(copies.get('slow')).toMatchObject({ width: 4, height: 3 });
});

test('one that cannot be had is none, and the next is', async () => {
  vi.stubGlobal('fetch', async (address: string) => ({ ok: address !== '/gone', status: 404, blob: async () => ({}) }));
  const copies = createHeldCopies();
  expect(await copies.add('gone', '/gone')).toBeUndefined();
  expect(await copies.add('a', '/a')).toBeDefined();
});
