import type { Timers } from '../timers.ts';
import { type Ledger, leastOf } from './ledger.ts';
import { createRecent } from './recent.ts';

/** Addresses whose requests are counted, of each kind of request; those that asked longest ago are forgotten first. */
const remembered = 10_000;

/** Requests of one address in the current stretch of time, and when that began. */
interface Asked {
  count: number;
  since: number;
}

/** What of a kind of request its bound depends on. `timeWindow` in ms. */
export interface RequestBound {
  readonly name: string;
  readonly max: number;
  readonly timeWindow: number;
}

export interface RequestCount {
  /** Counts one. Returns how many there are in this stretch of time, and ms until the next begins. */
  raise(address: string): { readonly current: number; readonly ttl: number };
}

/** Counts requests by address, together with those that were made to other servers. */
export const countRequests = (
  { name, max, timeWindow }: RequestBound,
  { elapsed }: Pick<Timers, 'elapsed'>,
  ledger: Pick<Ledger, 'open'>,
): RequestCount => {
  const asked = createRecent<Asked>(remembered, () => ({ count: 0, since: Number.NEGATIVE_INFINITY }));
  const add = (address: string, amount: number): Asked => {
    const one = asked(address);
    if (elapsed() - one.since >= timeWindow) {
      one.count = 0;
      one.since = elapsed();
    }
    one.count += amount;
    return one;
  };
  const note = ledger.open(`requests ${name}`, {
    least: Math.floor(leastOf(max)),
    apply: (address, amount) => void add(address, amount),
  });
  return {
    raise(address) {
      note(address, 1);
      const { count, since } = add(address, 1);
      return { current: count, ttl: timeWindow - (elapsed() - since) };
    },
  };
};
