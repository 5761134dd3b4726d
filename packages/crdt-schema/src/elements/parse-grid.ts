import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import { type Column, type Direction, isTrackOf, type Row, usualSize } from './grid.ts';
import { length, own, wellFormedText } from './parse.ts';

/** Rows, columns and cells as a script, a file or a tool gives them. Undefined for what makes no sense; throws `TOO_LARGE`. */

const tooLarge = (detail: string): never => {
  throw new Failure('TOO_LARGE', detail);
};

interface Sized {
  readonly id: string;
  readonly size: number;
}

/** Tracks in order. One without an id is new and has none yet, and so has the second of two alike. */
const parseTracks = (value: unknown, direction: Direction, side: 'height' | 'width'): readonly Sized[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const [name, most] = direction === 'r' ? ['rows', limits.tableRows] : ['columns', limits.tableColumns];
  if (value.length > most) return tooLarge(`table.${name}`);
  const seen = new Set<string>();
  const tracks: Sized[] = [];
  for (const item of value as unknown[]) {
    if (typeof item !== 'object' || item === null) return undefined;
    const given = own(item, 'id') ?? '';
    const size = own(item, side) === undefined ? usualSize[direction] : length(own(item, side));
    if (typeof given !== 'string' || size === undefined) return undefined;
    const isOld = isTrackOf(given, direction) && !seen.has(given);
    seen.add(given);
    tracks.push({ id: isOld ? given : '', size });
  }
  return tracks;
};

export const parseRows = (value: unknown): readonly Row[] | undefined => {
  const rows = parseTracks(value, 'r', 'height');
  return rows && Object.freeze(rows.map(({ id, size }) => Object.freeze({ id, height: size })));
};

export const parseColumns = (value: unknown): readonly Column[] | undefined => {
  const columns = parseTracks(value, 'c', 'width');
  return columns && Object.freeze(columns.map(({ id, size }) => Object.freeze({ id, width: size })));
};

/** Texts row by row; rows may be of different lengths. */
export const parseCells = (value: unknown): readonly (readonly string[])[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  if (value.length > limits.tableRows) return tooLarge('table.cells');
  const cells: (readonly string[])[] = [];
  for (const row of value as unknown[]) {
    if (!Array.isArray(row)) return undefined;
    if (row.length > limits.tableColumns) return tooLarge('table.cells');
    const texts: string[] = [];
    for (const text of row as unknown[]) {
      if (typeof text !== 'string') return undefined;
      if (text.length > limits.textLength) return tooLarge('table.cells');
      texts.push(wellFormedText(text));
    }
    cells.push(Object.freeze(texts));
  }
  return Object.freeze(cells);
};

/** What a property of a grid is read by. */
export const gridProps: Readonly<Record<string, (value: unknown) => unknown>> = {
  rows: parseRows,
  columns: parseColumns,
  cells: parseCells,
};
