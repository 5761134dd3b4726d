import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deferred, fetchedOnce, Late, within } from './waiting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what answers in time is given, what fails in time fails, and no timer is left', async () => {
  await expect(within(100, Promise.resolve('here'))).resolves.toBe('here');
  await expect(within(100, Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});

test('what never answers is late, and what it says afterwards goes nowhere', async () => {
  const { promise, reject } = deferred<string>();
  const waited = expect(within(100, promise)).rejects.toBeInstanceOf(Late);
  await vi.advanceTimersByTimeAsync(101);
  await waited;
  reject(new Error('too late'));
  await vi.advanceTimersByTimeAsync(1);
});

test('what is fetched once is one for all who ask, and asked for again after it has failed', async () => {
  let asked = 0;
  let isThere = true;
  const get = fetchedOnce(async () => {
    asked += 1;
    if (!isThere) throw new Error('offline');
    return asked;
  });
  isThere = false;
  const [first, second] = [get(), get()];
  expect(first).toBe(second);
  await expect(first).rejects.toThrow('offline');
  isThere = true;
  expect(await Promise.all([get(), get()])).toEqual([2, 2]);
});
