import { createBoardDoc, type Element, type NewElement, openBoard } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { rowsOf } from './since-rows.ts';
import type { Made } from './what-changed.ts';

const board = openBoard(createBoardDoc());
const elementOf = (element: NewElement): Element => {
  const made = board.get(board.edit((w) => w.add(element)));
  if (made === undefined) throw new Error('nothing');
  return made;
};
const rect = (text: string, more: object = {}) => elementOf({ kind: 'rect', x: 0, y: 0, text, ...more });
const made = (element: Element, more: Partial<Made> = {}): Made => ({
  ...{ id: element.id, sort: 'gone', element, before: element, by: 'ben', at: 60_000, position: 0 },
  ...more,
});
const titles = (...all: readonly Made[]) => rowsOf(all).map(({ title, items }) => `${title} | ${items.length}`);

test('things of one kind that went in one minute are one line, those with words each their own', () => {
  const twelve = Array.from({ length: 12 }, () => made(rect('')));
  expect(titles(...twelve, made(rect('DAC')), made(rect('Bridge')))).toEqual([
    'Deleted: Rectangle × 12 | 12',
    'Deleted: Rectangle “DAC” | 1',
    'Deleted: Rectangle “Bridge” | 1',
  ]);
  expect(titles(made(rect('')), made(rect(''), { at: 190_000 }), made(rect(''), { by: 'cleo' }))).toHaveLength(3);
});

test('parts of a group are one line by its words', () => {
  const groups = ['inner', 'outer'];
  const parts = [rect('', { groups }), rect('Bridge DB', { groups: ['outer'] }), rect('', { groups })];
  expect(titles(...parts.map((one) => made(one)))).toEqual(['Deleted: Group of 3 “Bridge DB” | 3']);
});

test('of a text that was changed it is said what it was', () => {
  const long = 'a plan that is much too long for one line of it';
  expect(titles(made(rect('Oops'), { sort: 'changed', before: rect('Executor') }))).toEqual([
    'Text: “Executor” → “Oops” | 1',
  ]);
  expect(titles(made(rect(long), { sort: 'changed', before: rect('x') }))).toEqual([
    'Text: “x” → “a plan that is much too …” | 1',
  ]);
  expect(titles(made(rect('same'), { sort: 'changed', before: rect('same') }))).toEqual([
    'Changed: Rectangle “same” | 1',
  ]);
});
