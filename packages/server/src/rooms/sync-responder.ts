import { Failure } from '@gesso/crdt-schema';
import { createMeter } from '../quotas/meter.ts';
import { createRecent } from '../quotas/recent.ts';
import type { Timers } from '../timers.ts';
import { encodeStep2 } from './frames.ts';
import type { Member } from './member.ts';
import { deliverSync } from './outgoing/backpressure.ts';
import type { Replica } from './replica/replica.ts';
import type { Publication } from './updates/publication.ts';

/** Milliseconds of work a second that are done for one person on one board to find out what they lack, and at once. */
const effort = { perSecond: 20, burst: 20 } as const;
/** People whose effort is remembered; those who have asked for nothing for longest are forgotten first. */
const remembered = 1_000;
/** How long what was worked out for a person may take to be paid for (ms), before they have to come back later. */
const mostOwedMs = 30_000;

/**
 * Answers what members lack, at a rate that each person pays for. What is answered is on disk, like everything a peer sees; while the store
 * fails, neither is, and members are told so.
 */
export interface SyncResponder {
  /** Answers sync step 1. Throws `RATE_LIMITED`, or `MALFORMED` for a state vector that is none. */
  answer(member: Member, stateVector: Uint8Array): void;
  /** Brings a member up to date whose connection was full for a while. Returns false when that has to wait. */
  catchUp(member: Member, since: Uint8Array): boolean;
}

export interface SyncResponderDeps {
  readonly replica: Pick<Replica, 'everything' | 'since'>;
  readonly publication: Pick<Publication, 'afterStored'>;
  readonly now: () => number;
  readonly timers: Timers;
}

export const createSyncResponder = ({ replica, publication, now, timers }: SyncResponderDeps): SyncResponder => {
  /** What is worked out for each person, over all their connections. */
  const effortOf = createRecent(remembered, () => createMeter(effort));
  /** Frames that were sent, by the state in them, for as long as the replica gives that same state. */
  const frames = new WeakMap<Uint8Array, Uint8Array>();

  /** One frame for all who are given the same: when many come at once, one board is copied and held, and not one for each. */
  const framed = (update: Uint8Array): Uint8Array => {
    const frame = frames.get(update) ?? encodeStep2(update);
    frames.set(update, frame);
    return frame;
  };
  const send = (member: Member, update: Uint8Array): void => {
    const answer = framed(update);
    publication.afterStored(() => deliverSync(member, answer, now()));
  };

  return {
    answer(member, stateVector) {
      if (!member.syncBudget.take(now())) throw new Failure('RATE_LIMITED', 'sync requests');
      const effort = effortOf(member.access.person.id);
      const from = timers.elapsed();
      const owed = effort.charge(0, from);
      if (owed > mostOwedMs) throw new Failure('RATE_LIMITED', 'sync work');
      // Everything may be there already: one who has had enough worked out gets that, no matter what they say they have.
      send(member, owed > 0 ? replica.everything() : replica.since(stateVector));
      effort.charge(timers.elapsed() - from, timers.elapsed());
    },
    // One who has had much worked out waits for this as well: nothing is lost by it, and the connection was full before.
    catchUp(member, since) {
      const effort = effortOf(member.access.person.id);
      const from = timers.elapsed();
      if (effort.charge(0, from) > 0) return false;
      send(member, replica.since(since));
      effort.charge(timers.elapsed() - from, timers.elapsed());
      return true;
    },
  };
};
