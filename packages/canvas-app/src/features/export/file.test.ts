import { createBoardDoc, Failure, type NewElement, openBoard, openComments } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { bringBoardFile, readBoardFile, writeBoardFile } from './file.ts';

const open = (me: { readonly id: string; readonly name: string }) => {
  const doc = createBoardDoc();
  const board = openBoard(doc);
  const comments = openComments(doc, { me: () => me, now: () => 1_000 });
  return { doc, board, comments, me };
};

const ada = { id: 'person-ada', name: 'Ada' };
const bo = { id: 'person-bo', name: 'Bo' };

test('a file brings comments along, pinned to the copies and quoted from their authors', async () => {
  const from = open(ada);
  const element = from.board.edit((w) => w.add({ kind: 'rect', x: 5, y: 6 }));
  from.comments.start({ x: 8, y: 9, element, dx: 3, dy: 3 }, { text: 'on it', mentions: [bo.id] });
  from.comments.start({ x: 1, y: 2, element: 'gone-element', dx: 0, dy: 0 }, { text: 'on what is gone' });
  const text = await writeBoardFile('Plan', from.board.all(), from.doc).text();

  const to = open(bo);
  const [copy] = bringBoardFile(readBoardFile(text), {
    ...to,
    addAll: (elements) => to.board.edit((w) => w.addAll(elements)),
  });
  expect(copy).not.toBe(element);
  expect(to.comments.threads().map(({ anchor }) => anchor)).toEqual(
    expect.arrayContaining([
      { x: 8, y: 9, element: copy, dx: 3, dy: 3 },
      { x: 1, y: 2 },
    ]),
  );
  for (const { entries } of to.comments.threads())
    expect(entries).toMatchObject([{ author: bo, quotedFrom: 'Ada', at: 1_000, mentions: [] }]);
});

test('a file without comments is as it ever was, and one whose comments make no sense brings its elements', async () => {
  const from = open(ada);
  from.board.edit((w) => w.add({ kind: 'rect', x: 5, y: 6 }));
  from.comments.start({ x: 1, y: 1 }, { text: 'hello' });
  const file = JSON.parse(await writeBoardFile('Plan', from.board.all()).text());
  expect(Object.keys(file)).toEqual(['type', 'version', 'name', 'elements']);
  const to = open(bo);
  const addAll = (elements: readonly NewElement[]) => to.board.edit((w) => w.addAll(elements));
  const strange = readBoardFile(JSON.stringify({ ...file, comments: [7, { anchor: null }] }));
  expect(bringBoardFile(strange, { ...to, addAll })).toHaveLength(1);
  expect(to.comments.threads()).toEqual([]);
  expect(() => readBoardFile('{}')).toThrow(Failure);
});
