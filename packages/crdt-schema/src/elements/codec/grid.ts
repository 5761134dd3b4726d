import { limits } from '../../limits.ts';
import type { Element } from '../elements.ts';
import { type Column, cellName, type Grid, type Row, tracksIn } from '../grid.ts';
import type { Source } from './source.ts';

/** A list that is `before` itself where nothing in it has changed, so that what was found out about it still holds. */
const kept = <T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] =>
  before !== undefined && before.length === now.length && now.every((item, i) => item === before[i])
    ? before
    : Object.freeze(now);

const gridIn = (element: Element | undefined): Grid | undefined =>
  element !== undefined && 'cells' in element ? element : undefined;

/** The grid of a table as it is shown. Lists, tracks and rows of texts are those of `previous` where they are the same. */
export const shownGrid = ({ over }: Source, text: (cell: string) => string, previous: Element | undefined): Grid => {
  const before = gridIn(previous);
  const rowsBefore = new Map(before?.rows.map((row) => [row.id, row]));
  const columnsBefore = new Map(before?.columns.map((column) => [column.id, column]));
  const columns = tracksIn(over, 'c').map(({ id, size }): Column => {
    const column = columnsBefore.get(id);
    return column?.width === size ? column : Object.freeze({ id, width: size });
  });
  const most = Math.floor(limits.tableCellsTogether / Math.max(1, columns.length));
  const rows = tracksIn(over, 'r')
    .slice(0, most)
    .map(({ id, size }): Row => {
      const row = rowsBefore.get(id);
      return row?.height === size ? row : Object.freeze({ id, height: size });
    });
  const textsBefore = new Map(before?.rows.map((row, i) => [row.id, before.cells[i]]));
  const cells = rows.map((row) =>
    kept(
      textsBefore.get(row.id),
      columns.map((column) => text(cellName(row.id, column.id))),
    ),
  );
  return {
    rows: kept(before?.rows, rows),
    columns: kept(before?.columns, columns),
    cells: kept(before?.cells, cells),
  };
};
