import { type Column, newTrackKey, type PatchOf, patched, type Row, type TableElement } from '@gesso/crdt-schema';
import { boxOf, corners } from '@gesso/drawing';

/** What can be done to the rows and columns of a table, as patches. */

/** Row and column of a cell. */
export type Place = readonly [row: number, column: number];

export type TablePatch = PatchOf<'table'> & Partial<Pick<TableElement, 'rows' | 'columns'>>;

/** What a deed makes of a table, and the cell one is in then; no patch where nothing of it is left. */
export interface Done {
  readonly patch: TablePatch | undefined;
  readonly at: Place;
}

type Deed = (table: TableElement, at: Place) => Done;

const inserted = <T>(list: readonly T[], at: number, ...items: readonly T[]): T[] => [
  ...list.slice(0, at),
  ...items,
  ...list.slice(at),
];
const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at);
const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const item = list[from];
  return item === undefined ? [...list] : inserted(without(list, from), to, item);
};
const within = (at: number, count: number): number => Math.min(count - 1, Math.max(0, at));

/** A row like the one at an index, with nothing in it. */
export const rowLike = ({ rows }: Pick<TableElement, 'rows'>, at: number): Row => ({
  id: newTrackKey('r'),
  height: rows[at]?.height ?? 40,
});
export const columnLike = ({ columns }: Pick<TableElement, 'columns'>, at: number): Column => ({
  id: newTrackKey('c'),
  width: columns[at]?.width ?? 140,
});

const insertRow =
  (by: 0 | 1): Deed =>
  (table, [row, column]) => {
    const at = Math.min(table.rows.length, row + by);
    return { patch: { rows: inserted(table.rows, at, rowLike(table, row)) }, at: [at, column] };
  };
const insertColumn =
  (by: 0 | 1): Deed =>
  (table, [row, column]) => {
    const at = Math.min(table.columns.length, column + by);
    return { patch: { columns: inserted(table.columns, at, columnLike(table, column)) }, at: [row, at] };
  };
const moveRow =
  (by: 1 | -1): Deed =>
  (table, [row, column]) => {
    const to = within(row + by, table.rows.length);
    return { patch: { rows: moved(table.rows, row, to) }, at: [to, column] };
  };
const moveColumn =
  (by: 1 | -1): Deed =>
  (table, [row, column]) => {
    const to = within(column + by, table.columns.length);
    return { patch: { columns: moved(table.columns, column, to) }, at: [row, to] };
  };

export const deeds = {
  rowAbove: insertRow(0),
  rowBelow: insertRow(1),
  columnBefore: insertColumn(0),
  columnAfter: insertColumn(1),
  rowUp: moveRow(-1),
  rowDown: moveRow(1),
  columnBack: moveColumn(-1),
  columnOn: moveColumn(1),
  removeRow: (table, [row, column]) => {
    const rows = without(table.rows, row);
    return { patch: rows.length > 0 ? { rows } : undefined, at: [within(row, rows.length), column] };
  },
  removeColumn: (table, [row, column]) => {
    const columns = without(table.columns, column);
    return { patch: columns.length > 0 ? { columns } : undefined, at: [row, within(column, columns.length)] };
  },
  header: (table, at) => ({ patch: { header: !table.header }, at }),
} as const satisfies Readonly<Record<string, Deed>>;

export type DeedName = keyof typeof deeds;

/** What a deed makes of a table, about a cell. */
export const doDeed = (name: DeedName, table: TableElement, at: Place): Done => deeds[name](table, at);

/** The patch that leaves the upper left corner of a turned table where it is: it turns about its middle, which moves as it grows. */
export function heldAtCorner(table: TableElement, patch: PatchOf<'table'>): PatchOf<'table'> {
  if (table.rotation === 0) return patch;
  const [before] = corners(boxOf(table), table.rotation);
  const [after] = corners(boxOf(patched(table, patch)), table.rotation);
  return { ...patch, x: table.x + before.x - after.x, y: table.y + before.y - after.y };
}
