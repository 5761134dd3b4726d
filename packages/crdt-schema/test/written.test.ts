import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import { decodeElement } from '../src/elements/codec/decode.ts';
import { encodeElement, encodePatch } from '../src/elements/codec/encode.ts';
import { fromPlain, parsePatch, toPlain } from '../src/index.ts';
import { asItWas } from './as-it-was.ts';

/**
 * What every past version has written for elements of all kinds with all their properties, and for patches of them: bytes, as
 * they lie in a document, key by key in this order. A fixture is never changed. Other versions write elements that they have in
 * common in the same way, so that a copy or an undo brings back the very bytes.
 */
const folder = join(import.meta.dirname, 'written');

interface Written {
  readonly given: { readonly kind: Parameters<typeof parsePatch>[0] };
  readonly record: string;
  readonly text?: string;
  readonly shown: object;
  readonly patches: readonly {
    readonly patch: unknown;
    readonly overrides: readonly (readonly [key: string, value: string | null])[];
    readonly text?: string;
    readonly shown: object;
  }[];
}

const bytesOf = (value: unknown): string => {
  const encoder = encoding.createEncoder();
  encoding.writeAny(encoder, value as encoding.AnyEncodable);
  return Buffer.from(encoding.toUint8Array(encoder)).toString('hex');
};

const valueIn = (hex: string): unknown => decoding.readAny(decoding.createDecoder(Buffer.from(hex, 'hex')));

/** Strings, so that the order of properties counts. */
const json = (value: unknown): string => JSON.stringify(value);

const id = 'abcdefghijkl';

describe.each(readdirSync(folder))('what is written in %s', (file) => {
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
  const all: readonly Written[] = lines.map((line) => JSON.parse(line));

  test.each(all.map((one, i) => [`${one.given.kind} in line ${i + 1}`, one] as const))(
    'is written again: %s',
    (_, one) => {
      const { record, text } = encodeElement(fromPlain(one.given), 'a1');
      expect(bytesOf(record)).toBe(one.record);
      // A kind may have been given a text since: it is empty then.
      expect(text ?? '').toBe(one.text ?? '');
    },
  );

  test.each(all.map((one, i) => [`${one.given.kind} in line ${i + 1}`, one] as const))(
    'is read and patched: %s',
    (_, one) => {
      const record = valueIn(one.record) as Record<string, unknown>;
      const over = new Map<string, unknown>();
      const source = () => ({ record, over: over.size > 0 ? over : undefined });
      let words = one.text ?? '';
      let shown = decodeElement(id, source(), () => words);
      expect(json(shown && asItWas(toPlain(shown), one.shown))).toBe(json(one.shown));
      for (const { patch, overrides, text, shown: then } of one.patches) {
        if (shown === undefined) throw new Error('an element in a fixture is always drawn');
        const written = encodePatch(source(), shown, parsePatch(one.given.kind, patch));
        expect(
          [...written.overrides].map(([key, value]) => [key, value === undefined ? null : bytesOf(value)]),
        ).toEqual(overrides);
        expect(written.text).toBe(text);
        for (const [key, value] of written.overrides) {
          if (value === undefined) over.delete(key);
          else over.set(key, value);
        }
        words = text ?? words;
        shown = decodeElement(id, source(), () => words, shown);
        expect(json(shown && asItWas(toPlain(shown), then))).toBe(json(then));
      }
    },
  );
});
