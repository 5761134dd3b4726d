import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { relayLimits } from '../limits.ts';
import { craftUpdate, keyInTurn } from '../testing/crafted.ts';
import { openBoard } from './board.ts';
import { documentMetadata, nameUpdate, renaming, versionGate } from './document-metadata.ts';

test('a document tells its name and how much is on it', () => {
  const doc = new Y.Doc();
  expect(documentMetadata(doc)).toEqual({ name: '', elements: 0 });
  openBoard(doc).edit((w) => {
    w.rename('Plan');
    w.add({ kind: 'rect', x: 0, y: 0 });
  });
  expect(documentMetadata(doc)).toEqual({ name: 'Plan', elements: 1 });
});

test('a document of a newer version is only looked at, or not even that', () => {
  const doc = new Y.Doc();
  expect(versionGate(doc)).toBe('open');
  openBoard(doc).edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }));
  expect(versionGate(doc)).toBe('open');
  doc.getMap('meta').set('minW', 2);
  expect(versionGate(doc)).toBe('read-only');
  doc.getMap('meta').set('minR', 2);
  expect(versionGate(doc)).toBe('reload');
  doc.getMap('meta').set('minR', 'soon');
  expect(versionGate(doc)).toBe('read-only');
});

test('an update that names a board is what the board itself would write, first and again, and everybody sees the same name', () => {
  const doc = new Y.Doc();
  openBoard(doc).edit((w) => w.add({ kind: 'rect', x: 0, y: 0 }));
  const other = new Y.Doc();
  for (const name of ['Plan', 'Other plan', '', 'Ünïcode ✎ 計画']) {
    Y.applyUpdate(doc, nameUpdate(doc, name));
    expect(documentMetadata(doc)).toEqual({ name, elements: 1 });
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    expect(documentMetadata(other).name).toBe(name);
    expect(doc.store.pendingStructs).toBeNull();
  }
  openBoard(other).edit((w) => w.rename('By hand'));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  Y.applyUpdate(doc, renaming([Y.encodeStateAsUpdate(doc)], 'Last'));
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  expect([documentMetadata(doc).name, documentMetadata(other).name]).toEqual(['Last', 'Last']);

  const byMap = new Y.Doc();
  byMap.clientID = 7;
  byMap.getMap('meta').set('name', 'Plan');
  expect(nameUpdate(new Y.Doc(), 'Plan', 7)).toEqual(Y.encodeStateAsUpdate(byMap));
});

test('a document that has had as many names as it may is given no further one', () => {
  const names = craftUpdate(keyInTurn(7, 8, relayLimits.keyHistory / 2, 'name'));
  const tooMany = expect.objectContaining({ code: 'TOO_LARGE', detail: 'values of one key' });
  expect(() => renaming([names], 'one more')).toThrow(tooMany);
});
