import { isTrackKey, type Random, secureRandom } from '../ids.ts';
import { limits } from '../limits.ts';
import { isOrderKey } from './order-keys.ts';
import { length, own } from './parse.ts';

/**
 * The grid of a table. Each row and each column, a **track** of either direction, lies under a key of its own that was made by
 * chance, with its place among its like and its size; so of two people who each add one, both keep theirs. The text of a cell lies
 * under the names of both tracks, and stays when one of them is taken away: undo brings back what stood there, also what
 * others typed meanwhile.
 */

/** `height` is the least it has, board units: it grows with what is written in it. `id` is 8 letters, its key in the document. */
export interface Row {
  readonly id: string;
  readonly height: number;
}
export interface Column {
  readonly id: string;
  readonly width: number;
}

export interface Grid {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  /** The text of each cell, row by row. */
  readonly cells: readonly (readonly string[])[];
}

/** The direction of a track, as its key begins: `r` rows, `c` columns. No other property may have such a key of 8 letters. */
export type Direction = 'r' | 'c';

/** Size of a track that does not say its own, board units. */
export const usualSize: Readonly<Record<Direction, number>> = { r: 40, c: 140 };

/** Rows and columns of a table that does not say its own. */
export const usualCount = 3;

export const isTrackOf = (key: string, direction: Direction): boolean => key.startsWith(direction) && isTrackKey(key);

const letters = 'abcdefghijklmnopqrstuvwxyz';
const someLetters = (count: number, random: Random): string =>
  Array.from({ length: count }, () => letters[Math.floor(random() * letters.length)]).join('');

/** A key nobody else writes: one of 8,000,000,000. */
export const newTrackKey = (direction: Direction, random: Random = secureRandom): string =>
  direction + someLetters(7, random);

/** The name of a cell: that of its row and its column. */
export const cellName = (row: string, column: string): string => row + column;

const cellNameLength = 16;
/** The keys of the row and the column of a cell. */
export const tracksOfCell = (cell: string): readonly [row: string, column: string] => [cell.slice(0, 8), cell.slice(8)];

const cellKey = /^[\w-]{12}:r[a-z]{7}c[a-z]{7}[a-z]{4}$/;

/** Whether a key of a text is one of a cell: `<element id>:<cell><4 letters>`. */
export const isCellKey = (key: string): boolean => key.length === 33 && cellKey.test(key);

/** The cell that such a key is of. */
export const cellOfKey = (key: string): string => key.slice(13, 13 + cellNameLength);

/** A key for a text in a cell that nobody else writes at the same time: of two who begin a cell at once both texts stay. */
export const newCellKey = (id: string, cell: string, random: Random): string =>
  `${id}:${cell}${someLetters(4, random)}`;

/** A track as it is stored: `[order key, size]`. */
export interface Track {
  readonly id: string;
  readonly order: string;
  readonly size: number;
}

const readTrack = (id: string, stored: unknown): Track | undefined => {
  if (!Array.isArray(stored) || stored.length !== 2) return undefined;
  const [order, size]: unknown[] = stored;
  const length_ = length(size);
  return isOrderKey(order) && length_ !== undefined ? { id, order, size: length_ } : undefined;
};

/** The tracks of one direction among an element's overrides, in order; no more of them than a reader looks at. */
export const tracksIn = (over: ReadonlyMap<string, unknown> | undefined, direction: Direction): readonly Track[] => {
  const most = direction === 'r' ? limits.tableRowsTogether : limits.tableColumnsTogether;
  const tracks: Track[] = [];
  for (const [key, stored] of over ?? []) {
    const track = isTrackOf(key, direction) ? readTrack(key, stored) : undefined;
    if (track !== undefined) tracks.push(track);
  }
  const byPlace = (a: Track, b: Track): number =>
    a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1;
  return tracks.sort(byPlace).slice(0, most);
};

/** Index of a cell by its name, row and column; undefined when the table has none such. */
export const cellAt = ({ rows, columns }: Grid, cell: string): readonly [row: number, column: number] | undefined => {
  const row = rows.findIndex(({ id }) => cell.startsWith(id));
  const column = columns.findIndex(({ id }) => cell.endsWith(id));
  return row < 0 || column < 0 ? undefined : [row, column];
};

/** The text of a cell by its name; undefined when the element has no such cell. */
export const cellText = (element: object, cell: string): string | undefined => {
  if (own(element, 'cells') === undefined) return undefined;
  const { cells } = element as Grid;
  const at = cellAt(element as Grid, cell);
  return at && cells[at[0]]?.[at[1]];
};

/** A table as it would be with another text in a cell. */
export const withCellText = <T extends Grid>(table: T, cell: string, text: string): T => {
  const [row, column] = cellAt(table, cell) ?? [];
  if (table.cells[row ?? -1]?.[column ?? -1] === text) return table;
  const cells = table.cells.map((texts, i) => (i === row ? texts.map((old, j) => (j === column ? text : old)) : texts));
  return { ...table, cells };
};

export const sizeOf = (track: Row | Column): number => ('height' in track ? track.height : track.width);

/** The size of a grid; of one without rows or columns that of `otherwise`. Board units. */
export const gridSize = (
  { rows, columns }: Pick<Grid, 'rows' | 'columns'>,
  otherwise: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } => ({
  width: columns.length > 0 ? totalOf(columns) : otherwise.width,
  height: rows.length > 0 ? totalOf(rows) : otherwise.height,
});

/** The sum of the sizes of tracks, board units. */
export const totalOf = (tracks: readonly (Row | Column)[]): number =>
  tracks.reduce((sum, track) => sum + sizeOf(track), 0);
