import { systemTimers, type Timers } from '../timers.ts';

/** What one board may use of one turn of the event loop while others wait. */
const perTurn = { messages: 64, ms: 5 } as const;

/** Shares the event loop among boards: one with much to do waits for its next turn, and the others do not wait for it. */
export interface FairQueue {
  /** Does some work for a board: now, or after all that waits for the same board. Tells whether it was now. */
  run(board: string, work: () => void): boolean;
}

interface Share {
  messages: number;
  ms: number;
  readonly waiting: (() => void)[];
}

export const createFairQueue = (timers: Timers = systemTimers): FairQueue => {
  /** Boards that have done something in this turn or wait for the next. */
  const shares = new Map<string, Share>();
  let scheduled = false;

  const runNow = (share: Share, work: () => void): void => {
    const start = timers.elapsed();
    work();
    share.messages++;
    share.ms += timers.elapsed() - start;
  };

  const isSpent = ({ messages, ms }: Share): boolean => messages >= perTurn.messages || ms >= perTurn.ms;

  const turn = (): void => {
    scheduled = false;
    for (const [board, share] of shares) {
      share.messages = 0;
      share.ms = 0;
      let done = 0;
      for (let work = share.waiting[0]; work !== undefined && !isSpent(share); work = share.waiting[++done])
        runNow(share, work);
      share.waiting.splice(0, done);
      if (done === 0) shares.delete(board);
    }
    if (shares.size > 0) schedule();
  };

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    timers.soon(turn);
  };

  return {
    run(board, work) {
      const share = shares.get(board) ?? { messages: 0, ms: 0, waiting: [] };
      shares.set(board, share);
      schedule();
      if (share.waiting.length > 0 || isSpent(share)) {
        share.waiting.push(work);
        return false;
      }
      runNow(share, work);
      return true;
    },
  };
};
