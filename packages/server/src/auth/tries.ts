import { Failure } from '@gesso/crdt-schema';
import { networkOf } from '../config/addresses.ts';
import { createMeter, type Meter } from '../quotas/meter.ts';
import { createRecent } from '../quotas/recent.ts';

/** Wrong passwords of one address on one link before it has to wait, longer each time: 1 s, 2 s, 4 s … In ms. */
const waiting = { free: 5, first: 1_000, most: 5 * 60_000 } as const;
/** Wrong passwords in all on one link, from every address, and in all from one address, on every link. */
const link = { burst: 300, perSecond: 1 } as const;
const address = { burst: 60, perSecond: 1 / 6 } as const;
/** Links and addresses that are remembered; those tried longest ago are forgotten first. */
const remembered = 20_000;

interface Guesser {
  wrong: number;
  /** Nothing is looked at before. */
  notBefore: number;
}

/** A password that is about to be looked at. Counts as wrong until it is known to be right. */
export interface Try {
  right(): void;
  /** It was not looked at after all. */
  untold(): void;
}

/**
 * Makes guessing the password of a link slow for an address, and for all addresses together: a crowd that guesses at one link
 * keeps others from it while it does.
 */
export interface Tries {
  /** Throws `RATE_LIMITED`, and the password is not to be looked at. */
  begin(link: string, ip: string): Try;
}

export const createTries = (elapsed: () => number): Tries => {
  const guessers = createRecent<Guesser>(remembered, () => ({ wrong: 0, notBefore: Number.NEGATIVE_INFINITY }));
  const links = createRecent(remembered, () => createMeter(link));
  const addresses = createRecent(remembered, () => createMeter(address));

  return {
    begin(id, ip) {
      const from = networkOf(ip);
      const at = elapsed();
      const guesser = guessers(`${id} ${from}`);
      const meters: readonly Meter[] = [links(id), addresses(from)];
      if (at < guesser.notBefore || meters.some((meter) => meter.charge(0, at) > 0))
        throw new Failure('RATE_LIMITED', 'passwords');
      for (const meter of meters) meter.charge(1, at);
      const before = guesser.notBefore;
      guesser.wrong++;
      const over = guesser.wrong - waiting.free;
      if (over >= 0) guesser.notBefore = at + Math.min(waiting.most, waiting.first * 2 ** over);
      return {
        right() {
          guesser.wrong = 0;
          guesser.notBefore = Number.NEGATIVE_INFINITY;
          for (const meter of meters) meter.charge(-1, at);
        },
        untold() {
          guesser.wrong--;
          guesser.notBefore = before;
          for (const meter of meters) meter.charge(-1, at);
        },
      };
    },
  };
};
