import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  type Board,
  type BoardDoc,
  createBoardDoc,
  differenceOf,
  openBoard,
  openComments,
  restoreVersion,
  toPlain,
  withGone,
} from '../src/index.ts';
import { memoryNetwork } from '../src/testing.ts';
import { line, newBoard, pair, rect } from './board.ts';
import { deedArbitrary, openDeeds, perform } from './deeds.ts';

/** A document as it is now, as a version of it is kept. */
const versionOf = (doc: BoardDoc): BoardDoc => {
  const version = createBoardDoc();
  Y.applyUpdate(version, Y.encodeStateAsUpdate(doc));
  return version;
};

const shownBy = (board: Board) => board.all().map(toPlain);

/** What a version shows. */
const shownIn = (version: BoardDoc) => {
  const board = openBoard(version);
  const shown = shownBy(board);
  board.close();
  return shown;
};

const none = { added: [], changed: [], gone: [] };

test('what was added, changed and deleted since is told apart', () => {
  const { doc, board } = newBoard();
  const [same = '', moved = '', typed = '', gone = ''] = board.edit((w) =>
    w.addAll([rect(), rect({ x: 10 }), rect({ text: 'one' }), rect({ x: 30 })]),
  );
  const version = versionOf(doc);
  expect(differenceOf(version, doc)).toEqual(none);
  board.edit((w) => w.patch(moved, { x: 50 }));
  board.edit((w) => w.patch(typed, { text: 'two' }));
  board.edit((w) => w.remove(gone));
  const added = board.edit((w) => w.add(rect({ x: 70 })));
  expect(differenceOf(version, doc)).toEqual({ added: [added], changed: [moved, typed], gone: [gone] });
  board.edit((w) => w.patch(moved, { x: 10 }));
  expect(differenceOf(version, doc).changed).toEqual([typed]);
  expect(board.get(same)).toBeDefined();
});

test('what looks as before is not changed, and comes back all the same', () => {
  const { doc, board } = newBoard();
  const ids = board.edit((w) => w.addAll([rect(), rect({ x: 10 }), rect({ x: 20 }), rect({ x: 30 }), rect({ x: 40 })]));
  const [framed = '', held = '', ordered = '', grouped = '', moved = ''] = ids;
  const version = versionOf(doc);
  const before = shownBy(board);
  const frame = board.edit((w) => w.add({ kind: 'frame', x: 0, y: 0, width: 500, height: 500, name: '' }));
  board.edit((w) => {
    w.patch(framed, { frame });
    w.patch(held, { locked: true });
    w.patch(grouped, { groups: ['g'] });
    w.patch(ordered, { z: board.get(moved)?.z ?? '' });
    w.patch(moved, { frame, x: 90 });
  });
  expect(differenceOf(version, doc)).toEqual({ added: [frame], changed: [moved], gone: [] });
  expect(restoreVersion(board, version).changed).toHaveLength(5);
  expect(shownBy(board)).toEqual(before);
});

test('a version comes back in one step, and one undo takes it back whole', () => {
  const { doc, board } = newBoard();
  const frame = board.edit((w) => w.add({ kind: 'frame', x: 0, y: 0, width: 500, height: 500, name: 'Plan' }));
  const [box = '', other = ''] = board.edit((w) =>
    w.addAll([
      rect({ text: 'label', marks: [{ from: 0, to: 3, bold: true }], groups: ['g'], frame, locked: true }),
      rect({ x: 200 }),
    ]),
  );
  const arrow = board.edit((w) =>
    w.add({ kind: 'arrow', x: 0, y: 0, points: line(0, 0, 50, 50), start: { element: box, at: [1, 0.5] } }),
  );
  const stroke = board.edit((w) => w.add({ kind: 'stroke', x: 0, y: 0, points: line(0, 0, 10, 0, 20, 0, 30, 5) }));
  board.edit((w) => w.patch(stroke, { cut: [0, 1], scale: [2, 1.3] }));
  const table = board.edit((w) =>
    w.add({
      kind: 'table',
      x: 0,
      y: 300,
      cells: [
        ['a', 'b'],
        ['c', ''],
      ],
    }),
  );
  const version = versionOf(doc);
  const then = shownBy(board);

  board.edit((w) => w.patch(stroke, { cut: [1.5, 2], x: 90 }));
  const shown = board.get(table);
  if (shown === undefined || !('rows' in shown)) throw new Error('there is one');
  board.edit((w) => w.patch(table, { rows: shown.rows.slice(1) }));
  board.edit((w) => w.patch(table, { columns: [...shown.columns, { id: '', width: 90 }], cells: [['x', 'd', 'e']] }));
  board.edit((w) => w.remove(arrow));
  board.edit((w) => w.patch(box, { text: 'a lable', marks: null, groups: [], locked: false, frame: null }));
  board.edit((w) => w.patch(other, { z: board.orderBetween(undefined, undefined, 1)[0] ?? '' }));
  board.edit((w) => w.remove(frame));
  board.edit((w) => w.addAll([rect(), rect()]));
  const before = shownBy(board);

  const { added, gone } = restoreVersion(board, version);
  expect(shownBy(board)).toEqual(then);
  expect([added.length, [...gone].sort()]).toEqual([2, [arrow, frame].sort()]);
  expect(differenceOf(version, doc)).toEqual(none);
  expect(board.undo()).toEqual({ steps: 1, changed: true });
  expect(shownBy(board)).toEqual(before);
  expect(board.redo().changed).toBe(true);
  expect(shownBy(board)).toEqual(then);
});

