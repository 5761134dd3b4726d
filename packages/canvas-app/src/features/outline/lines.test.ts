import type { Change, NewElement } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { board } from '../../../test/helpers/board.ts';
import { type Line, mostLines, outlineOf } from './lines.ts';
import { createNews } from './news.ts';

const id = (name: string): string => name.padEnd(12, '-');
const box = (name: string, x: number, y: number, more: object = {}): NewElement => ({
  ...{ id: id(name), kind: 'rect', x, y, width: 100, height: 60 },
  ...more,
});
const read = (...elements: NewElement[]) => {
  const { editor } = board(...elements);
  return outlineOf(editor.board, editor.index.bounds);
};
const words = (lines: readonly Line[]): unknown[] =>
  lines.map((line) => (line.within.length === 0 ? line.words : [line.words, ...words(line.within)]));

describe('a board in words', () => {
  test('has frames with what lies in them, in reading order', () => {
    const frame: NewElement = { id: id('f'), kind: 'frame', x: 300, y: 0, width: 400, height: 300, name: 'Plan' };
    const inFrame = { frame: id('f') };
    const { lines } = read(
      box('c', 320, 200, { ...inFrame, text: 'then' }),
      frame,
      box('b', 320, 40, { ...inFrame, text: 'first\nof all' }),
      box('a', 0, 100),
    );
    expect(words(lines)).toEqual(['Rectangle', ['Frame, “Plan”', 'Rectangle, “first of all”', 'Rectangle, “then”']]);
  });

  test('says of arrows what they lead from and to', () => {
    const points = { xy: [0, 0, 300, 0], exponent: 0 };
    const arrow = {
      ...{ id: id('z'), kind: 'arrow', x: 100, y: 30, points, text: 'pays' },
      start: { element: id('a'), at: [0.5, 0.5] },
      end: { element: id('b'), at: [0.5, 0.5] },
    } as unknown as NewElement;
    const { lines } = read(box('a', 0, 0, { text: 'Ada' }), box('b', 400, 0), arrow);
    expect(words(lines)).toContain('Arrow from “Ada” to Rectangle, labeled “pays”');
  });

  test('says how large a table is, and that a picture has no description', () => {
    const { lines } = read(
      { id: id('i'), kind: 'image', x: 0, y: 0, width: 90, height: 90, asset: 'a'.repeat(43) },
      { id: id('t'), kind: 'table', x: 0, y: 300 },
    );
    expect(words(lines)).toEqual(['Picture without a description', 'Table, 3 rows, 3 columns']);
  });

  test('says what is locked', () => {
    const { lines } = read(box('a', 0, 0, { text: 'Ada', locked: true }), box('b', 0, 90));
    expect(words(lines)).toEqual(['Rectangle, “Ada”, locked', 'Rectangle']);
  });

  test('says nothing of what is hidden', () => {
    const points = { xy: [0, 0, 300, 0], exponent: 0 };
    const { editor } = board(
      box('a', 0, 0, { text: 'Ada' }),
      box('b', 400, 0),
      { id: id('s'), kind: 'stroke', x: 0, y: 300, points } as unknown as NewElement,
      {
        ...{ id: id('z'), kind: 'arrow', x: 100, y: 30, points },
        start: { element: id('a'), at: [0.5, 0.5] },
        end: { element: id('b'), at: [0.5, 0.5] },
      } as unknown as NewElement,
    );
    const outline = () => outlineOf(editor.board, editor.index.bounds);
    expect([words(outline().lines).length, outline().ink]).toEqual([3, 1]);
    editor.hide([id('a'), id('s')]);
    expect(words(outline().lines)).toEqual(['Arrow to Rectangle', 'Rectangle']);
    expect([outline().ink, outline().left]).toEqual([0, 0]);
  });

  test('counts what it has no room for', () => {
    const { lines, left } = read(...Array.from({ length: mostLines + 7 }, (_, i) => box(`n${i}`, 0, i * 80)));
    expect([lines.length, left]).toEqual([mostLines, 7]);
  });
});

describe('what others do', () => {
  const change = (more: Partial<Change>): Change => ({
    added: [],
    updated: [],
    removed: [],
    origin: 'remote',
    ...more,
  });
  const [one, two] = board(box('a', 0, 0), box('b', 0, 90)).all();
  if (one === undefined || two === undefined) throw new Error('they are there');

  test('is one sentence, and told once', () => {
    const news = createNews();
    news.note(change({ added: [one] }), () => 'Ben');
    news.note(change({ added: [two], updated: [one], removed: [id('c')] }), () => 'Ben');
    news.note(change({ updated: [two], origin: 'local' }), () => 'Ben');
    expect(news.take()).toBe('Ben added 2 elements. Others deleted 1 element.');
    expect(news.take()).toBe('');
  });
});
