import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import { type Column, type Grid, type Row, sizeOf, totalOf, usualCount, usualSize } from './grid.ts';
import { snap } from './parse.ts';

/** What is given of a grid, each part already read; what is missing is as usual, or as it was. */
export interface GivenGrid {
  readonly rows?: readonly Row[] | undefined;
  readonly columns?: readonly Column[] | undefined;
  readonly cells?: readonly (readonly string[])[] | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

const least = 1 / 16;

/** Tracks pulled to a size together, each by the same share. Board units. */
const pulled = <T extends Row | Column>(
  tracks: readonly T[],
  side: 'width' | 'height',
  total: number,
): readonly T[] => {
  const share = total / Math.max(least, totalOf(tracks));
  return tracks.map((track) => ({ ...track, [side]: Math.max(least, snap(sizeOf(track) * share)) }));
};

/**
 * Throws `TOO_LARGE` for a grid of more than one table may have. What people have made too large together may be made smaller, and be
 * resized.
 */
const bounded = (grid: Grid, before: Pick<Grid, 'rows' | 'columns'> = { rows: [], columns: [] }): Grid => {
  const [high, wide] = [grid.rows.length, grid.columns.length];
  const [wasHigh, wasWide] = [before.rows.length, before.columns.length];
  const exceeds = (now: number, most: number, was: number): boolean => now > most && now > was;
  if (
    exceeds(high, limits.tableRows, wasHigh) ||
    exceeds(wide, limits.tableColumns, wasWide) ||
    exceeds(high * wide, limits.tableCells, wasHigh * wasWide)
  )
    throw new Failure('TOO_LARGE', 'table.cells');
  return grid;
};

/** The texts of these tracks, each a place in the list of texts, `''` where there is none. */
const cellsOf = (cells: GivenGrid['cells'], rows: readonly number[], columns: readonly number[]): Grid['cells'] =>
  rows.map((i) => columns.map((j) => cells?.[i]?.[j] ?? ''));

const places = (list: readonly unknown[]): number[] => list.map((_, i) => i);

/** The whole grid of a new table. Without rows or columns there are as many as its texts need, or as usual, in its size. */
export const wholeGrid = ({ rows, columns, cells, width, height }: GivenGrid): Grid => {
  const longest = cells?.reduce((most, row) => Math.max(most, row.length), 0);
  const many = (count: number | undefined): number => Math.max(1, count ?? usualCount);
  const sized = (total: number | undefined, count: number, usual: number): number =>
    total === undefined ? usual : Math.max(least, snap(total / count));
  const high = many(cells?.length);
  const wide = many(longest);
  const all = {
    rows: rows?.length
      ? rows
      : Array.from({ length: high }, () => ({ id: '', height: sized(height, high, usualSize.r) })),
    columns: columns?.length
      ? columns
      : Array.from({ length: wide }, () => ({ id: '', width: sized(width, wide, usualSize.c) })),
  };
  return bounded({ ...all, cells: cellsOf(cells, places(all.rows), places(all.columns)) });
};

/** A grid with other rows, columns, texts or sizes. Texts stay with their tracks; those that are given go row by row. */
export const changedGrid = (grid: Grid, given: GivenGrid): Grid => {
  const { width, height, cells } = given;
  const rows = given.rows ?? (height === undefined ? grid.rows : pulled(grid.rows, 'height', height));
  const columns = given.columns ?? (width === undefined ? grid.columns : pulled(grid.columns, 'width', width));
  const placeIn = (tracks: readonly (Row | Column)[], now: readonly (Row | Column)[]): number[] => {
    const known = new Map(tracks.map(({ id }, i) => [id, i]));
    return now.map(({ id }) => (id === '' ? -1 : (known.get(id) ?? -1)));
  };
  if (cells !== undefined)
    return bounded({ rows, columns, cells: cellsOf(cells, places(rows), places(columns)) }, grid);
  const isSame = given.rows === undefined && given.columns === undefined;
  const kept = isSame ? grid.cells : cellsOf(grid.cells, placeIn(grid.rows, rows), placeIn(grid.columns, columns));
  return bounded({ rows, columns, cells: kept }, grid);
};
