import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Points } from '../elements/elements.ts';
import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import { pointsArbitrary } from '../testing/arbitraries.ts';
import { pointsBox, storedPoints } from './lazy-points.ts';
import { decodePoints, encodePoints, exponentFor, quantize, splitPoints } from './points.ts';

const line = (...xy: number[]): Points => ({ xy: Float32Array.from(xy) });
const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(' ');

describe('packed points, byte by byte', () => {
  test('a dot is version, exponent, count and place', () => {
    expect(hex(encodePoints(line(0, 0)))).toBe('01 04 01 00 00');
  });

  test('the second point is a difference, later ones are differences of differences', () => {
    // Steps of 1/16: (0,0) (16,-16) (32,-32) (40,-32) → deltas (16,-16) (16,-16) (8,0) → second (0,0) (-8,16).
    expect(hex(encodePoints(line(0, 0, 1, -1, 2, -2, 2.5, -2)))).toBe('01 04 04 00 00 20 1f 00 00 0f 20');
  });

  test('pressure follows the places, time follows pressure', () => {
    const points = { ...line(0, 0, 1, 0), pressure: Uint8Array.of(128, 127), time: Uint16Array.of(0, 300) };
    expect(hex(encodePoints(points))).toBe('31 04 02 00 00 20 00 80 01 ac 02');
  });

  test('a step of 2^-8 is kept when the points lie on it', () => {
    const fine = line(0, 0, 1 / 256, 3 / 256);
    expect(encodePoints(fine)[1]).toBe(8);
    expect(quantize(fine).xy).toEqual(fine.xy);
  });
});

