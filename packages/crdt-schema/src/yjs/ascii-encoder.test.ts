import fc from 'fast-check';
import { createDecoder, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString } from 'lib0/encoding';
import { utf8TextEncoder } from 'lib0/string';
import { expect, test } from 'vitest';
import { patchAsciiEncoder } from './ascii-encoder.ts';

patchAsciiEncoder();

const anyText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  // Half a surrogate pair is a character too.
  fc.array(fc.nat(0xffff), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes)),
);

test('a string is written byte for byte as the platform writes it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const encoder = createEncoder();
      writeVarString(encoder, text);
      const decoder = createDecoder(toUint8Array(encoder));
      expect(readVarUint8Array(decoder)).toEqual(new TextEncoder().encode(text));
      expect(decoder.pos).toBe(decoder.arr.length);
    }),
  );
});

test('as much of a string is written as there is room for, and said to be', () => {
  fc.assert(
    fc.property(anyText, fc.nat(50), (text, room) => {
      const [ours, theirs] = [new Uint8Array(room), new Uint8Array(room)];
      const told = utf8TextEncoder.encodeInto(text, ours);
      expect(told).toEqual(new TextEncoder().encodeInto(text, theirs));
      expect(ours.subarray(0, told.written)).toEqual(theirs.subarray(0, told.written));
    }),
  );
});
