import { type ElementOf, patched, type TableElement } from '@gesso/crdt-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boundsOf,
  boxOf,
  cellLayout,
  cellUnder,
  containsBox,
  expand,
  exportSvg,
  gridLayout,
  hitTest,
  paintElement,
  resizeElement,
} from '../src/index.ts';
import { recorder } from './recorder.ts';
import { samples } from './samples.ts';

const look = { theme: 'light', scale: 1 } as const;

const tableOf = (
  cells: readonly (readonly string[])[],
  { width = 120, height = 40, ...props }: Partial<ElementOf<'table'>> = {},
): TableElement => ({
  ...samples.table,
  ...props,
  cells,
  rows: cells.map((_, i) => ({ id: `r${i}`, height })),
  columns: (cells[0] ?? []).map((_, i) => ({ id: `c${i}`, width })),
  width: width * (cells[0]?.length ?? 0),
  height: height * cells.length,
});

const many = 'some words that need more than one line of a narrow column';

describe('a row', () => {
  test('of more lines than a call may have arguments is laid out and bounded', () => {
    const table = tableOf([['\n'.repeat(200_000)]]);
    expect(boundsOf(table).h).toBeGreaterThan(1_000_000);
    expect(boundsOf({ ...samples.text, text: '\n'.repeat(200_000) }).h).toBeGreaterThan(1_000_000);
  });

  test('grows with its longest text, and the table with its rows', () => {
    const flat = tableOf([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    const tall = tableOf([
      ['a', many],
      ['c', 'd'],
    ]);
    expect(gridLayout(flat).ys).toEqual([0, 40, 80]);
    const [, first, second] = gridLayout(tall).ys;
    expect(first).toBeGreaterThan(60);
    expect((second ?? 0) - (first ?? 0)).toBe(40);
    expect(boxOf(tall).h).toBe(second);
    expect(boxOf(tall).y).toBe(tall.y);
  });

  test('is laid out again only when something in it changes', () => {
    const table = tableOf([
      ['a', many],
      ['c', 'd'],
    ]);
    const moved = patched(table, { x: 500 }) as TableElement;
    expect(gridLayout(moved)).toBe(gridLayout(table));
    const typed = { ...table, cells: [table.cells[0] ?? [], ['c', 'e']] };
    expect(gridLayout(typed).texts[0]?.[1]?.lines[0]?.text).toBe(gridLayout(table).texts[0]?.[1]?.lines[0]?.text);
    expect(gridLayout(typed).texts[1]?.[1]?.lines[0]?.text).toBe('e');
  });

  test('keeps its upper side where it is when the table is turned', () => {
    const table = tableOf([[many]], { rotation: 0.7, x: 10, y: 20 });
    const own = { x: 10, y: 20, w: 120, h: 40 };
    const grown = boxOf(table);
    const topLeft = ({ x, y, w, h }: typeof own, r: number) => {
      const [dx, dy] = [-w / 2, -h / 2];
      return [x + w / 2 + dx * Math.cos(r) - dy * Math.sin(r), y + h / 2 + dx * Math.sin(r) + dy * Math.cos(r)];
    };
    const [before, after] = [topLeft(own, 0.7), topLeft(grown, 0.7)];
    expect(after[0]).toBeCloseTo(before[0] ?? 0);
    expect(after[1]).toBeCloseTo(before[1] ?? 0);
  });
});

test('a point is in the cell that it lies over, and beside the table in the nearest', () => {
  const table = tableOf(
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    { x: 100, y: 100 },
  );
  expect(cellUnder(table, { x: 110, y: 110 })).toEqual([0, 0]);
  expect(cellUnder(table, { x: 230, y: 150 })).toEqual([1, 1]);
  expect(cellUnder(table, { x: 0, y: 900 })).toEqual([1, 0]);
  expect(cellUnder(tableOf([]), { x: 0, y: 0 })).toEqual([0, 0]);
});

test('the text of a cell has its place before its first letter, within its cell', () => {
  const table = tableOf([['', 'b']], { x: 100, y: 50 });
  const empty = cellLayout(table, 0, 0);
  expect(empty?.box.x).toBeGreaterThan(100);
  expect(empty?.box.w).toBeLessThan(120);
  expect((empty?.box.y ?? 0) + (empty?.box.h ?? 0) / 2).toBeCloseTo(70);
  expect(cellLayout(table, 1, 0)).toBeUndefined();
});

test('what is open for typing is left out, and only that', () => {
  const table = tableOf([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  const { g, texts } = recorder();
  paintElement(g, table, { ...look, withoutText: 'r1c0' });
  expect(texts).toEqual(['a', 'b', 'd']);
});

test('nothing is painted outside of its bounds, and it is hit where it is', () => {
  const cells = fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 2, maxLength: 2 }), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(
      cells,
      fc.constantFrom(0.5, 20, 90, 300),
      fc.constantFrom(0, 1, -2),
      fc.constantFrom(0.1, 1, 4),
      (texts, width, rotation, scale) => {
        const table = tableOf(texts, { width, rotation });
        const { g, painted } = recorder();
        paintElement(g, table, { theme: 'dark', scale });
        const where = painted();
        if (where !== undefined) expect(containsBox(expand(boundsOf(table), 0.01), where)).toBe(true);
        const { x, y, w, h } = boxOf(table);
        expect(hitTest(table, { x: x + w / 2, y: y + h / 2 }, 0)).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

test('a pull at a side scales its columns and leaves rows as high as they need', () => {
  const table = tableOf([
    ['a', many],
    ['c', 'd'],
  ]);
  const box = boxOf(table);
  const wider = patched(table, resizeElement(table, { ...box, w: 480 })) as TableElement;
  expect(wider.columns.map(({ width }) => width)).toEqual([240, 240]);
  expect(wider.rows.map(({ height }) => height)).toEqual([40, 40]);
  expect(boxOf(wider).h).toBeLessThan(box.h);
  const taller = patched(table, resizeElement(table, { ...box, h: 400 })) as TableElement;
  expect(taller.rows.map(({ height }) => height)).toEqual([200, 200]);
});

test('SVG has the texts of all cells, and none of it is markup', () => {
  const elements = [
    tableOf([
      ['<b>&', 'b'],
      ['', 'd'],
    ]),
  ];
  const svg = exportSvg({ elements, theme: 'light', padding: 0, background: 'none' });
  expect(svg).toContain('&lt;b&gt;&amp;');
  expect(svg).not.toContain('<b>');
});
