import { changedGrid } from './change-grid.ts';
import type { Element, Patch, Points, TableElement } from './elements.ts';
import { unionErased } from './erased-ranges.ts';
import { gridSize } from './grid.ts';
import { kindSpec } from './kinds/spec.ts';

/** Points pulled apart or together from the element's own x, y. */
const scaled = (points: Points, [kx, ky]: readonly [number, number]): Points => ({
  ...points,
  xy: points.xy.map((value, i) => value * (i % 2 === 0 ? kx : ky)),
});

/** The grid of a table with a patch, and the size that follows from it. */
const withGrid = (element: TableElement, patch: Patch): object => {
  if (!['rows', 'columns', 'cells', 'width', 'height'].some((name) => name in patch)) return {};
  const grid = changedGrid(element, { ...patch, width: patch.width ?? undefined });
  return { ...grid, ...gridSize(grid, element) };
};

/**
 * The element as it would look with a patch, without writing anything: what a gesture shows before it commits. Properties
 * the kind does not have are ignored, as the board ignores them.
 */
export const patched = (element: Element, patch: Patch): Element => {
  const { scale, cut, ...props } = patch;
  const { optional, erasable, grid } = kindSpec(element.kind);
  const entries = Object.entries(props).flatMap(([name, value]) => {
    if (!(name in element) && !(optional.has(name) && value !== null)) return [];
    return [[name, value === null ? undefined : value] as const];
  });
  const changed = { ...element, ...Object.fromEntries(entries) } as Element;
  const named = grid ? ({ ...changed, ...withGrid(element as TableElement, patch) } as Element) : changed;
  const before = 'cuts' in named ? named.cuts : undefined;
  const next = cut && erasable ? { ...named, cuts: unionErased(before ?? [], cut) } : named;
  if (scale === undefined || !('points' in next)) return Object.freeze(next);
  return Object.freeze({ ...next, points: scaled(next.points, scale) }) as Element;
};
