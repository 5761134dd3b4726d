import type { TableElement } from '@gesso/crdt-schema';
import { layBlock, type TextLayout, widestOf } from '../fonts/text-layout.ts';
import type { Box, Vec } from '../geometry/units.ts';
import { cached } from './cache.ts';
import { hungFrom } from './grown-box.ts';

/** Where the rows and columns of a table lie as they are shown: each row as high as what is written in it needs. */
export interface GridLayout {
  /** Left sides of the columns and the right side of the last, board units from the left of the table; rising. */
  readonly xs: readonly number[];
  /** Upper sides of the rows and the lower side of the last, from its top. */
  readonly ys: readonly number[];
  /** Texts row by row, measured from the top left of the table; undefined where a cell is empty. */
  readonly texts: readonly (readonly (TextLayout | undefined)[])[];
  /** How far letters that are wider than their column reach out of it; 0 as usual. */
  readonly over: number;
}

/** Room around the text of a cell, board units. A narrow column has less at its sides. */
const padding = { x: 12, y: 8 } as const;
const sideOf = (width: number): number => Math.min(padding.x, width / 6);

type Style = Pick<TableElement, 'font' | 'size' | 'align' | 'color'>;
type Row = TableElement['cells'][number];

/** A row of texts laid out from the top of the row, and the height that it needs. */
interface LaidRow {
  readonly columns: TableElement['columns'];
  readonly style: Style;
  readonly texts: readonly (TextLayout | undefined)[];
  readonly height: number;
}

const isSameStyle = (a: Style, b: Style): boolean =>
  a.font === b.font && a.size === b.size && a.align === b.align && a.color === b.color;

/** The text of a cell from the top of a box with so much room: what an empty one has is where a first letter would be. */
const layCell = (text: string, style: Style, x: number, width: number): TextLayout => {
  const side = sideOf(width);
  const room = Math.max(1, width - 2 * side);
  const { font, size, align, color } = style;
  return layBlock({ text, font, size, align, color }, x + side, padding.y, room, room);
};

/** By the row of texts, which stays the same while others are written in: a letter costs the layout of one row. */
const known = new WeakMap<Row, LaidRow>();

const laidRow = (row: Row, { columns, font, size, align, color }: TableElement): LaidRow => {
  const style = { font, size, align, color };
  const before = known.get(row);
  if (before !== undefined && before.columns === columns && isSameStyle(before.style, style)) return before;
  let x = 0;
  const texts = columns.map(({ width }, j) => {
    const text = row[j] ?? '';
    const laid = text === '' ? undefined : layCell(text, style, x, width);
    x += width;
    return laid;
  });
  const height = texts.reduce(
    (most, text) => (text === undefined ? most : Math.max(most, text.box.h + 2 * padding.y)),
    0,
  );
  const laid = { columns, style, texts, height };
  known.set(row, laid);
  return laid;
};

const shifted = (layout: TextLayout, dx: number, dy: number): TextLayout => ({
  ...layout,
  box: { ...layout.box, x: layout.box.x + dx, y: layout.box.y + dy },
  lines: layout.lines.map((line) => ({ ...line, x: line.x + dx, y: line.y + dy })),
});

/** The text of a cell in the middle of its row. */
const inMiddle = (layout: TextLayout, top: number, height: number): TextLayout =>
  shifted(layout, 0, top + (height - layout.box.h) / 2 - padding.y);

/** A letter that is wider than its line reaches out of it, and type a little farther than its tables say. */
const overOf = (texts: readonly (TextLayout | undefined)[]): number =>
  texts.reduce((most, text) => {
    if (text === undefined) return most;
    const over = widestOf(text.lines) - text.box.w;
    return over > 0 ? Math.max(most, over * 1.04 + text.size * 0.4) : most;
  }, 0);

const sums = (sizes: readonly number[]): number[] => {
  const at = [0];
  for (const size of sizes) at.push((at.at(-1) ?? 0) + size);
  return at;
};

const lay = (table: TableElement): GridLayout => {
  const laid = table.cells.map((row) => laidRow(row, table));
  const heights = table.rows.map(({ height }, i) => Math.max(height, laid[i]?.height ?? 0));
  const ys = sums(heights);
  return {
    xs: sums(table.columns.map(({ width }) => width)),
    ys,
    texts: laid.map(({ texts }, i) => texts.map((text) => text && inMiddle(text, ys[i] ?? 0, heights[i] ?? 0))),
    over: laid.reduce((most, { texts }) => Math.max(most, overOf(texts)), 0),
  };
};

/** The last layout of a list of rows, with what it was made from: a table that is dragged is another element at each step. */
const lastOf = new WeakMap<TableElement['cells'], { readonly table: TableElement; readonly layout: GridLayout }>();

/** Where everything in a table lies, measured from its top left. */
export const gridLayout: (table: TableElement) => GridLayout = cached((table: TableElement) => {
  const last = lastOf.get(table.cells);
  const isSame =
    last !== undefined &&
    last.table.rows === table.rows &&
    last.table.columns === table.columns &&
    isSameStyle(last.table, table);
  if (isSame) return last.layout;
  const layout = lay(table);
  lastOf.set(table.cells, { table, layout });
  return layout;
});

/** The box of a table as it is shown, grown downwards as far as its texts need; nothing of that is written. */
export const tableBox: (table: TableElement) => Box = cached((table: TableElement) => {
  const { x, y, width: w, height: h, rotation } = table;
  const own = { x, y, w, h };
  const needed = gridLayout(table).ys.at(-1) ?? 0;
  return needed > h ? hungFrom(own, needed, rotation) : own;
});

/** Index of the last of `sides` that `at` is not before, at most the last but one. */
const between = (sides: readonly number[], at: number): number => {
  const after = sides.findIndex((side, i) => i > 0 && at < side);
  return after < 0 ? Math.max(0, sides.length - 2) : after - 1;
};

/** Row and column of the cell at a point of the board, turned back by the table's rotation; the nearest one beside the table. */
export const cellUnder = (table: TableElement, at: Vec): readonly [row: number, column: number] => {
  const box = tableBox(table);
  const { xs, ys } = gridLayout(table);
  return [between(ys, at.y - box.y), between(xs, at.x - box.x)];
};

/** The text of a cell as it lies on the board before rotation, also of an empty one; undefined for what the table does not have. */
export const cellLayout = (table: TableElement, row: number, column: number): TextLayout | undefined => {
  const { xs, ys, texts } = gridLayout(table);
  const box = tableBox(table);
  const [left, right, top, bottom] = [xs[column], xs[column + 1], ys[row], ys[row + 1]];
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return undefined;
  const laid = texts[row]?.[column] ?? inMiddle(layCell('', table, left, right - left), top, bottom - top);
  return shifted(laid, box.x, box.y);
};
