import { limits, readLive } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LaserTrail } from '../../editor/laser.ts';
import type { Sample } from '../../editor/pointer.ts';
import { createLaserTrails } from './laser-trails.ts';
import { startLasers } from './lasers.ts';

const sample = (x: number, y = 0): Sample => ({ at: { x, y }, pressure: undefined, time: 0 });
const colors: Readonly<Record<number, string>> = { 1: '#111111', 2: '#222222' };

/** One person's lasers, and what they send. */
const person = (client: number) => {
  const laser = signal<readonly Sample[] | undefined>(undefined);
  const sent: Uint8Array[] = [];
  let shown: readonly LaserTrail[] = [];
  const lasers = startLasers({
    client: () => client,
    laser,
    colorOf: (of) => colors[of],
    show: (trails) => {
      shown = trails;
    },
    send: (body) => sent.push(body),
    now: () => Date.now(),
  });
  const hear = (bodies: readonly Uint8Array[]) => {
    for (const body of bodies) {
      const message = readLive(body);
      if (message?.type === 'laser') lasers.receive(message);
    }
    vi.advanceTimersByTime(10);
  };
  return { laser, sent, hear, lasers, shown: () => shown };
};

const wayOf = (trail: LaserTrail | undefined): number[] => [...new Set(trail?.points.map(({ x }) => x))];

describe('a laser pointer', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => vi.useRealTimers());

  test('is seen by its own hand at once, and by others in its color', () => {
    const [ann, ben] = [person(1), person(2)];
    vi.advanceTimersByTime(10);
    ann.laser.value = [sample(10)];
    expect(ann.shown()[0]).toMatchObject({ color: '#111111', lit: true, points: [{ x: 10, y: 0 }] });
    ann.laser.value = [sample(20), sample(30)];
    vi.advanceTimersByTime(40);
    ben.hear(ann.sent);
    expect(ben.shown()).toHaveLength(1);
    expect(ben.shown()[0]).toMatchObject({ color: '#111111', lit: true });
    expect(wayOf(ben.shown()[0])).toEqual([10, 20, 30]);
  });

  test('sends at most thirty messages a second, and everything it passed', () => {
    const [ann, ben] = [person(1), person(2)];
    for (let x = 0; x < 250; x++) {
      ann.laser.value = [sample(x)];
      vi.advanceTimersByTime(4);
    }
    vi.advanceTimersByTime(40);
    expect(ann.sent.length).toBeLessThanOrEqual(32);
    ben.hear(ann.sent);
    expect(wayOf(ben.shown()[0])).toEqual(Array.from({ length: 250 }, (_, x) => x));
  });

  test('of a hand faster than one message holds goes out in several', () => {
    const ann = person(1);
    const places = 2 * limits.liveLaserPoints + 3;
    ann.laser.value = Array.from({ length: places }, (_, x) => sample(x));
    expect(ann.sent).toHaveLength(3);
  });

  test('goes off when it is lifted, is gone soon after, and is another one with the next press', () => {
    const [ann, ben] = [person(1), person(2)];
    ann.laser.value = [sample(10)];
    ann.laser.value = undefined;
    vi.advanceTimersByTime(40);
    expect(readLive(ann.sent.at(-1) ?? new Uint8Array())).toMatchObject({ type: 'laser', xy: [] });
    ben.hear(ann.sent.splice(0));
    expect(ben.shown()[0]?.lit).toBe(false);
    ann.laser.value = [sample(50)];
    ben.hear(ann.sent);
    expect(ben.shown().map(wayOf)).toEqual([[10], [50]]);
    vi.advanceTimersByTime(1_600);
    expect(ben.shown().map(wayOf)).toEqual([[50]]);
  });

  test('that is held still stays, and goes with its person', () => {
    const [ann, ben] = [person(1), person(2)];
    ann.laser.value = [sample(10)];
    ben.hear(ann.sent);
    vi.advanceTimersByTime(5_000);
    expect(ben.shown()).toHaveLength(1);
    ben.lasers.keepOnly(new Set([2]));
    vi.advanceTimersByTime(10);
    expect(ben.shown()).toEqual([]);
  });

  test('beyond the end of the board is shown here and sent nowhere', () => {
    const ann = person(1);
    ann.laser.value = [sample(2e7)];
    vi.advanceTimersByTime(40);
    expect(ann.sent).toEqual([]);
    expect(ann.shown()).toHaveLength(1);
  });
});

describe('trails', () => {
  test('places that come together are let out until the next are due, and never wait longer for having come late', () => {
    const trails = createLaserTrails();
    const from = { client: 1, live: 1, color: '#111111' };
    trails.add(from, [0, 0], 1_000, false);
    for (let n = 1; n <= 50; n++) trails.add(from, [n, 0, n + 0.5, 0], 1_000 + n, false);
    const times = trails.all()[0]?.points.map(({ t }) => t) ?? [];
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(1_050 + 33);
  });

  test('of a crowd, and of one that never ends, so much is kept', () => {
    const trails = createLaserTrails();
    for (let client = 0; client < 500; client++) trails.add({ client, live: 1, color: '#111111' }, [1, 1], 0, false);
    expect(trails.all().length).toBeLessThanOrEqual(200);
    for (let n = 0; n < 2_000; n++) trails.add({ client: 0, live: 1, color: '#111111' }, [n, 1], n, false);
    expect(trails.all()[0]?.points.length).toBeLessThanOrEqual(400);
  });

  test('a light that nobody puts out goes out', () => {
    const trails = createLaserTrails();
    trails.add({ client: 1, live: 1, color: '#111111' }, [1, 1], 0, false);
    trails.prune(29_000);
    expect(trails.all()).toHaveLength(1);
    trails.prune(31_000);
    expect(trails.all()).toEqual([]);
  });
});
