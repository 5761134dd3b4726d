import { Failure } from '@gesso/crdt-schema';
import type { FairQueue } from '../quotas/fair-queue.ts';
import type { RateLimit } from '../quotas/rate-limits.ts';
import type { Timers } from '../timers.ts';

/** How long a connection may go on sending more than it may, while it is slowed down, before it is ended. */
const toleratedMs = 15_000;
/** After so long without being slowed down it has a new start. */
const forgivenMs = 1_000;

/** What reads a connection's frames, and can be told to stop for a while. */
export interface Reader {
  pause(): void;
  resume(): void;
}

/** The way of one connection's frames into its room, at a rate that leaves time for others. */
export interface ConnectionIntake {
  /** Does `work` for a frame of so many bytes, in order, as soon as it is this board's turn. */
  frame(bytes: number, work: () => void): void;
  /** The connection has ended: `work` comes after all its frames. */
  end(work: () => void): void;
}

export interface ConnectionIntakeDeps {
  readonly board: string;
  readonly turns: FairQueue;
  readonly rateLimit: RateLimit;
  readonly reader: Reader;
  readonly timers: Timers;
  readonly refuse: (failure: Failure) => void;
}

export const createConnectionIntake = (deps: ConnectionIntakeDeps): ConnectionIntake => {
  const { board, turns, rateLimit, reader, timers, refuse } = deps;
  /** Reasons not to read at the moment. */
  let holds = 0;
  /** Until when it is slowed down, and since when it has been again and again by its own doing. */
  let until = Number.NEGATIVE_INFINITY;
  let since: number | undefined;
  let slowed = false;
  let refused = false;

  const hold = (): void => {
    if (holds++ === 0) reader.pause();
  };
  const letGo = (): void => {
    if (--holds === 0) reader.resume();
  };

  const slowDown = (bytes: number): void => {
    const at = timers.elapsed();
    const { ms, own } = rateLimit.charge(bytes, at);
    if (ms === 0) return;
    if (own) {
      if (since === undefined || at - until > forgivenMs) since = at;
      if (at - since > toleratedMs && !refused) {
        refused = true;
        refuse(new Failure('RATE_LIMITED', 'messages'));
      }
    }
    until = Math.max(until, at + ms);
    if (slowed) return;
    slowed = true;
    hold();
    pay(ms);
  };

  const pay = (ms: number): void => {
    timers.afterIdle(ms, () => {
      const left = until - timers.elapsed();
      if (left > 0) {
        pay(left);
        return;
      }
      slowed = false;
      letGo();
    });
  };

  return {
    frame(bytes, work) {
      if (refused) return;
      slowDown(bytes);
      let waits = false;
      const now = turns.run(board, () => {
        work();
        if (waits) letGo();
      });
      if (now) return;
      waits = true;
      hold();
    },
    end(work) {
      turns.run(board, work);
      rateLimit.release();
    },
  };
};
