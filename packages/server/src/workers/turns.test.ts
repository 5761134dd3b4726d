import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('turns are taken by so many at a time, and refused to those who would wait too long', async () => {
  const { take } = createTurns({ atOnce: 1, waiting: 1 }, () => new Error('full'));
  const begun: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = take(async () => {
    begun.push('first');
    await held;
    throw new Error('failed');
  });
  const second = take(async () => void begun.push('second'));
  await expect(take(async () => undefined)).rejects.toThrow('full');
  expect(begun).toEqual(['first']);
  release();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(begun).toEqual(['first', 'second']);
});

test('a person has so many of them, whatever others have', async () => {
  const { take } = createTurns({ atOnce: 1, waiting: 9, person: 1 }, () => new Error('full'));
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = take(() => held, 'ann');
  await expect(take(async () => undefined, 'ann')).rejects.toThrow('full');
  const other = take(async () => 'done', 'ben');
  release();
  await first;
  expect(await other).toBe('done');
  expect(await take(async () => 'again', 'ann')).toBe('again');
});
