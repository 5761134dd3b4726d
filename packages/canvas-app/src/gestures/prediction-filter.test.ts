import { describe, expect, test } from 'vitest';
import type { Sample } from '../editor/pointer.ts';
import { createPredictor } from './prediction-filter.ts';

const sample = (x: number, time: number, y = 0): Sample => ({ at: { x, y }, pressure: undefined, time });

/** A pen at one unit a millisecond, sampled every 8 ms; predictions are off by `error` units. */
const run = (error: number, steps = 20) => {
  const predictor = createPredictor(sample(0, 0));
  const shown: number[] = [];
  for (let i = 1; i <= steps; i++) {
    const now = sample(8 * i, 8 * i);
    shown.push(predictor.ahead([now], [sample(8 * (i + 1) + error, 8 * (i + 1))]).length);
  }
  return shown;
};

describe('where the pen is expected next', () => {
  test('is shown while it comes true', () => {
    expect(run(0).every((n) => n === 1)).toBe(true);
    expect(run(3).every((n) => n === 1)).toBe(true);
  });

  test('is not shown any more when it is farther off than the last place that is known', () => {
    expect(
      run(20)
        .slice(3)
        .every((n) => n === 0),
    ).toBe(true);
  });

  test('is shown again when it has come true for a while', () => {
    const predictor = createPredictor(sample(0, 0));
    const shown: number[] = [];
    for (let i = 1; i <= 60; i++) {
      const error = i < 8 ? 30 : 0;
      shown.push(predictor.ahead([sample(8 * i, 8 * i)], [sample(8 * (i + 1) + error, 8 * (i + 1))]).length);
    }
    expect(shown[8]).toBe(0);
    expect(shown.at(-1)).toBe(1);
  });

  test('does not turn off sharply, come from the past or lie far ahead in time', () => {
    const at = (predicted: readonly Sample[]) => createPredictor(sample(0, 0)).ahead([sample(8, 8)], predicted).length;
    expect(at([sample(16, 16)])).toBe(1);
    expect(at([sample(8, 16, 9)])).toBe(0);
    expect(at([sample(16, 8)])).toBe(0);
    expect(at([sample(90, 90)])).toBe(0);
    expect(at([])).toBe(0);
  });
});
