import { makeElement, patched, type TableElement } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doDeed, heldAtCorner, type Place } from './deeds.ts';
import { htmlFromRows, readTable } from './html.ts';
import { whereTo } from './keys.ts';
import { filledFrom } from './paste-rows.ts';
import { bounded, rowsFromText, textFromRows } from './spreadsheet.ts';

const tableOf = (cells: readonly (readonly string[])[]): TableElement =>
  makeElement('table', {
    x: 0,
    y: 0,
    cells,
    rows: cells.map((_, i) => ({ id: `r${i}`, height: 40 })),
    columns: (cells[0] ?? []).map((_, i) => ({ id: `c${i}`, width: 100 })),
    width: 100 * (cells[0]?.length ?? 0),
    height: 40 * cells.length,
  });
const abcd = tableOf([
  ['a', 'b'],
  ['c', 'd'],
]);
const cellsAfter = (name: Parameters<typeof doDeed>[0], at: Place) => {
  const { patch, at: next } = doDeed(name, abcd, at);
  return [(patched(abcd, patch ?? {}) as TableElement).cells, next];
};

describe('what is done to rows and columns', () => {
  test.each([
    [
      'rowAbove',
      [0, 1],
      [
        ['', ''],
        ['a', 'b'],
        ['c', 'd'],
      ],
      [0, 1],
    ],
    [
      'rowBelow',
      [1, 0],
      [
        ['a', 'b'],
        ['c', 'd'],
        ['', ''],
      ],
      [2, 0],
    ],
    [
      'columnBefore',
      [0, 1],
      [
        ['a', '', 'b'],
        ['c', '', 'd'],
      ],
      [0, 1],
    ],
    [
      'columnAfter',
      [0, 1],
      [
        ['a', 'b', ''],
        ['c', 'd', ''],
      ],
      [0, 2],
    ],
    [
      'rowUp',
      [1, 0],
      [
        ['c', 'd'],
        ['a', 'b'],
      ],
      [0, 0],
    ],
    [
      'rowUp',
      [0, 0],
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      [0, 0],
    ],
    [
      'rowDown',
      [0, 1],
      [
        ['c', 'd'],
        ['a', 'b'],
      ],
      [1, 1],
    ],
    [
      'columnBack',
      [1, 1],
      [
        ['b', 'a'],
        ['d', 'c'],
      ],
      [1, 0],
    ],
    [
      'columnOn',
      [1, 0],
      [
        ['b', 'a'],
        ['d', 'c'],
      ],
      [1, 1],
    ],
    ['removeRow', [1, 0], [['a', 'b']], [0, 0]],
    ['removeColumn', [0, 0], [['b'], ['d']], [0, 0]],
  ] as const)('%s about %j', (name, at, cells, next) => {
    expect(cellsAfter(name, at)).toEqual([cells, next]);
  });

  test('leaves nothing of the last row', () => {
    expect(doDeed('removeRow', tableOf([['a']]), [0, 0]).patch).toBeUndefined();
  });

  test('keeps the corner of a turned table', () => {
    const turned = { ...abcd, rotation: 0.5 };
    const { patch } = doDeed('rowBelow', turned, [1, 0]);
    const held = heldAtCorner(turned, patch ?? {});
    expect(held.x).not.toBe(0);
    expect(heldAtCorner(abcd, { header: false })).toEqual({ header: false });
  });
});

describe('a key in a cell', () => {
  const caret = { atStart: false, atEnd: false, inFirstLine: false, inLastLine: false };
  const press = (key: string, more = {}) => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...more,
  });
  test.each([
    ['Tab leads on', [0, 0], press('Tab'), caret, [0, 1]],
    ['Tab leads to the next row', [0, 1], press('Tab'), caret, [1, 0]],
    ['Tab adds a row', [1, 1], press('Tab'), caret, 'row'],
    ['Shift+Tab leads back', [1, 0], press('Tab', { shiftKey: true }), caret, [0, 1]],
    ['Shift+Tab leads out', [0, 0], press('Tab', { shiftKey: true }), caret, 'done'],
    ['Enter leads down', [0, 1], press('Enter'), caret, [1, 1]],
    ['Enter leads out', [1, 1], press('Enter'), caret, 'done'],
    ['Shift+Enter is the text’s', [0, 1], press('Enter', { shiftKey: true }), caret, 'stay'],
    ['Ctrl+Enter is the text’s', [0, 1], press('Enter', { ctrlKey: true }), caret, 'stay'],
    ['an arrow in a text is the text’s', [0, 0], press('ArrowRight'), caret, 'stay'],
    ['an arrow at its end leads on', [0, 1], press('ArrowRight'), { ...caret, atEnd: true }, [1, 0]],
    ['an arrow at its start leads back', [1, 0], press('ArrowLeft'), { ...caret, atStart: true }, [0, 1]],
    ['up from the first line', [1, 1], press('ArrowUp'), { ...caret, inFirstLine: true }, [0, 1]],
    ['down from the last line', [0, 1], press('ArrowDown'), { ...caret, inLastLine: true }, [1, 1]],
    ['down from the last row', [1, 1], press('ArrowDown'), { ...caret, inLastLine: true }, 'stay'],
  ] as const)('%s', (_, at, key, where, expected) => {
    expect(whereTo(abcd, at, key, where)).toEqual(expected);
  });
});

