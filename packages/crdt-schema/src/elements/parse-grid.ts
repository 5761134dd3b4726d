import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import { type Column, type Direction, isTrackOf, type Row, usualSize } from './grid.ts';
import { length, own, wellFormedText } from './parse.ts';

/** Rows, columns and cells as a script, a file or a tool gives them. Undefined for what makes no sense; throws `TOO_LARGE`. */

const tooLarge = (detail: string): never => {
  throw new Failure('TOO_LARGE', detail);
};

/** Tracks in order. One without an id is new and has none yet, and so has the second of two alike. */
const parseTracks = <T>(
  value: unknown,
  direction: Direction,
  side: 'height' | 'width',
  most: number,
): readonly T[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  if (value.length > most) return tooLarge(`table.${side === 'height' ? 'rows' : 'columns'}`);
  const seen = new Set<unknown>();
  const tracks: T[] = [];
  for (const item of value as unknown[]) {
    if (typeof item !== 'object' || item === null) return undefined;
    const given = own(item, 'id');
    const size = length(own(item, side) ?? usualSize[direction]);
    if (size === undefined) return undefined;
    const isOld = typeof given === 'string' && isTrackOf(given, direction) && !seen.has(given);
    seen.add(given);
    // `side` is that of the kind of track that is asked for; the compiler cannot follow that.
    tracks.push(Object.freeze({ id: isOld ? given : '', [side]: size }) as T);
  }
  return Object.freeze(tracks);
};

export const parseRows = (value: unknown) => parseTracks<Row>(value, 'r', 'height', limits.tableRowsTogether);

export const parseColumns = (value: unknown) => parseTracks<Column>(value, 'c', 'width', limits.tableColumnsTogether);

/** Texts row by row; rows may be of different lengths. */
export const parseCells = (value: unknown): readonly (readonly string[])[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  if (value.length > limits.tableRowsTogether) return tooLarge('table.cells');
  const cells: (readonly string[])[] = [];
  for (const row of value as unknown[]) {
    if (!Array.isArray(row)) return undefined;
    if (row.length > limits.tableColumnsTogether) return tooLarge('table.cells');
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
