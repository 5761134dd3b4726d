import { openBoard, type Reading, readUpdate } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createReplica } from './replica.ts';

const drawn = () => {
  const doc = new Y.Doc();
  const board = openBoard(doc, { random: seededRandom(1) });
  board.edit((w) => w.rename('Plan'));
  board.edit((w) => w.add({ kind: 'rect', x: 1, y: 2 }));
  const whole = { state: Y.encodeStateAsUpdate(doc), vector: Y.encodeStateVector(doc) };
  return { doc, board, whole };
};
const empty = Uint8Array.of(0);

describe('a replica that begins with a whole board', () => {
  test('is shown to a newcomer byte for byte, without being read', () => {
    const { whole } = drawn();
    const unreadable = { state: Uint8Array.of(9, 9, 9), vector: whole.vector };
    expect(createReplica(whole).since(empty)).toBe(whole.state);
    expect(createReplica(unreadable).since(empty)).toBe(unreadable.state);
    expect(createReplica(whole).stateVectorBefore([])).toBe(whole.vector);
  });

  test('is refused to writers when it turns out that it cannot be read', () => {
    const replica = createReplica({ state: Uint8Array.of(9, 9, 9), vector: Uint8Array.of(0) });
    const { whole } = drawn();
    const reading = readUpdate(whole.state) as Reading;
    expect(() => replica.knows(reading)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
    expect(() => replica.apply([whole.state])).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
  });

  test('gives a person who knows a part of it the rest, and takes what they write', () => {
    const { doc, board, whole } = drawn();
    const replica = createReplica(whole);
    const before = Y.encodeStateVector(doc);
    const own = new Y.Doc();
    Y.applyUpdate(own, replica.since(Y.encodeStateVector(new Y.Doc())));
    board.edit((w) => w.add({ kind: 'rect', x: 3, y: 4 }));
    replica.apply([Y.encodeStateAsUpdate(doc, before)]);
    Y.applyUpdate(own, replica.since(Y.encodeStateVector(own)));
    expect(own.getMap('el').toJSON()).toEqual(doc.getMap('el').toJSON());
    expect(Y.encodeStateVectorFromUpdate(replica.everything())).toEqual(Y.encodeStateVector(doc));
  });
});

test('a replica tells a new name once, and not the one it was loaded with', () => {
  const { doc, board, whole } = drawn();
  const replica = createReplica(whole);
  expect(replica.renamed()).toBeUndefined();
  const write = (edit: () => void): void => {
    const before = Y.encodeStateVector(doc);
    edit();
    replica.apply([Y.encodeStateAsUpdate(doc, before)]);
  };
  write(() => board.edit((w) => w.add({ kind: 'rect', x: 1, y: 2 })));
  expect(replica.renamed()).toBeUndefined();
  write(() => board.edit((w) => w.rename('Map')));
  expect(replica.renamed()).toBe('Map');
  expect(replica.renamed()).toBeUndefined();
  write(() => board.edit((w) => w.rename('Map')));
  expect(replica.renamed()).toBeUndefined();
});

test('what is new in a history is told as it came, though others have formatted the same letters', () => {
  const [ada, ben] = [new Y.Doc(), new Y.Doc()];
  ada.getMap('tx').set('el-000000001', new Y.Text('hello'));
  const begin = Y.encodeStateAsUpdate(ada);
  Y.applyUpdate(ben, begin);
  const [hers = begin, his = begin] = [ada, ben].map((doc) => {
    const before = Y.encodeStateVector(doc);
    (doc.getMap('tx').get('el-000000001') as Y.Text).format(0, 5, { bold: true });
    return Y.encodeStateAsUpdate(doc, before);
  });
  const replica = createReplica();
  replica.apply([begin]);
  replica.apply([hers]);
  // One of the two formats does nothing: Yjs would take it away, and tell of that alone.
  const fresh = replica.absorb(his) ?? begin;
  const copy = new Y.Doc();
  for (const update of [begin, fresh]) Y.applyUpdate(copy, update);
  expect((copy.getMap('tx').get('el-000000001') as Y.Text).toDelta()).toEqual([
    { insert: 'hello', attributes: { bold: true } },
  ]);
});
