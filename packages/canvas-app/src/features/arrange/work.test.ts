import { expect, test } from 'vitest';
import { board } from '../../../test/helpers/board.ts';
import { stack, tidy } from './work.ts';

const idOf = (name: string) => name.padEnd(12, '-');
const tie = (name: string) => ({ element: idOf(name), at: [0.5, 0.5] as const });

/** Boxes of 100 × 100 by their places, and arrows between some of them, which are not selected. */
const boardOf = (places: Readonly<Record<string, readonly [number, number]>>, ...arrows: readonly string[]) => {
  const shapes = Object.entries(places).map(([name, [x, y]]) => ({
    ...{ id: idOf(name), kind: 'rect' as const, x, y, width: 100, height: 100 },
  }));
  const lines = arrows.map(([from = '', to = '']) => ({
    ...{ id: idOf(from + to), kind: 'arrow' as const, x: 0, y: 0, start: tie(from), end: tie(to) },
    points: { xy: new Float32Array([0, 0, 10, 0]) },
  }));
  const t = board(...shapes, ...lines);
  const at = (name: string) => {
    const element = t.editor.board.get(idOf(name));
    return element && [element.x, element.y];
  };
  const chosen = () => ({ editor: t.editor, elements: t.all().filter(({ kind }) => kind === 'rect') });
  return { at, chosen };
};

const places = { a: [0, 0], b: [300, 20], c: [10, 400], d: [330, 380] } as const;

test('tidying lays what no arrow joins close together', () => {
  const { at, chosen } = boardOf(places);
  tidy(chosen());
  expect(['a', 'b', 'c', 'd'].map(at)).toEqual([
    [0, 0],
    [120, 0],
    [0, 120],
    [120, 120],
  ]);
});

test('tidying leaves arrows room along the way they go', () => {
  const across = boardOf(places, 'ab');
  tidy(across.chosen());
  expect(['b', 'c'].map(across.at)).toEqual([
    [180, 0],
    [0, 120],
  ]);
  const down = boardOf(places, 'ca');
  tidy(down.chosen());
  expect(['b', 'c'].map(down.at)).toEqual([
    [120, 0],
    [0, 180],
  ]);
});

test('a stack that arrows join leaves them room', () => {
  const { at, chosen } = boardOf({ a: [0, 0], b: [150, 0], c: [500, 0] }, 'ab', 'bc');
  stack(chosen(), 'x');
  expect(['b', 'c'].map(at)).toEqual([
    [180, 0],
    [360, 0],
  ]);
});
