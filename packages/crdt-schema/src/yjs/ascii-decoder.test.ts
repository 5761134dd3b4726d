import fc from 'fast-check';
import { createDecoder, readAny } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeAny, writeVarString } from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { AsciiDecoder } from './ascii-decoder.ts';

const anything = fc.anything({
  values: [fc.string({ unit: 'binary' }), fc.string({ maxLength: 40 }), fc.double(), fc.integer(), fc.boolean()],
  withNullPrototype: false,
});

const written = (write: (encoder: ReturnType<typeof createEncoder>) => void): Uint8Array => {
  const encoder = createEncoder();
  write(encoder);
  return toUint8Array(encoder);
};

const outcome = (read: () => unknown): unknown => {
  try {
    return { read: read() };
  } catch (error) {
    return { failed: error instanceof Error };
  }
};

describe('the quick decoder', () => {
  test('reads everything that can be written as lib0 does, to the same place', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const bytes = written((encoder) => writeAny(encoder, value as never));
        const [quick, plain] = [new AsciiDecoder(createDecoder(bytes)), createDecoder(bytes)];
        expect(quick.readAny()).toEqual(readAny(plain));
        expect(quick.restDecoder.pos).toBe(plain.pos);
      }),
    );
  });

  test('reads strings of any length and script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
        const bytes = written((encoder) => writeVarString(encoder, value));
        expect(new AsciiDecoder(createDecoder(bytes)).readString()).toBe(
          new Y.UpdateDecoderV1(createDecoder(bytes)).readString(),
        );
      }),
    );
  });

  test('bytes that mean nothing give what they give lib0, or fail as they do there', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(116, 117, 118, 119, 125), (noise, type) => {
        const bytes = Uint8Array.of(type, ...noise);
        const quick = outcome(() => new AsciiDecoder(createDecoder(bytes)).readAny());
        expect(quick).toEqual(outcome(() => readAny(createDecoder(bytes))));
      }),
    );
  });

  test('a key that names the prototype changes that, as ever, and nothing else', () => {
    const bytes = Uint8Array.of(118, 1, 9, ...new TextEncoder().encode('__proto__'), 118, 1, 1, 120, 120);
    const read = new AsciiDecoder(createDecoder(bytes)).readAny();
    expect(Object.keys(read as object)).toEqual([]);
    expect(Object.getPrototypeOf(read)).toEqual({ x: true });
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