test('letters that another types meanwhile stay in the text, and their new elements on the board', () => {
  const { a, b, docs, tell } = pair();
  const box = a.edit((w) => w.add(rect({ text: 'milk' })));
  tell();
  const version = versionOf(docs[0]);
  a.edit((w) => w.patch(box, { text: 'milk and eggs' }));
  tell();
  const typing = b.typing(box);
  typing?.set('> milk and eggs', 2);
  const theirs = b.edit((w) => w.add(rect({ x: 400 })));
  restoreVersion(a, version);
  tell();
  expect(b.get(box)).toMatchObject({ text: '> milk' });
  expect(a.get(theirs)).toBeDefined();
  a.undo();
  tell();
  expect(b.get(box)).toMatchObject({ text: '> milk and eggs' });
  typing?.close();
});

test('nothing is written where nothing differs, and comments stay', () => {
  const { doc, board } = newBoard();
  board.edit((w) => w.add(rect()));
  const version = versionOf(doc);
  const comments = openComments(doc, { me: () => ({ id: 'me', name: 'Me' }), now: () => 5 });
  const said = comments.say({ text: 'hello' });
  expect(said).toBeDefined();
  let updates = 0;
  doc.on('update', () => updates++);
  expect(restoreVersion(board, version)).toEqual(none);
  expect(updates).toBe(0);
  board.edit((w) => w.add(rect()));
  restoreVersion(board, version);
  expect(comments.chat().map(({ id }) => id)).toEqual([said]);
  expect(board.size).toBe(1);
});

test('what is gone is put beside what is there, for one picture of both', () => {
  const { doc, board } = newBoard();
  const [gone = '', moved = ''] = board.edit((w) => w.addAll([rect({ text: 'old' }), rect()]));
  const version = versionOf(doc);
  board.edit((w) => w.remove(gone));
  board.edit((w) => w.patch(moved, { x: 80 }));
  const both = versionOf(doc);
  withGone(both, version);
  expect(shownIn(both)).toMatchObject([
    { id: gone, text: 'old' },
    { id: moved, x: 80 },
  ]);
  expect(board.get(gone)).toBeUndefined();
});

test('a board of many bytes comes back in several updates, which are one step', () => {
  const { doc, board } = newBoard();
  const text = 'x'.repeat(9_000);
  for (let i = 0; i < 5; i++)
    board.edit((w) => w.addAll(Array.from({ length: 20 }, (_, n) => rect({ x: i * 100 + n, text }))));
  const version = versionOf(doc);
  const then = shownBy(board);
  board.edit((w) => {
    for (const { id } of board.all()) w.remove(id);
  });
  const sizes: number[] = [];
  doc.on('update', (update: Uint8Array) => sizes.push(update.length));
  restoreVersion(board, version);
  expect(shownBy(board)).toEqual(then);
  expect(sizes.length).toBeGreaterThan(2);
  board.undo();
  expect(board.size).toBe(0);
});

const deeds = (most: number) => fc.array(deedArbitrary, { maxLength: most, size: 'max' });

test('no matter what is done: who restores sees the version, all copies agree, and undo brings back what was there', () => {
  fc.assert(
    fc.property(deeds(15), deeds(15), deeds(8), (first, since, meanwhile) => {
      const network = memoryNetwork(2, 7);
      const world = openDeeds();
      const [mine, theirs] = network.peers;
      if (mine === undefined || theirs === undefined) throw new Error('there are two');
      const act = (list: typeof first) => {
        for (const deed of list) {
          perform(deed.peer % 2 === 0 ? mine : theirs, deed, world);
          network.settle();
        }
      };
      act(first);
      const version = versionOf(mine.doc);
      act(since);
      const before = shownBy(mine.board);

      network.part(1);
      const { added, changed, gone } = restoreVersion(mine.board, version);
      expect(shownBy(mine.board)).toEqual(shownIn(version));
      expect(differenceOf(version, mine.doc)).toEqual(none);
      const known = new Set(theirs.board.all().map(({ id }) => id));
      for (const deed of meanwhile) if (deed.do !== 'undo' && deed.do !== 'redo') perform(theirs, deed, world);
      const made = theirs.board.all().filter(({ id }) => !known.has(id));
      const meanwhileThere = new Map(shownBy(theirs.board).map((element) => [element.id, JSON.stringify(element)]));
      const untouched = before.filter((was) => meanwhileThere.get(was.id) === JSON.stringify(was));
      network.settle();
      expect(shownBy(theirs.board)).toEqual(shownBy(mine.board));
      // Nothing that they have made is lost.
      for (const { id } of made) expect(mine.board.get(id)).toBeDefined();

      if (added.length + changed.length + gone.length > 0) mine.board.undo();
      network.settle();
      expect(shownBy(theirs.board)).toEqual(shownBy(mine.board));
      const after = new Map(shownBy(mine.board).map((element) => [element.id, element]));
      for (const was of untouched) expect(after.get(was.id)).toEqual(was);
      for (const { id } of made) expect(mine.board.get(id)).toBeDefined();
      network.close();
    }),
    { numRuns: Number(process.env['RUNS'] ?? 100), seed: 20_261_128 },
  );
}, 600_000);
