import type { Disk } from './disk.ts';
import type { Gate } from './gate.ts';
import type { Rng } from './random.ts';
import type { VirtualTime } from './time.ts';

/** What goes wrong with a database that servers share, besides its disk: each until a moment of virtual time. */
export interface DatabaseFaults {
  /** It is being started again. */
  awayUntil: number;
  /** Answers to what was committed get lost now and then. */
  unansweredUntil: number;
  /** Servers, by their place among all, that do not reach it. */
  readonly severedUntil: Map<number, number>;
}

/** The machine a database runs on. */
export interface DatabaseServer {
  readonly faults: DatabaseFaults;
  /** The power goes, and comes back after so long (ms): what was not committed is gone. */
  restart(ms: number): void;
  /** From now on all is well. */
  heal(): void;
  /** Until when anything was wrong between a server and the database. */
  troubledUntil(node: number): number;
  line(node: number, process: LineOwner): DatabaseLine;
  /** Whether a server could make a connection now. */
  isReachable(node: number): boolean;
}

/** The process at the other end. */
export interface LineOwner {
  readonly alive: () => boolean;
  readonly gate: Pick<Gate, 'enter'>;
}

/** One server's way to the database. */
export interface DatabaseLine {
  /** Resolves to what `work` gives, which happens there at one moment, or not at all; a rejection does not tell which. */
  ask<T>(doing: 'read' | 'write', work: () => T): Promise<Awaited<T>>;
  pause(ms: number): Promise<void>;
}

/** Longest that a server waits for an answer (ms): the product gives up after 5 s where it connects, and after 35 where it does not hear. */
export const longestWaitMs = 10_000;
/** What was sent before a line was cut may still be done so much later (ms). */
const lateMs = 15_000;

const lost = (message: string): Error => Object.assign(new Error(message), { code: 'ERR_POSTGRES' });

export const createDatabaseServer = (time: VirtualTime, disk: Disk, rng: Rng): DatabaseServer => {
  const faults: DatabaseFaults = { awayUntil: 0, unansweredUntil: 0, severedUntil: new Map() };
  /** Which start of it this is. */
  let starts = 1;
  let isHealed = false;
  const isAway = (): boolean => time.now() < faults.awayUntil;
  const isSevered = (node: number): boolean => time.now() < (faults.severedUntil.get(node) ?? 0);
  const travel = (): number => rng.between(0.1, 2);
  /** Its answer, where it is one to come, is looked at when it arrives. */
  const perform = <T>(work: () => T): T => {
    const result = work();
    if (result instanceof Promise) result.catch(() => undefined);
    return result;
  };

  const line = (node: number, { alive, gate }: LineOwner): DatabaseLine => {
    const ask = <T>(doing: 'read' | 'write', work: () => T): Promise<Awaited<T>> =>
      new Promise((resolve, reject) => {
        const back = (ms: number, say: () => void): void => {
          time.after(ms, () => {
            gate.enter(() => {
              if (alive()) say();
            });
          });
        };
        const fail = (why: string, ms = travel()): void => back(ms, () => reject(lost(why)));
        const hang = (): void => fail('no answer', rng.between(200, longestWaitMs));
        const answer = (result: T): void => {
          if (isSevered(node)) hang();
          else if (doing === 'write' && time.now() < faults.unansweredUntil && rng.chance(0.5))
            fail('connection reset');
          else {
            time.after(travel(), () => {
              if (isSevered(node)) hang();
              else back(0, () => resolve(result as Awaited<T>));
            });
          }
        };
        const commit = (): void => {
          const problem = disk.refusal(doing);
          if (problem !== undefined) {
            fail(problem.message);
            return;
          }
          try {
            answer(perform(work));
          } catch (error) {
            back(travel(), () => reject(error));
          }
        };
        /** It had been sent before, and waited there for a lock, or on the way. */
        const doLate = (): void => {
          const start = starts;
          time.after(rng.between(0, lateMs), () => {
            if (starts !== start || isAway() || isHealed || disk.refusal(doing) !== undefined) return;
            try {
              perform(work);
            } catch {
              // Nobody hears of it.
            }
          });
        };
        const serve = (): void => {
          const start = starts;
          time.after(disk.delay(), () => {
            if (starts === start && !isAway()) commit();
            else fail('terminating connection');
          });
        };
        if (!alive()) return;
        time.after(travel(), () => {
          if (isSevered(node)) {
            hang();
            if (doing === 'write' && rng.chance(0.2)) doLate();
          } else if (isAway()) fail('connection refused');
          else serve();
        });
      });
    return {
      ask,
      pause: (ms) =>
        new Promise((resolve) => {
          time.after(ms, () => {
            gate.enter(() => {
              if (alive()) resolve();
            });
          });
        }),
    };
  };

  return {
    faults,
    restart(ms) {
      starts++;
      faults.awayUntil = Math.max(faults.awayUntil, time.now() + ms);
    },
    heal() {
      isHealed = true;
      const now = time.now();
      const { awayUntil, unansweredUntil, severedUntil } = faults;
      Object.assign(faults, { awayUntil: Math.min(awayUntil, now), unansweredUntil: Math.min(unansweredUntil, now) });
      for (const [node, until] of severedUntil) severedUntil.set(node, Math.min(until, now));
    },
    troubledUntil(node) {
      const { fullUntil, failingUntil, slowUntil } = disk.faults;
      const { awayUntil, unansweredUntil, severedUntil } = faults;
      return Math.max(fullUntil, failingUntil, slowUntil, awayUntil, unansweredUntil, severedUntil.get(node) ?? 0);
    },
    line,
    isReachable: (node) => !isAway() && !isSevered(node),
  };
};
