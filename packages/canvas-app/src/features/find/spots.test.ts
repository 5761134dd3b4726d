import { createBoardDoc, type Element, type NewElement, openBoard } from '@gesso/crdt-schema';
import { boundsOf, containsBox } from '@gesso/drawing';
import { expect, test } from 'vitest';
import { partsOf } from './parts.ts';
import { faintSpotOf, spotOf } from './spots.ts';

const made = (element: NewElement): Element => {
  const board = openBoard(createBoardDoc());
  const read = board.get(board.edit((writer) => writer.add(element)));
  if (read === undefined) throw new Error('it is there');
  return read;
};
const cells = [
  ['tea', 'milk'],
  ['more', 'less'],
];

test('the place of words is their cell, the label of a line, else all of the element', () => {
  const table = made({ kind: 'table', x: 100, y: 50, cells });
  const [tea, milk, more] = partsOf(table).map((part) => spotOf(table, part));
  for (const spot of [tea, milk, more]) expect(spot && containsBox(boundsOf(table), spot)).toBe(true);
  expect([tea?.x, tea?.y]).toEqual([100, 50]);
  expect([milk?.x, milk?.y]).toEqual([100 + (tea?.w ?? 0), 50]);
  expect([more?.x, more?.y]).toEqual([100, 50 + (tea?.h ?? 0)]);
  const points = { xy: new Float32Array([0, 0, 400, 0]) };
  const arrow = made({ kind: 'arrow', x: 0, y: 0, points, text: 'tea' });
  expect(partsOf(arrow).map((part) => spotOf(arrow, part).w < 100)).toEqual([true]);
  const note = made({ kind: 'sticky', x: 0, y: 0, text: 'tea' });
  expect(partsOf(note).map((part) => spotOf(note, part))).toEqual([boundsOf(note)]);
});

test('a frame is shown as a whole and faintly marked by its name alone', () => {
  const frame = made({ kind: 'frame', x: 0, y: 0, width: 900, height: 600, name: 'Plan' });
  const [part] = partsOf(frame);
  if (part === undefined) throw new Error('it has a name');
  expect(spotOf(frame, part)).toEqual(boundsOf(frame));
  expect(faintSpotOf(frame, part).h).toBeLessThan(40);
});
