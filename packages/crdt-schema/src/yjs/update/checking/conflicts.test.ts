import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../../../board/board.ts';
import { seededRandom } from '../../../testing/random.ts';
import { checkUpdate } from './check.ts';

/** Two documents of the same client that agree up to a point and go on differently. */
const twice = (first: (text: Y.Text) => void, second: (text: Y.Text) => void) => {
  const docs = [first, second].map((write) => {
    const doc = new Y.Doc();
    doc.clientID = 7;
    const text = new Y.Text();
    doc.getMap('tx').set('abcdefghijkl', text);
    text.insert(0, 'start');
    write(text);
    return doc;
  });
  return docs.map((doc) => ({ doc, update: Y.encodeStateAsUpdate(doc) }));
};

describe('words whose beginning is known', () => {
  test('may go on, however they were split and put together since', () => {
    const doc = new Y.Doc();
    const board = openBoard(doc, { random: seededRandom(1) });
    const id = board.edit((w) => w.add({ kind: 'text', x: 0, y: 0, text: 'words' }));
    const typing = board.typing(id);
    const states = [Y.encodeStateAsUpdate(doc)];
    for (const text of [
      'words and',
      'words and more',
      'words, and more',
      'words, and mor',
      'or, and more',
      'or, and more and more',
    ]) {
      typing?.set(text);
      states.push(Y.encodeStateAsUpdate(doc));
    }
    typing?.close();
    for (const known of states) {
      for (const later of states) {
        const server = new Y.Doc();
        Y.applyUpdate(server, known);
        expect(checkUpdate(later, { doc: server })).toBeUndefined();
        Y.applyUpdate(server, later);
        expect(server.store.pendingStructs).toBeNull();
      }
    }
  });

  test('may end as nothing, when a value was set again and taken away', () => {
    const doc = new Y.Doc();
    const ov = doc.getMap('ov');
    ov.set('abcdefghijkl:m', [1, 2]);
    const known = Y.encodeStateAsUpdate(doc);
    ov.set('abcdefghijkl:m', [3, 4]);
    ov.delete('abcdefghijkl:m');
    const later = Y.encodeStateAsUpdate(doc);
    const server = new Y.Doc();
    Y.applyUpdate(server, known);
    expect(checkUpdate(later, { doc: server })).toBeUndefined();
    Y.applyUpdate(server, later);
    expect(server.getMap('ov').size).toBe(0);
    expect(Y.encodeStateVector(server)).toEqual(Y.encodeStateVector(doc));
  });

  test('may go on in a text that is gone', () => {
    const [a, b] = twice(
      (text) => text.insert(5, ' and'),
      (text) => text.insert(5, ' and more'),
    );
    a?.doc.getMap('tx').delete('abcdefghijkl');
    expect(checkUpdate(b?.update ?? new Uint8Array(), { doc: a?.doc })).toBeUndefined();
  });

  test('may not go on as something else', () => {
    const [a, b] = twice(
      (text) => text.insert(0, 'abc'),
      (text) => text.insert(5, ' and more'),
    );
    for (const [known, later] of [
      [a, b],
      [b, a],
    ] as const) {
      if (known === undefined || later === undefined) continue;
      const longer = Y.getState(later.doc.store, 7) > Y.getState(known.doc.store, 7);
      expect(checkUpdate(later.update, { doc: known.doc })?.code).toBe(longer ? 'MALFORMED' : undefined);
    }
  });
});