const texts = fc.array(
  fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\n', '"', '<', '&', 'ж') }), {
    minLength: 2,
    maxLength: 2,
  }),
  { minLength: 1, maxLength: 4 },
);

describe('rows from and to spreadsheets', () => {
  test('come back from text as they were', () => {
    fc.assert(
      fc.property(texts, (rows) => {
        // The last line end is that of the text, and a text of nothing is one cell.
        expect(rowsFromText(`${textFromRows(rows)}\n`)).toEqual(rows);
      }),
    );
  });

  test('come back from HTML but for spaces, and with what Gesso wrote beside them', () => {
    fc.assert(
      fc.property(texts, (rows) => {
        const html = htmlFromRows(rows, '{"a":"<>&\\""}');
        expect(readTable(html)).toEqual({ own: '{"a":"<>&\\""}' });
        const tidy = (text: string) =>
          text
            .replace(/[^\S\n]+/g, ' ')
            .replace(/ ?\n ?/g, '\n')
            .trim();
        expect(readTable(html.replace(/ data-gesso="[^"]*"/, ''))).toEqual({ rows: rows.map((row) => row.map(tidy)) });
      }),
    );
  });

  test.each([
    ['<p>words</p><table><tr><td>1</td></tr></table>', {}],
    ['<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>', {}],
    ['<style>td { color: red }</style><table><tr><td>1<!-- x --></td></tr></table>', { rows: [['1']] }],
    ['<TABLE><TR><TH COLSPAN=2>a<BR>b<TD>&nbsp;&#1078;&lt;</TABLE>', { rows: [['a\nb', '', 'ж<']] }],
    [
      '<table><tr><td colspan="99999999">1</td></tr></table>',
      { rows: [['1', ...Array.from({ length: 99 }, () => '')]] },
    ],
    [
      '<table><tr><td rowspan=2>a<td>b<tr><td rowspan=2 colspan=2>c<tr><td>d<td rowspan=9>e<tr><td>f</table>',
      {
        rows: [['a', 'b'], ['', 'c', ''], ['d', '', '', 'e'], ['f']],
      },
    ],
    [
      '<google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #ccc;}--></style><table><colgroup><col>' +
        '</colgroup><tbody><tr><td rowspan="2">Ada</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>',
      {
        rows: [
          ['Ada', '1'],
          ['', '2'],
        ],
      },
    ],
    ['<table', {}],
    ['<!-- <table>', {}],
  ])('reads %s', (html, expected) => {
    expect(readTable(html)).toEqual(expected);
  });

  test('of any markup never throw, and take no longer than they are long', () => {
    const parts = fc.constantFrom(
      '<table>',
      '<tr>',
      '<td>',
      '</td>',
      '<',
      '>',
      '"',
      "'",
      '<style>',
      '<!--',
      'a',
      '&#;',
    );
    fc.assert(fc.property(fc.array(parts, { maxLength: 60 }), (html) => void readTable(html.join(''))));
    const begun = process.threadCpuUsage();
    readTable(`<table><tr><td>${'<b>'.repeat(80_000)}x${'</i>'.repeat(80_000)}`);
    for (const part of ['<', '<a ', '<!--', '<td colspan="', '<style>', '&#12']) readTable(part.repeat(50_000));
    expect(process.threadCpuUsage(begun).user / 1_000).toBeLessThan(5_000);
  });

  test('are cut to what a table holds', () => {
    const wide = bounded([Array.from({ length: 120 }, () => 'x')]);
    expect([wide.rows[0]?.length, wide.isCut]).toEqual([100, true]);
    const many = bounded(Array.from({ length: 600 }, () => Array.from({ length: 20 }, () => 'x')));
    expect([many.rows.length, many.isCut]).toEqual([250, true]);
    expect(bounded([['a'], ['b', 'c']])).toEqual({
      rows: [
        ['a', ''],
        ['b', 'c'],
      ],
      isCut: false,
    });
  });

  test('fill cells from one on, with the rows and columns that they need', () => {
    const { rows, columns, cells } = filledFrom(abcd, [1, 1], [['x', 'y'], ['z']]);
    expect(cells).toEqual([
      ['a', 'b', ''],
      ['c', 'x', 'y'],
      ['', 'z', ''],
    ]);
    expect(rows.slice(0, 2)).toEqual(abcd.rows);
    expect([rows.length, columns.length]).toEqual([3, 3]);
  });
});
