import { Failure } from '@gesso/crdt-schema';
import { minuteMs } from '../units.ts';
import { createBucket } from './meter.ts';
import { createRecent } from './recent.ts';

/** Searches of one person: a page that is typed into asks with each pause, and again while boards are being read. */
const perMinute = 120;
/** People whose searches are remembered. */
const remembered = 20_000;
/** Walks through lists of boards at a time, of which each person has one, and those of one person that wait. */
const most = { atOnce: 4, waiting: 8 } as const;

/** Bounds what searches in lists of boards take from the thread that serves everybody. */
export interface Searches {
  /** Counts a request of a person. Throws `RATE_LIMITED` where they are too many. */
  admit(person: string): void;
  /** Walks through a person's boards behind those walks that were asked for before: one for each person, few in all. Throws `RATE_LIMITED`. */
  walk<T>(person: string, work: () => Promise<T>): Promise<T>;
}

export const createSearches = (elapsed: () => number): Searches => {
  const rateOf = createRecent(remembered, () =>
    createBucket({ perSecond: (perMinute * 1_000) / minuteMs, burst: perMinute }),
  );
  const walking = new Set<string>();
  const waiting: { readonly person: string; readonly begin: () => void }[] = [];

  const beginNext = (): void => {
    while (walking.size < most.atOnce) {
      const at = waiting.findIndex(({ person }) => !walking.has(person));
      const [next] = at < 0 ? [] : waiting.splice(at, 1);
      if (next === undefined) return;
      walking.add(next.person);
      next.begin();
    }
  };

  return {
    admit(person) {
      if (!rateOf(person).take(elapsed())) throw new Failure('RATE_LIMITED', 'searches');
    },
    async walk(person, work) {
      if (waiting.filter((one) => one.person === person).length >= most.waiting)
        throw new Failure('RATE_LIMITED', 'searches');
      await new Promise<void>((begin) => {
        waiting.push({ person, begin });
        beginNext();
      });
      try {
        return await work();
      } finally {
        walking.delete(person);
        beginNext();
      }
    },
  };
};
