import type { Cancel, Timers } from '../packages/server/src/timers.ts';
import type { VirtualTime } from './time.ts';

/** What stands between a process and all that happens to it. While it is shut everything waits, and comes late and in its order. */
export interface Gate {
  /** Until when (virtual ms) it is, or was last, shut. */
  readonly shutUntil: number;
  shut(ms: number): void;
  open(): void;
  /** Does this now, or behind all that waits already. */
  enter(work: () => void): void;
}

export const createGate = (time: Pick<VirtualTime, 'now' | 'at'>): Gate => {
  const waiting: (() => void)[] = [];
  let shutUntil = Number.NEGATIVE_INFINITY;
  let next: Cancel | undefined;

  const schedule = (): void => {
    next?.();
    next = time.at(shutUntil, () => {
      next = undefined;
      if (time.now() >= shutUntil) waiting.shift()?.();
      if (waiting.length > 0) schedule();
    });
  };

  return {
    get shutUntil() {
      return shutUntil;
    },
    shut(ms) {
      shutUntil = Math.max(shutUntil, time.now() + ms);
    },
    open() {
      shutUntil = Math.min(shutUntil, time.now());
      if (waiting.length > 0) schedule();
    },
    enter(work) {
      if (waiting.length === 0 && time.now() >= shutUntil) {
        work();
        return;
      }
      waiting.push(work);
      if (next === undefined) schedule();
    },
  };
};

/** Timers of one process: when it is dead, none of them fires any more, and while it is paused they wait, what is repeated once at most. */
export const timersOf = (time: VirtualTime, alive: () => boolean, gate: Pick<Gate, 'enter'>): Timers => {
  const living = (work: () => void) => (): void => {
    if (!alive()) return;
    gate.enter(() => {
      if (alive()) work();
    });
  };
  /** A timer that is ended while it waits does not fire either. */
  const once =
    (begin: (work: () => void) => Cancel) =>
    (work: () => void): Cancel => {
      let isEnded = false;
      const cancel = begin(
        living(() => {
          if (!isEnded) work();
        }),
      );
      return () => {
        isEnded = true;
        cancel();
      };
    };
  const after = (ms: number, work: () => void): Cancel => once((due) => time.after(ms, due))(work);
  return {
    elapsed: time.now,
    after,
    afterIdle: after,
    every(ms, work) {
      let waits = false;
      const repeat = (due: () => void): Cancel =>
        time.every(ms, () => {
          if (waits) return;
          waits = true;
          due();
        });
      return once(repeat)(() => {
        waits = false;
        work();
      });
    },
    soon: (work) => after(0, work),
  };
};
