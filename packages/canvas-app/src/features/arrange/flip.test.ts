import type { Element, NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../../../test/helpers/board.ts';
import { flip } from './flip.ts';

const id = (name: string): string => name.padEnd(12, '-');
const rect = (name: string, x: number, more: object = {}): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y: 0, width: 100, height: 60 },
  ...more,
});
const arrow = (name: string, x: number, to: number, ties: object): NewElement =>
  ({
    ...{ id: id(name), kind: 'arrow', x, y: 30, points: { xy: [0, 0, to - x, 0], exponent: 0 } },
    ...ties,
  }) as unknown as NewElement;

/** Where an arrow begins and ends on the board, as it is stored, x alone. */
const endsOf = (element: Element): readonly number[] => {
  if (!('points' in element) || element.kind === 'stroke') throw new Error('no arrow');
  const { xy } = element.points;
  return [element.x + (xy[0] ?? 0), element.x + (xy.at(-2) ?? 0)].map(Math.round);
};

describe('what is mirrored', () => {
  test('takes along the free end of an arrow that is tied at its other one, and the place where it is tied', () => {
    const t = board(rect('a', 0), rect('b', 300), arrow('z', 100, 250, { start: { element: id('a'), at: [1, 0.5] } }));
    flip({ editor: t.editor, elements: t.all() }, 'x');
    const [a, b, z] = ['a', 'b', 'z'].map((name) => t.editor.board.get(id(name)));
    expect([a?.x, b?.x]).toEqual([300, 0]);
    expect(z && endsOf(z)[1]).toBe(150);
    expect(z).toMatchObject({ start: { element: id('a'), at: [0, 0.5] } });
    t.undo();
    expect(t.editor.board.get(id('z'))).toMatchObject({ start: { at: [1, 0.5] } });
  });

  test('leaves the place of a tie to what stays', () => {
    const t = board(rect('a', 0), rect('b', 300), arrow('z', 100, 300, { end: { element: id('b'), at: [0, 0.2] } }));
    flip({ editor: t.editor, elements: t.all().filter((element) => element.id !== id('b')) }, 'x');
    expect(t.editor.board.get(id('z'))).toMatchObject({ end: { element: id('b'), at: [0, 0.2] } });
  });

  test('is none of what is locked', () => {
    const t = board(rect('a', 0), rect('b', 300, { locked: true }), rect('c', 500));
    flip({ editor: t.editor, elements: t.all() }, 'x');
    expect(['a', 'b', 'c'].map((name) => t.editor.board.get(id(name))?.x)).toEqual([500, 300, 0]);
  });
});
