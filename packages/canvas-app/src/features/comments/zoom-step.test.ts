import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followStep, zoomOf } from './zoom-step.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('pins are put together anew once a zoom rests, and at once when it has gone far', () => {
  const camera = signal({ x: 0, y: 0, zoom: 1 });
  const { step, stop } = followStep(camera);
  expect(zoomOf(step.value)).toBe(1);
  camera.value = { x: 0, y: 0, zoom: 1.3 };
  vi.advanceTimersByTime(100);
  camera.value = { x: 0, y: 0, zoom: 1.4 };
  vi.advanceTimersByTime(100);
  expect(step.value).toBe(0);
  vi.advanceTimersByTime(20);
  expect(zoomOf(step.value)).toBeCloseTo(1.41, 2);
  camera.value = { x: 0, y: 0, zoom: 4 };
  expect(zoomOf(step.value)).toBe(4);
  // Coming nearer waits for longer than going away.
  for (const zoom of [4.8, 5.8, 7]) camera.value = { x: 0, y: 0, zoom };
  expect(zoomOf(step.value)).toBe(4);
  for (const zoom of [5, 4, 3, 2.4]) camera.value = { x: 0, y: 0, zoom };
  expect(zoomOf(step.value)).toBeLessThan(3);
  camera.value = { x: 0, y: 0, zoom: 4 };
  expect(zoomOf(step.value)).toBe(4);
  camera.value = { x: 9, y: 0, zoom: 3 };
  stop();
  vi.advanceTimersByTime(1_000);
  expect(zoomOf(step.value)).toBe(4);
});
