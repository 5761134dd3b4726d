import { createBoardDoc, type Element, type NewElement, openBoard } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { excerptOf, partsOf, partsWith } from './parts.ts';

const made = (element: NewElement): Element => {
  const board = openBoard(createBoardDoc());
  const id = board.edit((writer) => writer.add(element));
  const read = board.get(id);
  if (read === undefined) throw new Error('it is there');
  return read;
};
const textsOf = (element: NewElement) => partsOf(made(element)).map(({ text }) => text);
const box = { x: 0, y: 0, width: 100, height: 60 } as const;

test('words are those of texts, labels, names, descriptions and links, each address once', () => {
  expect(textsOf({ kind: 'sticky', ...box, text: 'Milk' })).toEqual(['Milk']);
  expect(textsOf({ kind: 'frame', ...box, name: 'Plan' })).toEqual(['Plan']);
  expect(textsOf({ kind: 'image', ...box, asset: 'a'.repeat(43), alt: 'A cat' })).toEqual(['A cat']);
  const link = 'https://example.org/';
  const marks = [
    { from: 0, to: 1, link },
    { from: 1, to: 2, link: 'https://gesso.example/' },
  ];
  expect(textsOf({ kind: 'rect', ...box, text: 'Ask', link, marks })).toEqual(['Ask', link, 'https://gesso.example/']);
  expect(textsOf({ kind: 'rect', ...box })).toEqual([]);
});

test('each cell of a table is found by itself, all else of an element once', () => {
  const rows = ['a', 'b'].map((letter) => ({ id: `r${letter.repeat(7)}`, height: 40 }));
  const columns = ['c', 'd'].map((letter) => ({ id: `c${letter.repeat(7)}`, width: 90 }));
  const cells = [
    ['tea', 'coffee'],
    ['', 'green tea'],
  ];
  const parts = partsOf(made({ kind: 'table', ...box, rows, columns, cells, link: 'https://tea.example/' }));
  expect(partsWith(parts, 'tea').map(({ cell }) => cell)).toEqual(['raaaaaaacccccccc', 'rbbbbbbbcddddddd', undefined]);
  const rect = partsOf(made({ kind: 'rect', ...box, text: 'tea', link: 'https://tea.example/' }));
  expect(partsWith(rect, 'tea').map(({ text }) => text)).toEqual(['tea']);
});

test('of a long text the words around those that were found are read aloud', () => {
  const text = `${'before '.repeat(40)}needle${' after'.repeat(40)}`;
  const [part] = partsOf(made({ kind: 'text', x: 0, y: 0, text }));
  if (part === undefined) throw new Error('it has words');
  const excerpt = excerptOf(part, 'needle');
  expect(excerpt).toMatch(/^….*needle.*…$/);
  expect(excerpt.length).toBeLessThanOrEqual(82);
  expect(excerptOf({ text: 'two\nlines', folded: 'two lines' }, 'lines')).toBe('two lines');
});
