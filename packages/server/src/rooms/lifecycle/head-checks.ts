import type { Store } from '../../stores/store.ts';
import type { Timers } from '../../timers.ts';
import type { Followed } from './slots.ts';

/** Boards that are asked for in one go. */
const askedAtOnce = 500;

export interface HeadChecksDeps {
  readonly store: Pick<Store, 'heads'>;
  /** Boards that are open, with how far their logs are followed. */
  readonly followed: () => readonly Followed[];
  /** How often it is looked (ms). */
  readonly everyMs: number;
  readonly timers: Timers;
  readonly trouble: (error: unknown) => void;
}

async function check({ store, followed }: HeadChecksDeps): Promise<void> {
  const all = followed();
  for (let at = 0; at < all.length; at += askedAtOnce) {
    // What is stored from here on is none of its business.
    const asked = all.slice(at, at + askedAtOnce).map((one) => ({ ...one, before: one.upTo() }));
    const heads = await store.heads(asked.map(({ board }) => board));
    for (const { board, before, found } of asked) found(heads.get(board) ?? 0, before);
  }
}

/**
 * Looks from time to time how far the logs of all open boards go: a hint of another server that was lost is made up for by this. One
 * look at a time, however slow the store is. Returns what stops it.
 */
export const checkHeads = (deps: HeadChecksDeps): (() => void) => {
  let isLooking = false;
  let isFailing = false;
  return deps.timers.every(deps.everyMs, async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      await check(deps);
      isFailing = false;
    } catch (error) {
      if (!isFailing) deps.trouble(error);
      isFailing = true;
    } finally {
      isLooking = false;
    }
  });
};