describe('packing points', () => {
  test('unpacks to what was packed, to within half a step, and packs to the same bytes again', () => {
    fc.assert(
      fc.property(pointsArbitrary(200), fc.integer({ min: 0, max: 10 }), (points, e) => {
        const bytes = encodePoints(points, { e });
        const back = decodePoints(bytes);
        if (back === undefined) throw new Error('not readable');
        expect(encodePoints(back, { e })).toEqual(bytes);
        expect(back.pressure === undefined).toBe(points.pressure === undefined);
        if (back.xy.length === points.xy.length)
          for (let i = 0; i < back.xy.length; i++)
            expect(Math.abs((back.xy[i] ?? Number.NaN) - (points.xy[i] ?? Number.NaN))).toBeLessThanOrEqual(
              2 ** -e / 2 + 1e-3,
            );
        else expect(back.xy.length).toBeLessThan(points.xy.length);
      }),
    );
  });

  test('leaves out points that stand still, and adds their time to the next', () => {
    const points = { ...line(0, 0, 0.01, 0, 1, 0), time: Uint16Array.of(0, 10, 20) };
    const kept = quantize(points);
    expect(kept.xy).toEqual(Float32Array.of(0, 0, 1, 0));
    expect(kept.time).toEqual(Uint16Array.of(0, 30));
  });

  test('keeps a point that stands still while the pressure changes', () => {
    expect(quantize({ ...line(0, 0, 0, 0), pressure: Uint8Array.of(10, 90) }).xy).toHaveLength(4);
  });

  test('coarsens the step rather than losing a far point', () => {
    const far = line(0, 0, 4_000_000, 0);
    expect(quantize(far).xy).toEqual(far.xy);
    expect(() => encodePoints(line(0, 0, 4e8, 0))).toThrow(Failure);
  });

  test.each([
    ['no points', line()],
    ['half a point', line(1)],
    ['NaN', line(0, Number.NaN)],
    ['infinity', line(0, 0, Number.POSITIVE_INFINITY, 0)],
    ['pressure of another length', { ...line(0, 0), pressure: Uint8Array.of(1, 2) }],
  ])('refuses %s', (_, points) => {
    expect(() => encodePoints(points)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });

  test('refuses more points than a stroke may have', () => {
    const long = { xy: new Float32Array(2 * limits.strokePoints + 2).map((_, i) => i) };
    expect(() => encodePoints(long)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
  });

  test('a finer step belongs to a closer look', () => {
    expect([0.05, 0.5, 1, 1.5, 2, 30, 1e9].map(exponentFor)).toEqual([0, 3, 4, 5, 5, 9, 12]);
  });
});

describe('unpacking', () => {
  const good = encodePoints({ ...line(0, 0, 5, 5, 9, 2), pressure: Uint8Array.of(1, 2, 3) });

  test.each([
    ['nothing', []],
    ['an unknown version', [0x02, 4, 1, 0, 0]],
    ['the reserved bit', [0x81, 4, 1, 0, 0]],
    ['an exponent beyond 12', [1, 13, 1, 0, 0]],
    ['no points', [1, 4, 0]],
    ['more points than bytes', [1, 4, 100, 0, 0]],
    ['a number of six bytes', [1, 4, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0]],
    ['a number beyond 32 bits', [1, 4, 1, 0xff, 0xff, 0xff, 0xff, 0x1f, 0]],
    ['a place beyond 2^24 steps', [1, 4, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]],
    ['a missing byte', [...good.slice(0, -1)]],
    ['a byte too many', [...good, 0]],
    ['pressure below zero', [0x11, 4, 2, 0, 0, 2, 2, 0, 1]],
  ])('refuses %s', (_, bytes) => {
    expect(decodePoints(Uint8Array.from(bytes))).toBeUndefined();
    expect(storedPoints(Uint8Array.from(bytes))).toBeUndefined();
  });

  test('refuses too many points and too many bytes', () => {
    const many = Uint8Array.of(1, 4, 0x91, 0x4e, ...new Uint8Array(2 * 10_001));
    expect(decodePoints(many)).toBeUndefined();
    expect(decodePoints(new Uint8Array(limits.strokeBytes + 1).fill(1))).toBeUndefined();
  });

  test('never throws, no matter which bytes, and what it accepts it can pack again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(255), (noise, flags) => {
        const points = decodePoints(Uint8Array.of(flags & 0x71, 4, ...noise));
        if (points !== undefined) expect(decodePoints(encodePoints(points))).toBeDefined();
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('stored points', () => {
  const points = { ...line(0, 0, 3, -4, 6, 1), pressure: Uint8Array.of(1, 2, 3) };
  const stored = () => storedPoints(encodePoints(points)) ?? line();

  test('look like plain points to spreading, comparing, cloning and JSON', () => {
    expect({ ...stored() }).toEqual(points);
    expect(stored()).toEqual(points);
    expect(stored()).not.toEqual({ ...points, pressure: Uint8Array.of(1, 2, 4) });
    expect(structuredClone(stored())).toEqual(points);
    expect(Object.keys(stored())).toEqual(['xy', 'pressure']);
  });

  test('are unpacked once', () => {
    const one = stored();
    expect(one.xy).toBe(one.xy);
  });

  test('tell their box, unpacked or not', () => {
    const one = stored();
    expect(pointsBox(one)).toEqual({ x: 0, y: -4, w: 6, h: 5 });
    expect(one.xy).toHaveLength(6);
    expect(pointsBox(one)).toEqual({ x: 0, y: -4, w: 6, h: 5 });
  });
});

describe('splitting a long stroke', () => {
  test('leaves a short one alone', () => {
    const short = line(0, 0, 1, 1);
    expect(splitPoints(short)).toEqual([short]);
  });

  test('gives parts that fit, without a gap between them', () => {
    const long = { xy: Float32Array.from({ length: 50_002 }, (_, i) => Math.round(1_000 * Math.sin(i)) / 4) };
    const parts = splitPoints(long);
    expect(parts.length).toBeGreaterThan(1);
    let end: number[] | undefined;
    let count = 0;
    for (const { xy } of parts) {
      expect(encodePoints({ xy }).length).toBeLessThanOrEqual(limits.strokeBytes);
      if (end !== undefined) expect([...xy.slice(0, 2)]).toEqual(end);
      end = [...xy.slice(-2)];
      count += xy.length / 2 - 1;
    }
    expect(count).toBe(25_000);
  });
});
