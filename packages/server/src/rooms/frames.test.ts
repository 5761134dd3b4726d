import { encodeLive, Failure, limits, messageType, syncType } from '@gesso/crdt-schema';
import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import { encodePresence, encodeStep1, encodeStep2, encodeUpdate, readFrame } from './frames.ts';

const codeOf = (bytes: Uint8Array): string | undefined => {
  try {
    readFrame(bytes);
    return undefined;
  } catch (error) {
    return error instanceof Failure ? error.code : 'another error';
  }
};

describe('frames', () => {
  test('are read as they were written', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(readFrame(encodeStep1(bytes))).toEqual({ type: 'step1', stateVector: bytes });
    expect(readFrame(encodeStep2(bytes))).toEqual({ type: 'update', update: bytes, history: true });
    expect(readFrame(encodeUpdate(bytes))).toEqual({ type: 'update', update: bytes, history: false });
    expect(readFrame(encodeLive(bytes))).toEqual({ type: 'live', body: bytes });
    const entries = [{ client: 7, clock: 3, json: new TextEncoder().encode('{"a":1}') }];
    expect(readFrame(encodePresence(entries))).toEqual({ type: 'presence', entries });
  });

  test('of random bytes are refused or read, and never end in another error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect([undefined, 'MALFORMED', 'TOO_LARGE']).toContain(codeOf(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test('cut off anywhere are refused', () => {
    const whole = encodeUpdate(new Uint8Array(50));
    for (let length = 0; length < whole.length; length++) expect(codeOf(whole.subarray(0, length))).toBe('MALFORMED');
  });

  test('with a number that takes more bytes than any number are refused', () => {
    const endless = [...new Uint8Array(160).fill(0x80), 0];
    for (const bytes of [
      endless,
      [messageType.sync, ...endless],
      [messageType.sync, syncType.update, ...endless],
      [messageType.awareness, ...endless],
      ...[0, 1, 2, 3].map((at) => {
        const numbers: number[][] = [[1], [7], [1], [0]];
        numbers[at] = endless;
        const inner = numbers.flat();
        return [
          messageType.awareness,
          ...(inner.length > 127 ? [(inner.length & 127) | 128, inner.length >> 7] : [inner.length]),
          ...inner,
        ];
      }),
    ])
      expect(codeOf(Uint8Array.from(bytes))).toBe('MALFORMED');
  });

  test('with bytes behind the message are refused, because they would be lost', () => {
    expect(codeOf(Uint8Array.of(...encodeUpdate(Uint8Array.of(0, 0)), 0))).toBe('MALFORMED');
  });

  test('that lie about their length do not read what lies behind them in the same buffer', () => {
    const pool = new Uint8Array(64).fill(7);
    pool.set([messageType.sync, syncType.update, 40, 1, 2, 3]);
    expect(codeOf(pool.subarray(0, 6))).toBe('MALFORMED');
  });

  test('of the server only, and of no known type, are refused', () => {
    for (const type of [messageType.auth, messageType.saved, messageType.role, messageType.notice, 4, 99, 1e9]) {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, type);
      encoding.writeVarUint(encoder, 0);
      expect(codeOf(encoding.toUint8Array(encoder))).toBe('MALFORMED');
    }
  });

  test('above their limits are refused as too large', () => {
    expect(codeOf(encodeUpdate(new Uint8Array(limits.updateBytes + 1)))).toBe('TOO_LARGE');
    expect(codeOf(encodeUpdate(new Uint8Array(limits.updateBytes)))).toBeUndefined();
    expect(codeOf(encodeStep2(new Uint8Array(limits.syncStepBytes + 1)))).toBe('TOO_LARGE');
    expect(codeOf(encodeLive(new Uint8Array(limits.liveBytes + 1)))).toBe('TOO_LARGE');
  });

  test('are copied where they are kept, so that the socket may use its buffer again', () => {
    const bytes = encodeUpdate(Uint8Array.of(5, 5));
    const frame = readFrame(bytes);
    bytes.fill(0);
    expect(frame).toMatchObject({ update: Uint8Array.of(5, 5) });
  });
});
