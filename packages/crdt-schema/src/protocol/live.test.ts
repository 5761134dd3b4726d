import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../limits.ts';
import { type Live, liveHead, readLive, writeLive } from './live.ts';
import { reactions } from './reactions.ts';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(' ');
const head = { client: 0x01020304, live: 0x0506, seq: 300 };
const id = 'abcdefghij-_';

const messages: readonly Live[] = [
  { ...head, type: 'start', e: 5, width: 2.5, color: '#ff8000', brush: 'marker', x: -10.5, y: 1e6 },
  { ...head, type: 'points', e: 4, xy: Float32Array.of(0, 0, 1.5, -2, 4, 4) },
  { ...head, type: 'points', e: 8, xy: Float32Array.of(0, 1 / 256), pressure: Uint8Array.of(200) },
  { ...head, type: 'end', id },
  { ...head, type: 'cancel' },
  { ...head, type: 'drag', ids: [id, 'zzzzzzzzzzzz'], dx: 12.25, dy: -0.5 },
  { ...head, type: 'drag', ids: [], dx: 0, dy: 0 },
  { ...head, type: 'laser', xy: [-1e7, 1e7, 1e7, -1e7, 0.5, -2.25] },
  { ...head, type: 'laser', xy: [] },
  { ...head, type: 'call', x: -1e6, y: 20.5, w: 1_280, h: 800 },
  { ...head, type: 'react', which: reactions.length - 1, x: 1e7, y: -0.5 },
];

describe('live messages', () => {
  test.each(messages)('$type comes back as it was', (message) => {
    expect(readLive(writeLive(message))).toEqual(message);
  });

  test.each(messages)('$type tells what it is and its client without being read', (message) => {
    expect(liveHead(writeLive(message))).toMatchObject({ type: message.type, client: head.client });
  });

  test('start with type, client and live id in little endian, and sequence number', () => {
    expect(hex(writeLive({ ...head, type: 'cancel' }))).toBe('04 04 03 02 01 06 05 ac 02');
  });

  test('a client id uses all of its 32 bits', () => {
    expect(liveHead(writeLive({ client: 0xffffffff, live: 0, seq: 0, type: 'cancel' }))?.client).toBe(0xffffffff);
  });

  test('three points cost less than 8 bytes each', () => {
    const message: Live = {
      client: 0x7fffffff,
      live: 3,
      seq: 90,
      type: 'points',
      xy: Float32Array.of(3, 4, 5, 6.5, 7, 9),
    };
    expect(writeLive(message).length / 3).toBeLessThanOrEqual(8);
  });

  test.each([
    ['place', { ...head, type: 'start', e: 4, width: 2, color: '#000000', brush: 'pen', x: Number.NaN, y: 0 }],
    ['id', { ...head, type: 'end', id: 'short' }],
    ['reaction', { ...head, type: 'react', which: reactions.length, x: 0, y: 0 }],
    ['list of points', { ...head, type: 'points', xy: new Float32Array(0) }],
  ] as const)('one with an impossible %s is refused before it is sent', (_, message) => {
    expect(() => writeLive(message)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });

  test('a drag of more elements than fit is refused before it is sent, and one at the limit fits', () => {
    const drag = (n: number): Live => ({
      ...head,
      type: 'drag',
      ids: Array.from({ length: n }, () => id),
      dx: 1e6,
      dy: 1e6,
    });
    expect(() => writeLive(drag(limits.liveDragIds + 1))).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
    expect(writeLive(drag(limits.liveDragIds)).length).toBeLessThanOrEqual(limits.liveBytes);
  });

  test('a place that a laser goes on to costs two bytes, and more places than fit are refused before they are sent', () => {
    const laser = (n: number): Live => ({
      ...head,
      type: 'laser',
      xy: Array.from({ length: 2 * n }, (_, i) => 2_000 + i),
    });
    const most = limits.liveLaserPoints;
    expect(writeLive(laser(most)).length - writeLive(laser(most - 1)).length).toBe(2);
    expect(() => writeLive(laser(most + 1))).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
    for (const xy of [[1], [1, Number.NaN], [1, 2e7]])
      expect(() => writeLive({ ...head, type: 'laser', xy })).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });

  test('too many points for one message are refused before they are sent', () => {
    const xy = Float32Array.from({ length: 8_000 }, (_, i) => 1_000 * Math.sin(i * i));
    expect(() => writeLive({ ...head, type: 'points', xy })).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
  });
});

describe('reading live bytes from anybody', () => {
  test('never throws, no matter which bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(8), (noise, type) => {
        for (const bytes of [noise, Uint8Array.of(type, ...noise)]) {
          readLive(bytes);
          liveHead(bytes);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('refuses every message that has lost or gained a byte', () => {
    for (const message of messages) {
      const bytes = writeLive(message);
      for (let n = 0; n < bytes.length; n++) expect(readLive(bytes.slice(0, n))).toBeUndefined();
      expect(readLive(Uint8Array.of(...bytes, 0))).toBeUndefined();
    }
  });

  test('refuses a call to a place that is none', () => {
    const start = [7, 4, 3, 2, 1, 6, 5, 1];
    const far = [0xfe, 0xff, 0xff, 0xff, 0x0f];
    expect(readLive(Uint8Array.of(...start, 0, 0, 2, 2))?.type).toBe('call');
    for (const place of [
      [0, 0, 0, 2],
      [0, 0, 2, 1],
      [...far, 0, 2, 2],
      [0, 0, 2],
    ])
      expect(readLive(Uint8Array.of(...start, ...place))).toBeUndefined();
  });

  test('refuses a reaction that there is none of, or beyond the end of the board', () => {
    const start = [8, 4, 3, 2, 1, 6, 5, 1];
    const far = [0xfe, 0xff, 0xff, 0xff, 0x0f];
    expect(readLive(Uint8Array.of(...start, 0, 0, 0))?.type).toBe('react');
    for (const reaction of [
      [reactions.length, 0, 0],
      [255, 0, 0],
      [0, ...far, 0],
      [0, 0, ...far],
      [0, 0],
    ])
      expect(readLive(Uint8Array.of(...start, ...reaction))).toBeUndefined();
  });

  test('refuses a laser that leaves the board or has more places than it may', () => {
    // Zigzag and LEB128: 2^31 - 1 sixteenths to the right, twice.
    const far = [0xfe, 0xff, 0xff, 0xff, 0x0f];
    const start = [6, 4, 3, 2, 1, 6, 5, 1];
    expect(readLive(Uint8Array.of(...start, 2, ...far, 0, ...far, 0))).toBeUndefined();
    const places = Array.from({ length: 2 * (limits.liveLaserPoints + 1) }, () => 0);
    expect(readLive(Uint8Array.of(...start, limits.liveLaserPoints + 1, ...places))).toBeUndefined();
    expect(readLive(Uint8Array.of(...start, limits.liveLaserPoints, ...places.slice(2)))?.type).toBe('laser');
  });

  test('refuses what is too long without reading it', () => {
    const long = new Uint8Array(limits.liveBytes + 1).fill(1);
    expect(readLive(long)).toBeUndefined();
    expect(liveHead(long)).toBeUndefined();
  });
});
