import { Failure } from '@gesso/crdt-schema';
import { networkOf } from '../config/addresses.ts';
import { createRecent } from '../quotas/recent.ts';
import type { Counter, CounterRepository } from '../stores/among-servers.ts';
import { digest } from './secrets.ts';

/** Wrong passwords of one address on one link before it has to wait, longer each time: 1 s, 2 s, 4 s … In ms. */
const waiting = { free: 5, first: 1_000, most: 5 * 60_000 } as const;
/** Wrong passwords in all on one link, from every address, and in all from one address, on every link: at once, and ms until one more may come. */
const link = { burst: 300, every: 1_000 } as const;
const address = { burst: 60, every: 6_000 } as const;
/** Links, addresses and guessers that are remembered in memory; those tried longest ago are forgotten first. */
const remembered = 60_000;

/** A password that is about to be looked at. Counts as wrong until it is known to be right. */
export interface Try {
  right(): Promise<void>;
  /** It was not looked at after all. */
  untold(): Promise<void>;
}

/**
 * Makes guessing the password of a link slow for an address, and for all addresses together: a crowd that guesses at one link
 * keeps others from it while it does. Servers with one database count together: whoever tries by three of them has no more tries.
 */
export interface Tries {
  /** Rejects with `RATE_LIMITED`, and the password is not to be looked at. */
  begin(link: string, ip: string): Promise<Try>;
}

type Counters = ReadonlyMap<string, Counter>;
interface Bound {
  readonly burst: number;
  readonly every: number;
}

/** Counters in this process. */
const inMemory = (elapsed: () => number): CounterRepository => {
  const counterOf = createRecent<{ is: Counter }>(remembered, () => ({ is: { count: 0, until: 0 } }));
  return {
    async change(names, change) {
      const kept = names.map((name) => ({ name, counter: counterOf(name) }));
      const changed = change(new Map(kept.map(({ name, counter }) => [name, counter.is])), elapsed());
      for (const { name, counter } of kept) counter.is = changed?.get(name) ?? counter.is;
      return changed !== undefined;
    },
  };
};

/** What is counted of a try: only hashes are kept. */
const nameOf = (...parts: readonly string[]): string => Buffer.from(digest(parts.join(' '))).toString('base64url');

/** How long a guesser waits who was wrong so often. */
const waitAfter = (wrong: number): number => {
  const over = wrong - waiting.free;
  return over < 0 ? 0 : Math.min(waiting.most, waiting.first * 2 ** Math.min(over, 20));
};

/** `elapsed`: ms that only grow. `shared`: where all servers count; without it this one counts alone. */
export const createTries = (elapsed: () => number, shared?: CounterRepository): Tries => {
  const counters = shared ?? inMemory(elapsed);
  return {
    async begin(id, ip) {
      const from = networkOf(ip);
      const guesser = nameOf('guesser', id, from);
      const bounds = new Map<string, Bound>([
        [nameOf('link', id), link],
        [nameOf('address', from), address],
      ]);
      const names = [guesser, ...bounds.keys()];
      let before = 0;

      /** Each is paid off bit by bit: `until` is when nothing is owed any more. */
      const charged = (known: Counters, now: number, times: number): [string, Counter][] =>
        [...bounds].map(([name, { every }]) => {
          const { count = 0, until = 0 } = known.get(name) ?? {};
          return [name, { count: count + times, until: Math.round(Math.max(until, now) + times * every) }];
        });
      const isOver = (known: Counters, now: number): boolean =>
        (known.get(guesser)?.until ?? 0) > now ||
        [...bounds].some(([name, { burst, every }]) => (known.get(name)?.until ?? 0) - now > burst * every);

      const isCounted = await counters.change(names, (known, now) => {
        if (isOver(known, now)) return undefined;
        before = known.get(guesser)?.until ?? 0;
        const count = (known.get(guesser)?.count ?? 0) + 1;
        return new Map([[guesser, { count, until: Math.round(now + waitAfter(count)) }], ...charged(known, now, 1)]);
      });
      if (!isCounted) throw new Failure('RATE_LIMITED', 'passwords');

      const takeBack = async (guess: (known: Counter, now: number) => Counter): Promise<void> => {
        await counters.change(names, (known, now) => {
          const { count = 0, until = 0 } = known.get(guesser) ?? {};
          return new Map([[guesser, guess({ count, until }, now)], ...charged(known, now, -1)]);
        });
      };
      return {
        right: () => takeBack((_known, now) => ({ count: 0, until: Math.round(now) })),
        untold: () => takeBack(({ count }) => ({ count: Math.max(0, count - 1), until: before })),
      };
    },
  };
};
