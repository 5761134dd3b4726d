import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deferred, Late, within } from './waiting.ts';

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
