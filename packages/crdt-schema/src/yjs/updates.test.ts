import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../board/board.ts';
import { seededInk } from '../testing/ink.ts';
import { seededRandom } from '../testing/random.ts';
import { applyUpdate, mergeUpdates } from './updates.ts';

/** Updates of some people who draw, write in every script, and remove, in the order a server hears of them. */
const updates = (): Uint8Array[] => {
  const heard: Uint8Array[] = [];
  const people = [1, 2, 3].map((client) => {
    const doc = new Y.Doc();
    doc.clientID = client;
    doc.on('update', (update: Uint8Array) => heard.push(update));
    return openBoard(doc, { random: seededRandom(client) });
  });
  const ink = seededInk(1, 10);
  for (const stroke of ink)
    for (const board of people) {
      const id = board.edit((w) => w.add({ kind: 'stroke', ...stroke }));
      const other = board.edit((w) =>
        w.add({ kind: 'rect', x: 1, y: 2, text: 'Größe 漢字 🙂 of a text that is long enough' }),
      );
      board.edit((w) => w.patch(other, { x: 3 }));
      board.edit((w) => w.remove(id));
    }
  return heard;
};

test('updates are merged byte for byte as Yjs merges them', () => {
  const heard = updates();
  for (const size of [1, 2, 7, heard.length])
    for (let at = 0; at < heard.length; at += size) {
      const some = heard.slice(at, at + size);
      expect(mergeUpdates(some)).toEqual(Y.mergeUpdates([...some]));
    }
});

test('updates are applied as Yjs applies them', () => {
  const [ours, theirs] = [new Y.Doc(), new Y.Doc()];
  for (const update of updates()) {
    applyUpdate(ours, update);
    Y.applyUpdate(theirs, update);
  }
  expect(Y.encodeStateAsUpdate(ours)).toEqual(Y.encodeStateAsUpdate(theirs));
  expect(() => applyUpdate(ours, Uint8Array.of(1, 1, 1))).toThrow();
});
