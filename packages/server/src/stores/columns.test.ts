import { openBoard } from '@gesso/crdt-schema';
import { newElementArbitrary, patchArbitrary, seededInk, seededRandom } from '@gesso/crdt-schema/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { apart, together } from './columns.ts';

const atOnce = <T>(work: Generator<void, T>): T => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
};

const sizeOf = (updates: readonly Uint8Array[]): number => updates.reduce((sum, { length }) => sum + length, 0);
const plain = (updates: readonly Uint8Array[] | undefined) => updates?.map((update) => [...update]);

/** Takes updates apart and puts them together again. Undefined where they are not taken apart. */
const there = (updates: readonly Uint8Array[]): readonly Uint8Array[] | undefined => {
  const columns = atOnce(apart(updates));
  return columns === undefined ? undefined : atOnce(together(columns, updates.length, sizeOf(updates)));
};

const clients = [1, 0x5eed5eed, 0xffffffff];

/** What three people do to one board, each with what they heard of the others. */
const updatesOf = (steps: readonly ((board: ReturnType<typeof openBoard>) => void)[]): readonly Uint8Array[] => {
  const heard: Uint8Array[] = [];
  const people = clients.map((client) => {
    const doc = new Y.Doc();
    doc.clientID = client;
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'others') heard.push(update);
    });
    return { doc, board: openBoard(doc, { random: seededRandom(client) }) };
  });
  for (const [i, step] of steps.entries()) {
    const person = people[i % people.length];
    if (person === undefined) continue;
    const before = heard.length;
    step(person.board);
    for (const update of heard.slice(before))
      for (const { doc } of people) if (doc !== person.doc) Y.applyUpdate(doc, update, 'others');
  }
  return heard;
};

test('all that is done to a board comes back byte for byte', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(newElementArbitrary, patchArbitrary), { minLength: 1, maxLength: 12 }), (made) => {
      const steps = made.flatMap(([element, patch]) => [
        (board: ReturnType<typeof openBoard>) => void board.edit((w) => w.add(element)),
        (board: ReturnType<typeof openBoard>) => {
          const [first] = board.all();
          if (first !== undefined) board.edit((w) => w.patch(first.id, patch));
        },
        (board: ReturnType<typeof openBoard>) => {
          const last = board.all().at(-1);
          if (last !== undefined) board.edit((w) => w.remove(last.id));
        },
        (board: ReturnType<typeof openBoard>) => void board.undo(),
      ]);
      const updates = updatesOf(steps);
      expect(plain(there(updates))).toEqual(plain(updates));
    }),
    { numRuns: 60 },
  );
});

test('what else Yjs can write comes back as well', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const letters = doc.getText('any');
  letters.insert(0, 'Größe 漢字 🙂');
  letters.format(1, 3, { bold: true });
  letters.insertEmbed(2, { a: [1, -2, 0.5, 1e300, null, true, 'x', { b: 1 }] });
  const xml = new Y.XmlElement('p');
  doc.getXmlFragment('xml').insert(0, [xml, new Y.XmlText('x')]);
  xml.setAttribute('k', 'v');
  doc.getArray('list').insert(0, [1, new Uint8Array([1, 2, 3]), new Y.Map([['k', 1]]), new Uint8Array()]);
  doc
    .getArray('list')
    .insert(1, [{ ink: new Uint8Array([17, 4, 200, 1, 2]), n: [0.5, -1e300, 10n, null, undefined, false, -7] }]);
  doc.getMap('subs').set('doc', 5);
  letters.delete(1, 4);
  const whole = Y.encodeStateAsUpdate(doc);
  const all = [...updates, whole, Y.encodeStateAsUpdate(new Y.Doc()), Y.mergeUpdates([...updates])];
  expect(plain(there(all))).toEqual(plain(all));
});

test('bytes that are no update come back or are left alone, and broken columns are refused', () => {
  const [update = new Uint8Array()] = updatesOf(
    seededInk(3, 1).map((stroke) => (board) => void board.edit((w) => w.add({ kind: 'stroke', ...stroke }))),
  );
  expect(there([Uint8Array.of(1, 1, 1)])).toBeUndefined();
  expect(there([update.subarray(0, -1)])).toBeUndefined();
  expect(there([Uint8Array.of(...update, 0)])).toBeUndefined();
  // A clock in more bytes than it needs.
  expect(there([Uint8Array.of(1, 1, 7, 0x80, 0, 0, 1, 0)])).toBeUndefined();
  const someBytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.tuple(fc.nat(update.length - 1), fc.nat(255)).map(([at, byte]) => update.with(at, byte)),
  );
  fc.assert(
    fc.property(fc.array(someBytes, { maxLength: 4 }), (updates) => {
      expect([undefined, plain(updates)]).toContainEqual(plain(there(updates)));
    }),
  );
  const columns = atOnce(apart([update])) ?? [];
  fc.assert(
    fc.property(fc.nat(columns.length - 1), fc.uint8Array({ maxLength: 20 }), fc.nat(300), (which, bytes, size) => {
      const broken = columns.map((column, i) => (i === which ? bytes : column));
      let found: number | undefined;
      try {
        found = sizeOf(atOnce(together(broken, 1, size)));
      } catch {
        return;
      }
      expect(found).toBe(size);
    }),
  );
});
