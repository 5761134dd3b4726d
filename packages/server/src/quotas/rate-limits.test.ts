import type { Failure } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { createConnectionIntake } from '../rooms/connection-intake.ts';
import type { Timers } from '../timers.ts';
import { createFairQueue } from './fair-queue.ts';
import { createMeter } from './meter.ts';
import { createRateLimits } from './rate-limits.ts';

const ann = { person: 'ann', board: 'b', ip: '1.2.3.4' };

test('a meter may be overdrawn, and tells when the debt is paid', () => {
  const meter = createMeter({ perSecond: 10, burst: 3 });
  expect(meter.charge(3, 0)).toBe(0);
  expect(meter.charge(2, 0)).toBe(200);
  expect(meter.charge(0, 100)).toBe(100);
  expect(meter.charge(0, 200)).toBe(0);
  expect(meter.charge(3, 60_000)).toBe(0);
  expect(meter.charge(1, 60_000)).toBe(100);
});

test('a person who draws as fast as people can is never slowed down', () => {
  const rateLimit = createRateLimits().of(ann);
  for (let n = 0; n < 150 * 60; n++) expect(rateLimit.charge(200, (n * 1_000) / 150).ms).toBe(0);
});

test('a person with many connections has one allowance, also after coming back', () => {
  const limits = createRateLimits();
  const first = limits.of(ann);
  for (let n = 0; n < 12_000; n++) first.charge(10, 0);
  first.release();
  expect(limits.of(ann).charge(10, 0)).toMatchObject({ own: true });
  expect(limits.of({ ...ann, person: 'bob' }).charge(10, 0)).toEqual({ ms: 0, own: false });
});

test('what a whole board has used up slows its people down and is nobody’s own doing', () => {
  const limits = createRateLimits();
  for (let i = 0; i < 40; i++) {
    const one = limits.of({ ...ann, person: `p${i}` });
    for (let n = 0; n < 2_001; n++) one.charge(10, 0);
  }
  const { ms, own } = limits.of({ ...ann, person: 'late' }).charge(10, 0);
  expect([ms > 0, own]).toEqual([true, false]);
});

test('as many are remembered as were asked for', () => {
  const limits = createRateLimits({ most: 10 });
  for (let i = 0; i < 1_000; i++) {
    const rateLimit = limits.of({ person: `p${i}`, board: `b${i}`, ip: `${i}` });
    for (let n = 0; n < 12_001; n++) rateLimit.charge(10, 0);
    rateLimit.release();
  }
  expect(limits.of({ person: 'p0', board: 'b', ip: 'x' }).charge(10, 0).ms).toBe(0);
  expect(limits.of({ person: 'p999', board: 'b', ip: 'x' }).charge(10, 0).ms).toBeGreaterThan(0);
});

test('a flood is not read for a while, and ended when it does not stop', () => {
  let time = 0;
  const waiting: { readonly at: number; readonly work: () => void }[] = [];
  const after = (ms: number, work: () => void) => {
    waiting.push({ at: time + ms, work });
    return () => {};
  };
  const timers: Timers = {
    elapsed: () => time,
    after,
    afterIdle: after,
    every: after,
    soon: (work) => after(0, work),
  };
  let paused = false;
  const refused: Failure[] = [];
  const intake = createConnectionIntake({
    board: 'b',
    turns: createFairQueue(timers),
    rateLimit: createRateLimits().of(ann),
    reader: {
      pause: () => {
        paused = true;
      },
      resume: () => {
        paused = false;
      },
    },
    timers,
    refuse: (failure) => void refused.push(failure),
  });
  let done = 0;
  let paid = 0;
  for (; time < 60_000 && refused.length === 0; time++) {
    for (const one of waiting.splice(0)) one.at <= time ? one.work() : waiting.push(one);
    if (paused) paid++;
    else for (let n = 0; n < 100; n++) intake.frame(20, () => done++);
  }
  expect(refused.map(({ code }) => code)).toEqual(['RATE_LIMITED']);
  expect(time).toBeGreaterThan(15_000);
  expect(paid).toBeGreaterThan(time / 2);
  expect(done).toBeLessThan(2_400 + 400 * 21);
});
