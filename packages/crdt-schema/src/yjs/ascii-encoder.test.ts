import fc from 'fast-check';
import { toUint8Array } from 'lib0/encoding';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { AsciiEncoder } from './ascii-encoder.ts';

const anyText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  // Half a surrogate pair is a character too.
  fc.array(fc.nat(0xffff), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes)),
);

const anything = fc.anything({
  values: [anyText, fc.double(), fc.integer(), fc.boolean(), fc.uint8Array({ maxLength: 20 })],
  key: anyText,
  withNullPrototype: false,
  withBigInt: true,
});

/** What Yjs' encoder and ours write of the same. */
const bothWrite = (write: (encoder: Y.UpdateEncoderV1) => void): readonly [ours: Uint8Array, theirs: Uint8Array] => {
  const [ours, theirs] = [new AsciiEncoder(), new Y.UpdateEncoderV1()];
  write(ours);
  write(theirs);
  return [toUint8Array(ours.restEncoder), toUint8Array(theirs.restEncoder)];
};

test('a string is written byte for byte as the platform writes it, wherever the buffer ends', () => {
  fc.assert(
    fc.property(fc.nat(130), anyText, anyText, (before, text, key) => {
      const [ours, theirs] = bothWrite((encoder) => {
        for (let i = 0; i < before; i++) encoder.writeInfo(7);
        encoder.writeString(text);
        encoder.writeKey(key);
        encoder.writeInfo(9);
      });
      expect(ours).toEqual(theirs);
    }),
  );
});

test('a value is written byte for byte as lib0 writes it', () => {
  fc.assert(
    fc.property(fc.nat(130), anything, (before, value) => {
      const [ours, theirs] = bothWrite((encoder) => {
        for (let i = 0; i < before; i++) encoder.writeInfo(7);
        encoder.writeAny(value);
      });
      expect(ours).toEqual(theirs);
    }),
  );
});
