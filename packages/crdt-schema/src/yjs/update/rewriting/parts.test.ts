import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeState } from '../../encode-state.ts';
import { partsOf } from './parts.ts';

/** Steps of several people at one document, some of which do not know of the others yet. */
const steps = fc.array(
  fc.record({
    who: fc.nat(2),
    key: fc.nat(5),
    text: fc.string({ maxLength: 60 }),
    does: fc.nat(3),
    hears: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
);

const drawn = (all: readonly { who: number; key: number; text: string; does: number; hears: boolean }[]): Y.Doc => {
  const docs = [0, 1, 2].map((i) => {
    const doc = new Y.Doc({ gc: true });
    doc.clientID = i + 1;
    return doc;
  });
  for (const { who, key, text, does, hears } of all) {
    const doc = docs[who] ?? new Y.Doc();
    const other = docs[(who + 1) % 3] ?? new Y.Doc();
    if (hears) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    const words = doc.getText('words');
    if (does === 0) doc.getMap('el').set(`k${key}`, text);
    else if (does === 1) doc.getMap('el').delete(`k${key}`);
    else if (does === 2) words.insert(Math.min(words.length, key), text);
    else words.delete(0, Math.min(words.length, key));
  }
  const [first = new Y.Doc(), ...others] = docs;
  for (const other of others) Y.applyUpdate(first, Y.encodeStateAsUpdate(other));
  return first;
};

test('parts one after the other, and what is lacking then, are the update', () => {
  fc.assert(
    fc.property(steps, fc.nat(59), fc.integer({ min: 1, max: 400 }), (all, before, bytes) => {
      const doc = drawn(all);
      const there = new Y.Doc();
      // What the server has is a state that was once here.
      Y.applyUpdate(there, Y.encodeStateAsUpdate(drawn(all.slice(0, before))));
      const stateVector = Y.encodeStateVector(there);
      const { parts, vector } = partsOf(encodeState(doc, stateVector), stateVector, bytes);
      for (const part of parts) {
        Y.applyUpdate(there, part);
        expect(there.store.pendingStructs).toBeNull();
      }
      expect(Y.decodeStateVector(Y.encodeStateVector(there))).toEqual(Y.decodeStateVector(vector));
      Y.applyUpdate(there, encodeState(doc, vector));
      expect([there.getMap('el').toJSON(), there.getText('words').toString()]).toEqual([
        doc.getMap('el').toJSON(),
        doc.getText('words').toString(),
      ]);
      expect(Y.encodeStateVector(there)).toEqual(Y.encodeStateVector(doc));
    }),
    { numRuns: 300 },
  );
});

test('parts are about as large as is wanted', () => {
  const doc = new Y.Doc();
  for (let i = 0; i < 100; i++) doc.getMap('el').set(`k${i}`, 'x'.repeat(1_000));
  const nothing = Y.encodeStateVector(new Y.Doc());
  const { parts } = partsOf(encodeState(doc, nothing), nothing, 10_000);
  expect(parts.length).toBeGreaterThanOrEqual(9);
  for (const { length } of parts) expect(length).toBeLessThan(12_000);
});
