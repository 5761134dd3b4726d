import type { CommentAnchor, Element, ElementId } from '@gesso/crdt-schema';
import type { Box, Vec } from '@gesso/drawing';

/** A thread's pin: where its tip points, board units. */
export interface Pin extends Vec {
  readonly id: string;
}

/** Pins that stand too near to each other to be told apart, or one alone. */
export interface Cluster extends Vec {
  readonly ids: readonly string[];
  /** Where its pins point, board units. */
  readonly box: Box;
}

/** CSS pixels between two pins from which on they are told apart. */
const apart = 22;

const within = (value: number, from: number, length: number): number => Math.max(from, Math.min(from + length, value));

/** The element that a thread is pinned to. */
export const elementOf = (anchor: CommentAnchor): ElementId | undefined =>
  'element' in anchor ? anchor.element : undefined;

/**
 * Where an anchor is now: on its element, which it does not leave where that has become smaller; where it was when that is gone. Undefined
 * for an element that is there and not to be seen.
 */
export function placeOf(
  anchor: CommentAnchor,
  get: (id: ElementId) => Pick<Element, 'x' | 'y'> | undefined,
  bounds: (id: ElementId) => Box | undefined,
): Vec | undefined {
  const id = elementOf(anchor);
  const element = id === undefined ? undefined : get(id);
  if (id === undefined || element === undefined || !('element' in anchor)) return { x: anchor.x, y: anchor.y };
  const box = bounds(id);
  return box && { x: within(element.x + anchor.dx, box.x, box.w), y: within(element.y + anchor.dy, box.y, box.h) };
}

/** Puts pins together that stand in each other's way at a zoom. `alone`: one that is never put together with others. */
export function clustersOf(pins: readonly Pin[], zoom: number, alone?: string): readonly Cluster[] {
  const size = apart / zoom;
  const cells = new Map<string, { ids: string[]; at: Vec; box: Box }[]>();
  const all: { ids: string[]; at: Vec; box: Box }[] = [];
  const cellOf = (value: number) => Math.floor(value / size);
  for (const { id, x, y } of pins) {
    const [column, row] = [cellOf(x), cellOf(y)];
    const isNear = ({ at }: { readonly at: Vec }) => Math.hypot(at.x - x, at.y - y) < size;
    const around = [-1, 0, 1].flatMap((i) => [-1, 0, 1].map((j) => `${column + i} ${row + j}`));
    const near = id === alone ? undefined : around.flatMap((key) => cells.get(key) ?? []).find(isNear);
    if (near !== undefined) {
      near.ids.push(id);
      const [left, top] = [Math.min(near.box.x, x), Math.min(near.box.y, y)];
      const [right, bottom] = [Math.max(near.box.x + near.box.w, x), Math.max(near.box.y + near.box.h, y)];
      near.box = { x: left, y: top, w: right - left, h: bottom - top };
      continue;
    }
    const cluster = { ids: [id], at: { x, y }, box: { x, y, w: 0, h: 0 } };
    all.push(cluster);
    if (id === alone) continue;
    const key = `${column} ${row}`;
    cells.set(key, [...(cells.get(key) ?? []), cluster]);
  }
  return all.map(({ ids, at, box }) => ({ ids, ...at, box }));
}

/** Of some clusters, those with their place in a box. */
export const inside = (clusters: readonly Cluster[], { x, y, w, h }: Box): readonly Cluster[] =>
  clusters.filter((one) => one.x >= x && one.x <= x + w && one.y >= y && one.y <= y + h);

/** The zoom at which no two pins of a cluster stand in each other's way any more, at least as far as its corners tell. */
export const zoomApart = ({ box }: Cluster): number => {
  const wide = Math.max(box.w, box.h);
  return wide === 0 ? Number.POSITIVE_INFINITY : (2 * apart) / wide;
};
