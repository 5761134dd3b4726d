import type { Random } from '../ids.ts';
import { limits } from '../limits.ts';
import { cellName, type Direction, type Grid, newTrackKey, sizeOf, type Track } from './grid.ts';
import { keysBetween } from './order-keys.ts';

/** What a change of a grid writes, and nothing of what stays: so it merges with what others change. */
export interface GridWrites {
  /** Key of a track → what is stored of it; undefined takes it away. */
  readonly overrides: ReadonlyMap<string, unknown>;
  /** Name of a cell → its text. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What of a table the document holds. */
export interface StoredGrid {
  readonly rows: readonly Track[];
  readonly columns: readonly Track[];
  /** Also of cells that are not shown, as a track of theirs was taken away. */
  text(cell: string): string;
}

interface Wanted {
  readonly id: string;
  readonly size: number;
}

/** Indices of the longest run that ascends already, by patience sorting: only what stands outside of it moves. */
const ascending = (keys: readonly (string | undefined)[]): ReadonlySet<number> => {
  const ends: number[] = [];
  const before: number[] = [];
  keys.forEach((key, i) => {
    if (key === undefined) return;
    let at = 0;
    while (at < ends.length && (keys[ends[at] ?? 0] ?? '') < key) at++;
    before[i] = ends[at - 1] ?? -1;
    ends[at] = i;
  });
  const run = new Set<number>();
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i] ?? -1) run.add(i);
  return run;
};

/** Order keys for tracks in this order: those that stand right keep theirs. */
const orders = (keys: readonly (string | undefined)[], random: Random): readonly string[] => {
  const kept = ascending(keys);
  const placed: string[] = [];
  for (let i = 0; i < keys.length; ) {
    const key = keys[i];
    if (kept.has(i) && key !== undefined) {
      placed.push(key);
      i++;
      continue;
    }
    let end = i;
    while (end < keys.length && !kept.has(end)) end++;
    placed.push(...keysBetween(placed.at(-1), keys[end], end - i, random));
    i = end;
  }
  const isCrowded = placed.some((key) => key.length > limits.orderKeyRebalance);
  return isCrowded ? keysBetween(undefined, undefined, keys.length, random) : placed;
};

/** Puts what makes `stored` tracks the `wanted` ones into `overrides`. Returns the keys of those. */
const trackWrites = (
  overrides: Map<string, unknown>,
  direction: Direction,
  stored: readonly Track[],
  wanted: readonly Wanted[],
  random: Random,
): readonly string[] => {
  const known = new Map(stored.map((track) => [track.id, track]));
  const ids = wanted.map(({ id }) => (id === '' ? newTrackKey(direction, random) : id));
  const placed = orders(
    ids.map((id) => known.get(id)?.order),
    random,
  );
  ids.forEach((id, i) => {
    const before = known.get(id);
    known.delete(id);
    const order = placed[i] ?? '';
    const size = wanted[i]?.size ?? 0;
    if (before?.order !== order || before.size !== size) overrides.set(id, [order, size]);
  });
  for (const id of known.keys()) overrides.set(id, undefined);
  return ids;
};

const wantedOf = (tracks: Grid['rows'] | Grid['columns']): Wanted[] =>
  tracks.map((track) => ({ id: track.id, size: sizeOf(track) }));

/** What makes the grid of `stored` into `next`. Texts are looked at only where `withTexts` says that they were given. */
export const gridWrites = (stored: StoredGrid, next: Grid, withTexts: boolean, random: Random): GridWrites => {
  const overrides = new Map<string, unknown>();
  const rows = trackWrites(overrides, 'r', stored.rows, wantedOf(next.rows), random);
  const columns = trackWrites(overrides, 'c', stored.columns, wantedOf(next.columns), random);
  const texts = new Map<string, string>();
  if (withTexts)
    next.cells.forEach((row, i) => {
      row.forEach((text, j) => {
        const cell = cellName(rows[i] ?? '', columns[j] ?? '');
        if (stored.text(cell) !== text) texts.set(cell, text);
      });
    });
  return { overrides, texts };
};
