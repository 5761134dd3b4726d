import { exceeded, Failure } from '@gesso/crdt-schema';
import { createMeter } from '../../quotas/meter.ts';
import { createRecent } from '../../quotas/recent.ts';

/** Steps of work a person may cause in one room: what an honest return after weeks takes, and then a steady rate. */
const allowed = { perSecond: 200_000, burst: 4_000_000 } as const;
/** What any ordinary edit takes is not counted. */
const ordinary = 1_000;
/** People whose work is remembered; those who caused some longest ago are forgotten first. */
const remembered = 1_000;

/** Counts what people's updates take to apply: each is bounded, and so are all of them together. */
export interface Work {
  /** Throws `RATE_LIMITED` when a person has caused more than they may; they may come back later. */
  charge(person: string, steps: number): void;
}

/** `now`: milliseconds that only grow. */
export const createWork = (now: () => number): Work => {
  const meterOf = createRecent(remembered, () => createMeter(allowed));
  return {
    charge(person, steps) {
      if (steps < ordinary) return;
      if (meterOf(person).charge(steps, now()) > 0) throw new Failure('RATE_LIMITED', 'work');
    },
  };
};

/** Whether an update was refused for nothing but what applying it in one turn would take. */
export const isTooMuchAtOnce = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'TOO_LARGE' && error.detail === exceeded.work;
/** Whether it was refused for nothing but a text that it would make too large. */
export const isTextTooLarge = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'TOO_LARGE' && error.detail === exceeded.text;
