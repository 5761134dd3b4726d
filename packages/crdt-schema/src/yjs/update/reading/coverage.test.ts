import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../../../board/board.ts';
import { craftUpdate } from '../../../testing/crafted.ts';
import { seededRandom } from '../../../testing/random.ts';
import { bringsNothingNew, leavesGap, missingIn } from './coverage.ts';

const author = () => {
  const doc = new Y.Doc();
  const board = openBoard(doc, { random: seededRandom(1) });
  const updates: Uint8Array[] = [];
  doc.on('update', (update) => updates.push(update));
  const id = board.edit((w) => w.add({ kind: 'rect', x: 0, y: 0, text: 'label' }));
  board.edit((w) => w.patch(id, { x: 5 }));
  board.edit((w) => w.patch(id, { x: 6, text: 'new label' }));
  board.edit((w) => w.remove(id));
  return { doc, updates };
};

const after = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
};

describe('an update that brings nothing new', () => {
  test('is one that was applied, alone or with everything before it', () => {
    const { doc, updates } = author();
    const server = after(updates);
    for (const update of updates) expect(bringsNothingNew(server, update)).toBe(true);
    expect(bringsNothingNew(server, Y.encodeStateAsUpdate(doc))).toBe(true);
    expect(bringsNothingNew(server, Y.encodeStateAsUpdate(server))).toBe(true);
  });

  test('is not one that is still to come, be it only a deletion', () => {
    const { updates } = author();
    updates.forEach((update, i) => {
      expect(bringsNothingNew(after(updates.slice(0, i)), update)).toBe(false);
    });
  });

  test('is the empty one, and no noise', () => {
    expect(bringsNothingNew(new Y.Doc(), Uint8Array.of(0, 0))).toBe(true);
    expect(bringsNothingNew(new Y.Doc(), Uint8Array.of(1))).toBe(false);
  });

  test('is not a deletion of what nobody knows', () => {
    const { updates } = author();
    const only = after(updates);
    const deletions = Y.encodeStateAsUpdate(only, Y.encodeStateVector(only));
    expect(bringsNothingNew(only, deletions)).toBe(true);
    expect(bringsNothingNew(new Y.Doc(), deletions)).toBe(false);
  });
});

describe('an update that leaves a gap', () => {
  test('is one that builds on a missing one', () => {
    const { updates } = author();
    updates.forEach((update, i) => {
      expect(leavesGap(after(updates.slice(0, i)), update)).toBe(false);
      if (i > 0) expect(leavesGap(after(updates.slice(0, i - 1)), update)).toBe(true);
    });
  });

  test('is one that lies beside what nobody knows', () => {
    const { updates } = author();
    const known = after(updates.slice(0, 1));
    const colleague = after(updates.slice(0, 2));
    const before = Y.encodeStateVector(colleague);
    const board = openBoard(colleague, { random: seededRandom(2) });
    const [element] = board.all();
    board.edit((w) => w.patch(element?.id ?? '', { x: 77 }));
    const update = Y.encodeStateAsUpdate(colleague, before);
    expect(leavesGap(known, update)).toBe(true);
    Y.applyUpdate(known, update);
    expect(known.store.pendingStructs).not.toBeNull();
  });

  test('is not one with a hole where the document has what was left out', () => {
    const doc = new Y.Doc();
    doc.clientID = 7;
    const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = [1, 2, 3].map((value) => {
      const before = Y.encodeStateVector(doc);
      doc.getMap('ov').set(`element-${value}:x`, value);
      return Y.encodeStateAsUpdate(doc, before);
    });
    const holed = Y.mergeUpdates([first, third]);
    expect(leavesGap(after([first, second]), holed)).toBe(false);
    expect(missingIn(after([first, second]), holed)).toEqual(new Map());
    expect(leavesGap(after([first]), holed)).toBe(true);
    expect(missingIn(after([first]), holed)).toEqual(new Map([[7, 2]]));
    const server = after([first, second]);
    Y.applyUpdate(server, holed);
    expect(server.getMap('ov').size).toBe(3);
  });

  test('is noise, and never the whole of a document', () => {
    expect(leavesGap(new Y.Doc(), Uint8Array.of(9, 9))).toBe(true);
    expect(leavesGap(new Y.Doc(), Y.encodeStateAsUpdate(author().doc))).toBe(false);
  });

  test('is one whose authors wait for each other', () => {
    // The words of 8 stand behind those of 9, and those behind the words of 8.
    const words = (client: number, other: number): number[] => [1, client, 0, 0x84, other, 0, 1, 97];
    const circle = Uint8Array.of(2, ...words(9, 8), ...words(8, 9), 0);
    expect(leavesGap(new Y.Doc(), circle)).toBe(true);
    const applied = new Y.Doc();
    Y.applyUpdate(applied, circle);
    expect(applied.store.pendingStructs).not.toBeNull();
  });

  test('is not one of several authors who answered each other in turn', () => {
    const docs = [8, 9, 10].map((client) => {
      const doc = new Y.Doc();
      doc.clientID = client;
      return doc;
    });
    const text = docs.map((doc) => doc.getText('t'));
    for (let round = 0; round < 30; round++) {
      const at = round % 3;
      text[at]?.insert(text[at].length, `${round}`);
      const [from] = docs.slice(at, at + 1);
      for (const doc of docs) if (from !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
    }
    for (const doc of docs) expect(leavesGap(new Y.Doc(), Y.encodeStateAsUpdate(doc))).toBe(false);
  });
});

describe('what an update lacks', () => {
  const missing = (update: Uint8Array, leftOut?: readonly number[]) => [...missingIn(new Y.Doc(), update, leftOut)];

  test('is all that its words stand beside and all that it deletes, as far as any of it says', () => {
    const items = [3, 9, 5].map((clock) => ({ rightOrigin: [7, clock] as const, text: 'a' }));
    expect(missing(craftUpdate([{ client: 5, clock: 0, items }], [[8, 2, 4]]))).toEqual([
      [7, 10],
      [8, 6],
    ]);
  });

  test('is what its author wrote before, and not what it brings itself', () => {
    const items = (clock: number) => [
      { parent: ['tx', 'abcdefghij-_'] as const },
      { parent: [5, clock] as const, text: 'a' },
    ];
    expect(missing(craftUpdate([{ client: 5, clock: 4, items: items(4) }], [[5, 4, 2]]))).toEqual([[5, 4]]);
    expect(missing(craftUpdate([{ client: 5, clock: 0, items: items(0) }]))).toEqual([]);
  });

  test('is what is left to another person to bring', () => {
    const item = { parent: ['tx', 'abcdefghij-_'] as const };
    const update = craftUpdate([5, 6].map((client) => ({ client, clock: 0, items: [item, item] })));
    expect(missing(update, [6])).toEqual([[6, 2]]);
  });

  test('is itself where its parts wait for each other', () => {
    const words = (client: number, other: number) => ({
      client,
      clock: 0,
      items: [{ origin: [other, 0] as const, text: 'a' }],
    });
    expect(missing(craftUpdate([words(9, 8), words(8, 9)]))).toEqual([
      [9, 1],
      [8, 1],
    ]);
  });

  test('is told of a few clients at a time', () => {
    const items = Array.from({ length: 1_000 }, (_, n) => ({ rightOrigin: [100 + n, 0] as const, text: 'a' }));
    expect(missing(craftUpdate([{ client: 5, clock: 0, items }])).length).toBeLessThan(50);
  });
});
