import { createMeter, type Meter } from '../quotas/rate-limits.ts';

/** Milliseconds of work a second that are done for one person on one board to find out what they lack, and at once. */
const effort = { perSecond: 20, burst: 20 } as const;
/** People whose effort is remembered; those who have asked for nothing for longest are forgotten first. */
const remembered = 1_000;

/** What is worked out for each person, over all their connections. */
export const createEfforts = (): { of(person: string): Meter } => {
  const meters = new Map<string, Meter>();
  return {
    of(person) {
      const meter = meters.get(person) ?? createMeter(effort);
      meters.delete(person);
      meters.set(person, meter);
      const [oldest] = meters.keys();
      if (meters.size > remembered && oldest !== undefined) meters.delete(oldest);
      return meter;
    },
  };
};
