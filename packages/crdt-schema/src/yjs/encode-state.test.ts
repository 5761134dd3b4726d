import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openBoard } from '../board/board.ts';
import { seededInk } from '../testing.ts';
import { createBoardDoc } from './board-doc.ts';
import { encodeState } from './encode-state.ts';

const boardOf = (strokes: number) => {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const ids = board.edit((writer) =>
    writer.addAll(seededInk(11, strokes).map((stroke) => ({ kind: 'stroke', ...stroke }))),
  );
  board.edit((writer) => {
    for (const id of ids.slice(0, 20)) writer.patch(id, { x: 3, color: '#00ff00' });
    for (const id of ids.slice(30, 40)) writer.remove(id);
    writer.add({ kind: 'rect', x: 1, y: 2, text: 'größer als ein Wort, das hier steht — und 漢字' });
  });
  return doc;
};

describe('the state of a document', () => {
  test('is encoded as Yjs encodes it, whole and from any state vector on', () => {
    const doc = boardOf(80);
    expect(encodeState(doc)).toEqual(Y.encodeStateAsUpdate(doc));
    const [[client = 0, end = 0] = []] = Y.decodeStateVector(Y.encodeStateVector(doc));
    fc.assert(
      fc.property(fc.nat(end), (clock) => {
        const vector = Y.encodeStateVector(new Map([[client, clock]]));
        expect(encodeState(doc, vector)).toEqual(Y.encodeStateAsUpdate(doc, vector));
      }),
      { numRuns: 20 },
    );
  });

  test('holds what waits for missing updates', () => {
    const author = new Y.Doc();
    const updates: Uint8Array[] = [];
    author.on('update', (update) => updates.push(update));
    for (const word of ['first', 'second']) author.getMap('el').set('a', word);
    const [first = new Uint8Array(), second = new Uint8Array()] = updates;
    const doc = new Y.Doc();
    Y.applyUpdate(doc, second);
    const copy = new Y.Doc();
    Y.applyUpdate(copy, encodeState(doc));
    Y.applyUpdate(copy, first);
    expect(copy.getMap('el').get('a')).toBe('second');
  });
});
