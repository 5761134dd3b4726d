import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { createAdditions, stillPositions } from './stills.ts';

test('there are pictures from the start to the end, and none of a short film', () => {
  expect(stillPositions(19)).toEqual([]);
  expect(stillPositions(50)).toEqual([0, 25, 50]);
  const many = stillPositions(10_000);
  expect([many[0], many.at(-1), many.length]).toEqual([0, 10_000, 48]);
});

/** A board, what has come on top of it since the last look, and the looks. */
function watched() {
  const board = openBoard(createBoardDoc());
  const additions = createAdditions();
  board.onChange(additions.note);
  let top = board.all().at(-1);
  return {
    board,
    add(x: number, z?: string) {
      let id = '';
      board.edit((w) => {
        id = w.add({ kind: 'rect', x, y: 0, ...(z !== undefined && { z }) });
      });
      return id;
    },
    look() {
      const came = additions.take(top)?.map(({ x }) => x);
      top = board.all().at(-1);
      return came;
    },
  };
}

test('what was drawn is painted onto the picture before', () => {
  const { board, add, look } = watched();
  add(1);
  const id = add(2);
  board.edit((w) => w.patch(id, { x: 3 }));
  expect(look()).toEqual([1, 3]);
  add(4);
  expect(look()).toEqual([4]);
  expect(look()).toEqual([]);
});

test('what was moved, removed or put below needs a picture anew', () => {
  const { board, add, look } = watched();
  const id = add(1);
  const other = add(2);
  look();
  board.edit((w) => w.patch(id, { x: 5 }));
  expect(look()).toBeUndefined();
  board.edit((w) => w.remove(other));
  expect(look()).toBeUndefined();
  add(6, 'Zz');
  expect(look()).toBeUndefined();
  expect(look()).toEqual([]);
});
