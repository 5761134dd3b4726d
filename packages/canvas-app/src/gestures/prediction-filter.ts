import type { Vec } from '@gesso/drawing';
import type { Sample } from '../editor/pointer.ts';

/** Predictions further ahead than this (ms) are guesses. */
const horizon = 24;
/** Cosine of the sharpest turn a prediction may take from where the pen is going. */
const straightOn = 0.7;
/** How much of the verdict one new comparison is. */
const weight = 0.2;

/** Where something was at a time, between two samples. */
const placeAt = (a: Sample, b: Sample, time: number): Vec => {
  const t = b.time > a.time ? (time - a.time) / (b.time - a.time) : 1;
  return { x: a.at.x + (b.at.x - a.at.x) * t, y: a.at.y + (b.at.y - a.at.y) * t };
};

const away = (a: Vec, b: Vec): number => Math.hypot(a.x - b.x, a.y - b.y);

export interface Predictor {
  /**
   * Takes what the pen did and what the browser expects next, and gives as much of it as is worth showing. Every earlier
   * prediction is compared with what came of it: while they were farther off than the pen's last known place, nothing
   * is shown. That is how pens whose events lag or jump turn it off by themselves.
   */
  ahead(samples: readonly Sample[], predicted: readonly Sample[]): readonly Sample[];
}

/** For one stroke. */
export const createPredictor = (start: Sample): Predictor => {
  let last = start;
  let before = start;
  let pending: { readonly guess: Sample; readonly from: Sample } | undefined;
  /** How far off predictions are, and how far off showing nothing is: running means, board units. */
  let off = 0;
  let behind = 0;

  const judge = (a: Sample, b: Sample) => {
    if (pending === undefined || pending.guess.time > b.time) return;
    const real = placeAt(a, b, Math.max(a.time, pending.guess.time));
    off += (away(pending.guess.at, real) - off) * weight;
    behind += (away(pending.from.at, real) - behind) * weight;
    pending = undefined;
  };

  const goesOn = (guess: Sample): boolean => {
    const [ax, ay] = [last.at.x - before.at.x, last.at.y - before.at.y];
    const [bx, by] = [guess.at.x - last.at.x, guess.at.y - last.at.y];
    return ax * bx + ay * by >= straightOn * Math.hypot(ax, ay) * Math.hypot(bx, by);
  };

  return {
    ahead(samples, predicted) {
      for (const sample of samples) {
        judge(last, sample);
        if (away(sample.at, last.at) > 0) before = last;
        last = sample;
      }
      const near = predicted.filter(({ time }) => time > last.time && time <= last.time + horizon);
      const [first] = near;
      if (first === undefined) return [];
      pending ??= { guess: first, from: last };
      return off <= behind && near.every(goesOn) ? near : [];
    },
  };
};
