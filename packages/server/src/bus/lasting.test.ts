import { describe, expect, test } from 'vitest';
import type { Timers } from '../timers.ts';
import { type Connection, keepConnected } from './lasting.ts';

/** Timers whose time is moved by the test. */
const slowTimers = () => {
  const due: { readonly at: number; readonly work: () => unknown }[] = [];
  let now = 0;
  const after = (ms: number, work: () => void) => {
    const entry = { at: now + ms, work };
    due.push(entry);
    return () => {
      const at = due.indexOf(entry);
      if (at >= 0) due.splice(at, 1);
    };
  };
  const timers: Timers = {
    elapsed: () => now,
    after,
    afterIdle: after,
    every: () => () => undefined,
    soon: (work) => after(0, work),
  };
  /** Resolves when all that was waiting for a promise has gone on. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    timers,
    settle,
    /** Goes to what is due next, and resolves to how long that took. */
    async next(): Promise<number> {
      due.sort((a, b) => a.at - b.at);
      const entry = due.shift();
      if (entry === undefined) throw new Error('nothing is due');
      const ms = entry.at - now;
      now = entry.at;
      entry.work();
      await settle();
      return ms;
    },
    get waiting() {
      return due.length;
    },
  };
};

interface Fake extends Connection {
  readonly drop: (error: unknown) => void;
  ended: number;
  answers: boolean;
}

const world = (isRefusing = false) => {
  const clock = slowTimers();
  const told: string[] = [];
  const made: Fake[] = [];
  let refusing = isRefusing;
  const open = async (onEnd: (error: unknown) => void): Promise<Fake> => {
    if (refusing) throw new Error('refused');
    const fake: Fake = {
      drop: onEnd,
      ended: 0,
      answers: true,
      ask: () => (fake.answers ? Promise.resolve() : new Promise(() => undefined)),
      async end() {
        fake.ended++;
      },
    };
    made.push(fake);
    return fake;
  };
  const lasting = keepConnected<Fake>({
    timers: clock.timers,
    open,
    onUp: () => told.push('up'),
    onDown: (error) => told.push(`down: ${(error as Error).message}`),
  });
  return {
    clock,
    told,
    lasting,
    made,
    refuse(are: boolean): void {
      refusing = are;
    },
  };
};

const at = (made: readonly Fake[], index: number): Fake => {
  const fake = made.at(index);
  if (fake === undefined) throw new Error('it was not made');
  return fake;
};

describe('a connection that lasts', () => {
  test('is made again when it is lost, which is told once', async () => {
    const { clock, told, lasting, made, refuse } = world();
    expect(await lasting.first).toBeUndefined();
    refuse(true);
    at(made, 0).drop(new Error('cut'));
    expect(lasting.connection).toBeUndefined();
    expect(at(made, 0).ended).toBe(1);
    // The watch over the first one is due in between, and does nothing.
    const waits: number[] = [];
    for (let tries = 0; tries < 40; tries++) waits.push(await clock.next());
    expect(waits[0]).toBeGreaterThanOrEqual(25);
    expect(waits[0]).toBeLessThanOrEqual(50);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_000);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(1_000);
    expect(told).toEqual(['up', 'down: cut']);
    refuse(false);
    await clock.next();
    expect(told).toEqual(['up', 'down: cut', 'up']);
    expect([lasting.again, lasting.connection === made.at(-1)]).toEqual([1, true]);
  });

  test('that could not be made at first is told of with the reason, and made when it can be', async () => {
    const { told, lasting, refuse, clock } = world(true);
    expect(String(await lasting.first)).toBe('Error: refused');
    expect(told).toEqual(['down: refused']);
    refuse(false);
    await clock.next();
    expect(told).toEqual(['down: refused', 'up']);
    expect(lasting.again).toBe(0);
  });

  test('is given up when it does not answer', async () => {
    const { clock, told, lasting, made } = world();
    await lasting.first;
    await clock.next();
    expect(lasting.connection).toBe(made[0]);
    at(made, 0).answers = false;
    await clock.next();
    expect(lasting.connection).toBe(made[0]);
    await clock.next();
    expect(told).toEqual(['up', 'down: it does not answer']);
    expect(at(made, 0).ended).toBe(1);
    await clock.next();
    expect(lasting.connection).toBe(made[1]);
  });

  test('that ends while it is made is none', async () => {
    const clock = slowTimers();
    let ended = 0;
    const told: string[] = [];
    const lasting = keepConnected({
      timers: clock.timers,
      open: async (onEnd) => {
        onEnd(new Error('at once'));
        return { ask: async () => undefined, end: async () => void ended++ };
      },
      onUp: () => told.push('up'),
      onDown: () => told.push('down'),
    });
    expect(String(await lasting.first)).toBe('Error: at once');
    expect([told, ended, lasting.connection]).toEqual([['down'], 1, undefined]);
    await lasting.close(async () => undefined);
  });

  test('is over when it was closed: what was told is waited for, and not for ever', async () => {
    const { clock, told, lasting, made } = world();
    await lasting.first;
    const closed = lasting.close(() => new Promise(() => undefined));
    for (let ms = 0; at(made, 0).ended === 0; ) {
      ms += await clock.next();
      expect(ms).toBeLessThanOrEqual(1_000);
    }
    await closed;
    at(made, 0).drop(new Error('cut'));
    expect([told, lasting.connection, clock.waiting > 1]).toEqual([['up'], undefined, false]);
  });
});
