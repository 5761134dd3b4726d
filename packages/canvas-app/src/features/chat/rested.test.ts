import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterMs } from './line.ts';
import { createRested, restsAfter } from './rested.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const listener = () => {
  const told: string[] = [];
  const rested = createRested(({ name, chat }) => told.push(`${name}: ${chat}`), afterMs);
  const hear = (...lines: readonly (readonly [name: string, chat?: string])[]) =>
    rested.hear(lines.map(([name, chat], client) => ({ client, name, chat })));
  return { told, rested, hear };
};

test('what is typed is told once, when it rests, however often presence comes meanwhile', () => {
  const { told, hear } = listener();
  for (const chat of ['H', 'Hi', 'Hi a', 'Hi all']) {
    hear(['Ben', chat], ['Cas']);
    vi.advanceTimersByTime(restsAfter - 1);
    hear(['Ben', chat], ['Cas']);
  }
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['Ben: Hi all']);
  hear(['Ben', 'Hi all'], ['Cas', 'Yes']);
  vi.advanceTimersByTime(restsAfter);
  expect(told).toEqual(['Ben: Hi all', 'Cas: Yes']);
});

test('what is taken back before it rests is told to nobody, and said again it is told again', () => {
  const { told, hear } = listener();
  hear(['Ben', 'Oops']);
  hear(['Ben']);
  vi.advanceTimersByTime(restsAfter);
  expect(told).toEqual([]);
  for (let times = 0; times < 2; times++) {
    hear(['Ben', 'Yes']);
    vi.advanceTimersByTime(restsAfter);
    hear();
  }
  expect(told).toEqual(['Ben: Yes', 'Ben: Yes']);
});

test('nothing is told after the end', () => {
  const { told, rested, hear } = listener();
  hear(['Ben', 'Yes']);
  rested.stop();
  vi.advanceTimersByTime(restsAfter);
  expect(told).toEqual([]);
});
