import type { Cancel } from '../packages/server/src/timers.ts';

/** 1 January 2030, when every world begins. */
const epoch = Date.UTC(2030, 0, 1);

/** A clock that moves from event to event. Milliseconds since the world began, unless it says otherwise. */
export interface VirtualTime {
  now(): number;
  /** Milliseconds since 1970. */
  wall(): number;
  at(when: number, work: () => void): Cancel;
  after(ms: number, work: () => void): Cancel;
  every(ms: number, work: () => void): Cancel;
  /** Runs the next event, unless it is later than `until`: then the clock moves to `until` and the answer is false. */
  step(until: number): boolean;
}

interface Event {
  readonly when: number;
  /** Events of one moment happen in the order they were asked for. */
  readonly turn: number;
  readonly work: () => void;
  cancelled: boolean;
}

const before = (a: Event, b: Event): boolean => a.when < b.when || (a.when === b.when && a.turn < b.turn);

/** The earliest event first: a binary heap. */
const eventQueue = () => {
  const heap: Event[] = [];
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]];
    if (a !== undefined && b !== undefined) [heap[i], heap[j]] = [b, a];
  };
  const isBefore = (i: number, j: number): boolean => {
    const [a, b] = [heap[i], heap[j]];
    return a !== undefined && b !== undefined && before(a, b);
  };
  return {
    first: (): Event | undefined => heap[0],
    add(event: Event): void {
      let i = heap.push(event) - 1;
      while (i > 0 && isBefore(i, (i - 1) >> 1)) {
        swap(i, (i - 1) >> 1);
        i = (i - 1) >> 1;
      }
    },
    take(): void {
      const end = heap.pop();
      if (end === undefined || heap.length === 0) return;
      heap[0] = end;
      for (let i = 0; ; ) {
        const left = 2 * i + 1;
        const least = isBefore(left + 1, left) ? left + 1 : left;
        if (!isBefore(least, i)) return;
        swap(i, least);
        i = least;
      }
    },
  };
};

export const createTime = (): VirtualTime => {
  const queue = eventQueue();
  let now = 0;
  let turn = 0;

  const at = (when: number, work: () => void): Cancel => {
    const event: Event = { when: Math.max(now, when), turn: turn++, work, cancelled: false };
    queue.add(event);
    return () => {
      event.cancelled = true;
    };
  };
  const after = (ms: number, work: () => void): Cancel => at(now + Math.max(0, ms), work);

  return {
    now: () => now,
    wall: () => epoch + Math.floor(now),
    at,
    after,
    every(ms, work) {
      let cancel: Cancel = () => {};
      const next = (): void => {
        cancel = after(ms, () => {
          next();
          work();
        });
      };
      next();
      return () => cancel();
    },
    step(until) {
      for (let event = queue.first(); event !== undefined && event.when <= until; event = queue.first()) {
        queue.take();
        if (event.cancelled) continue;
        now = event.when;
        event.work();
        return true;
      }
      now = Math.max(now, until);
      return false;
    },
  };
};
