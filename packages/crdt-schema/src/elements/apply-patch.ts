import type { Element, Patch, Points } from './elements.ts';
import { unionErased } from './erased-ranges.ts';
import { kindSpec } from './kinds/spec.ts';

/** Points pulled apart or together from the element's own x, y. */
const scaled = (points: Points, [kx, ky]: readonly [number, number]): Points => ({
  ...points,
  xy: points.xy.map((value, i) => value * (i % 2 === 0 ? kx : ky)),
});

/**
 * The element as it would look with a patch, without writing anything: what a gesture shows before it commits. Properties
 * the kind does not have are ignored, as the board ignores them.
 */
export const patched = (element: Element, patch: Patch): Element => {
  const { scale, cut, ...props } = patch;
  const { optional, erasable } = kindSpec(element.kind);
  const entries = Object.entries(props).flatMap(([name, value]) => {
    if (!(name in element) && !(optional.has(name) && value !== null)) return [];
    return [[name, value === null ? undefined : value] as const];
  });
  const named = { ...element, ...Object.fromEntries(entries) } as Element;
  const before = 'cuts' in named ? named.cuts : undefined;
  const next = cut && erasable ? { ...named, cuts: unionErased(before ?? [], cut) } : named;
  if (scale === undefined || !('points' in next)) return Object.freeze(next);
  return Object.freeze({ ...next, points: scaled(next.points, scale) }) as Element;
};
