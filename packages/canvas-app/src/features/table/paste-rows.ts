import { cellAt, hasCells, limits, type NewElement, type TableElement } from '@gesso/crdt-schema';
import { asNew, makeBox } from '../../editor/create-element.ts';
import type { Editor } from '../../editor/editor.ts';
import { loadPaste } from '../../input/clipboard.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { columnLike, heldAtCorner, type Place, rowLike } from './deeds.ts';
import { readTable } from './html.ts';
import { bounded, type Rows, rowsFromText } from './spreadsheet.ts';

/** Width of a pasted column, board units: as wide as its longest text, about, within what reads well. */
const widths = { least: 80, most: 280, perLetter: 9, besides: 32 } as const;

const widthOf = (rows: Rows, column: number): number => {
  const longest = rows.reduce((most, row) => {
    const lines = (row[column] ?? '').split('\n');
    return Math.max(most, ...lines.map((line) => line.length));
  }, 0);
  return Math.min(widths.most, Math.max(widths.least, longest * widths.perLetter + widths.besides));
};

/** Characters of pasted text and of pasted HTML that are read: more than any table holds that a person fills. */
const mostRead = 2_000_000;
const mostTable = 1_000_000;

/** Whether pasted text is rows of cells: as many tabs in each line, and some. In quotes a line may end within a cell. */
const isRows = (text: string): boolean => {
  const counts = text
    .trimEnd()
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t').length);
  return counts.every((count) => count > 1 && count === counts[0]);
};

/** Puts rows on the board as a table, its middle at the pointer or in the middle of the view. */
function putTable(editor: Editor, rows: Rows): void {
  const columns = (rows[0] ?? []).map((_, i) => ({ id: '', width: widthOf(rows, i) }));
  const w = columns.reduce((sum, { width }) => sum + width, 0);
  const h = rows.length * 40;
  const view = editor.viewBox();
  const middle = editor.pointer.peek() ?? { x: view.x + view.w / 2, y: view.y + view.h / 2 };
  const box = { x: middle.x - w / 2, y: middle.y - h / 2, w, h };
  const {
    rows: _rows,
    cells: _cells,
    ...rest
  } = asNew(makeBox('table', '', box, editor.styleFor('table'))) as unknown as TableElement;
  const { id: _id, ...made } = rest;
  const id = editor.board.edit((writer) => writer.add({ ...made, columns, cells: rows } as NewElement));
  editor.setTool('select');
  editor.select([id]);
}

/** A table with rows of texts from a cell on, and with the rows and columns that these need. */
export function filledFrom(
  table: TableElement,
  [row, column]: Place,
  texts: Rows,
): Pick<TableElement, 'rows' | 'columns' | 'cells'> {
  const wide = Math.min(
    limits.tableColumns,
    Math.max(table.columns.length, column + Math.max(...texts.map((r) => r.length))),
  );
  const most = Math.max(table.rows.length, Math.min(limits.tableRows, Math.floor(limits.tableCells / wide)));
  const high = Math.min(most, Math.max(table.rows.length, row + texts.length));
  const lastRow = table.rows.length - 1;
  const lastColumn = table.columns.length - 1;
  return {
    rows: Array.from({ length: high }, (_, i) => table.rows[i] ?? rowLike(table, lastRow)),
    columns: Array.from({ length: wide }, (_, i) => table.columns[i] ?? columnLike(table, lastColumn)),
    cells: Array.from({ length: high }, (_, i) =>
      Array.from({ length: wide }, (_, j) => texts[i - row]?.[j - column] ?? table.cells[i]?.[j] ?? ''),
    ),
  };
}

/** Fills the cells of the open one and those behind and below it. */
function fill({ editor, shell }: App, texts: Rows, isCut: boolean): void {
  const table = editor.board.get(editor.editing.peek() ?? '');
  if (!hasCells(table)) return;
  const at = cellAt(table, editor.editingCell.peek() ?? '') ?? [0, 0];
  const patch = filledFrom(table, at, texts);
  editor.board.edit((writer) => writer.patch(table.id, heldAtCorner(table, patch)));
  if (isCut || patch.rows.length < at[0] + texts.length) shell.tell(say('table.full'), 'error');
}

/** Pastes what a spreadsheet copied: into the cells of an open table, else as a table of its own. What is more than a table is pasted as text. */
export function pasteRows(app: App, html: string, pasted: string): void {
  const { editor, shell, byHand } = app;
  const text = pasted.slice(0, mostRead);
  const isOpen = editor.editingCell.peek() !== undefined;
  const { own, rows = isRows(text) || isOpen ? rowsFromText(text) : [] } =
    html.length <= mostTable && html.includes('<table') ? readTable(html) : {};
  const { rows: kept, isCut } = bounded(rows);
  if (isOpen) {
    byHand(() => fill(app, kept, isCut));
    return;
  }
  const isTable = own === undefined && kept.some((row) => row.length > 1);
  if (isTable) {
    byHand(() => putTable(editor, kept));
    if (isCut || pasted.length > mostRead)
      shell.tell(say('table.cut', { rows: kept.length, columns: kept[0]?.length ?? 0 }), 'error');
    return;
  }
  const tell = {
    leftOut: (count: number) => shell.tell(say('refusal.leftOut', { n: count }), 'error'),
    tooLong: () => shell.tell(say('refusal.textFull'), 'error'),
  };
  loadPaste().then(
    ({ pasteText }) => byHand(() => pasteText(editor, own ?? pasted, own === undefined ? html : '', tell)),
    () => shell.tell(say('app.notLoaded'), 'error'),
  );
}
