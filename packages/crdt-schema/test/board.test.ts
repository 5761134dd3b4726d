import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Element, LOAD, limits, openBoard } from '../src/index.ts';
import { seededRandom } from '../src/testing.ts';
import { changesDuring, newBoard, pair, rect } from './board.ts';

describe('where a change came from', () => {
  test('is told: local, remote, undo, load, and what the caller knows better', () => {
    const store = { name: 'store' };
    const { doc, board } = newBoard({ originOf: (origin) => (origin === store ? 'load' : undefined) });
    const other = new Y.Doc();
    const elsewhere = openBoard(other, { random: seededRandom(9) });
    const send = (origin: unknown) => {
      elsewhere.edit((w) => w.add(rect()));
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), origin);
    };
    const origins = changesDuring(board, () => {
      board.edit((w) => w.add(rect()));
      board.undo();
      board.redo();
      board.load((w) => w.add(rect()));
      send('anything');
      send(store);
      send(LOAD);
    }).map(({ origin }) => origin);
    expect(origins).toEqual(['local', 'undo', 'undo', 'load', 'remote', 'load', 'load']);
  });

  test('is remote for the edits of another board on the same document', () => {
    const { doc, board } = newBoard();
    const second = openBoard(doc, { random: seededRandom(5) });
    const changes = changesDuring(board, () => second.edit((w) => w.add(rect())));
    expect(changes.map(({ origin }) => origin)).toEqual(['remote']);
    expect(board.undo()).toEqual({ steps: 0, changed: false });
    expect(board.size).toBe(1);
  });
});

describe('the author of an element', () => {
  test('is the client it was made under on every copy, no matter who changes it later', () => {
    const { a, b, docs, tell } = pair();
    const id = a.edit((w) => w.add(rect()));
    const other = b.edit((w) => w.add(rect()));
    tell();
    b.edit((w) => w.patch(id, { x: 9 }));
    tell();
    const [{ clientID: ada }, { clientID: ben }] = docs;
    for (const board of [a, b]) expect([board.authorOf(id), board.authorOf(other)]).toEqual([ada, ben]);
  });

  test('is none while it is deleted, and the one who brings it back by an undo', () => {
    const { a, b, docs, tell } = pair();
    const id = a.edit((w) => w.add(rect()));
    tell();
    b.edit((w) => w.remove(id));
    tell();
    expect([a.authorOf(id), b.authorOf(id), b.authorOf('element-0000')]).toEqual([undefined, undefined, undefined]);
    b.undo();
    tell();
    expect([a.authorOf(id), b.authorOf(id)]).toEqual([docs[1].clientID, docs[1].clientID]);
    b.redo();
    expect(b.authorOf(id)).toBeUndefined();
  });
});

describe('a board', () => {
  test('has a name, cut to its limit, and tells of a new one', () => {
    const { board } = newBoard();
    const heard: string[] = [];
    board.onRename((name) => heard.push(name));
    expect(board.name).toBe('');
    board.edit((w) => w.rename(`  ${'n'.repeat(300)} `));
    board.edit((w) => w.rename('Plan'));
    expect(board.name).toBe('Plan');
    expect(heard.map((name) => name.length)).toEqual([limits.nameLength, 4]);
  });

  test('knows how many bytes it takes', () => {
    const { doc, board } = newBoard();
    board.edit((w) => w.add(rect()));
    expect(board.bytes()).toBe(Y.encodeStateAsUpdate(doc).length);
    board.edit((w) => w.add(rect()));
    expect(board.bytes()).toBe(Y.encodeStateAsUpdate(doc).length);
  });

  test('leaves nothing behind when it is closed', () => {
    const doc = new Y.Doc();
    const listeners = () => [...doc._observers.values()].reduce((sum, set) => sum + set.size, 0);
    const before = listeners();
    for (let i = 0; i < 2; i++) openBoard(doc).close();
    expect(listeners()).toBe(before);
  });

  test('shows what another version has written and never rewrites it', () => {
    const { doc, board } = newBoard();
    const id = 'abcdefghijkl';
    const record = { t: 'hologram', x: 3, y: 4, z: 'a5', depth: [1, 2], s: [30, 40] };
    doc.getMap('el').set(id, record);
    doc.getMap('ov').set(`${id}:glow`, 7);
    expect(board.get(id)).toMatchObject({
      kind: 'unknown',
      x: 3,
      y: 4,
      width: 30,
      height: 40,
    } satisfies Partial<Element>);
    board.edit((w) => w.patch(id, { x: 9, width: 60, locked: true }));
    expect(board.get(id)).toMatchObject({ x: 9, width: 60, height: 40, locked: true });
    expect(doc.getMap('el').get(id)).toBe(record);
    expect(doc.getMap('ov').get(`${id}:glow`)).toBe(7);
    board.edit((w) => w.remove(id));
    expect([doc.getMap('el').size, doc.getMap('ov').size]).toEqual([0, 0]);
  });
});
