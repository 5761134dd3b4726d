import type { CommentAnchor, Element, ElementId } from '@gesso/crdt-schema';
import type { Box, Vec } from '@gesso/drawing';
import type { Viewport } from '../../editor/camera.ts';

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

/** CSS pixels between two pins from which on they are told apart: the first of these at which a view shows few enough. */
const distances = [22, 44, 66, 88, 132, 176] as const;
const [apart] = distances;
/** Pins that one view shows at most, where any of these distances does that. */
const mostInView = 64;

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

/** A number for a cell of a grid: places are no further than 2^26 cells away. */
const cellKey = (column: number, row: number): number => column * 2 ** 27 + row;

interface Growing {
  readonly ids: string[];
  readonly at: Vec;
  box: Box;
}

const withPlace = ({ x, y, w, h }: Box, at: Vec): Box => {
  const [left, top] = [Math.min(x, at.x), Math.min(y, at.y)];
  return { x: left, y: top, w: Math.max(x + w, at.x) - left, h: Math.max(y + h, at.y) - top };
};

/** Puts pins together that are less than a length from each other, board units. `alone`: one that is never put together with others. */
export function clustersOf(pins: readonly Pin[], size: number, alone?: string): readonly Cluster[] {
  const cells = new Map<number, Growing[]>();
  const all: Growing[] = [];
  const nearIn = (column: number, row: number, { x, y }: Vec): Growing | undefined => {
    for (let i = column - 1; i <= column + 1; i++)
      for (let j = row - 1; j <= row + 1; j++)
        for (const one of cells.get(cellKey(i, j)) ?? []) if (Math.hypot(one.at.x - x, one.at.y - y) < size) return one;
    return undefined;
  };
  for (const pin of pins) {
    const { id, x, y } = pin;
    const [column, row] = [Math.floor(x / size), Math.floor(y / size)];
    const near = id === alone ? undefined : nearIn(column, row, pin);
    if (near !== undefined) {
      near.ids.push(id);
      near.box = withPlace(near.box, pin);
      continue;
    }
    const cluster = { ids: [id], at: { x, y }, box: { x, y, w: 0, h: 0 } };
    all.push(cluster);
    if (id === alone) continue;
    const key = cellKey(column, row);
    const others = cells.get(key);
    if (others === undefined) cells.set(key, [cluster]);
    else others.push(cluster);
  }
  return all.map(({ ids, at, box }) => ({ ids, ...at, box }));
}

/** The most clusters that a view of a size sees, as far as a grid of such views tells. */
function mostSeen(clusters: readonly Cluster[], w: number, h: number): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const { x, y } of clusters) {
    const key = cellKey(Math.floor(x / w), Math.floor(y / h));
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    most = Math.max(most, count);
  }
  return most;
}

/** Puts pins together that stand in each other's way at a zoom, and more of them where a window would show a crowd. */
export function clustersAt(
  pins: readonly Pin[],
  zoom: number,
  { width, height }: Viewport,
  alone?: string,
): readonly Cluster[] {
  let clusters: readonly Cluster[] = [];
  for (const distance of distances) {
    clusters = clustersOf(pins, distance / zoom, alone);
    if (mostSeen(clusters, Math.max(1, width) / zoom, Math.max(1, height) / zoom) <= mostInView) break;
  }
  return clusters;
}

const isSame = (one: Cluster, other: Cluster | undefined): other is Cluster =>
  other !== undefined &&
  one.ids.join() === other.ids.join() &&
  // What a press on it shows is as far as its pins reach, and not only where the first of them stands.
  (['x', 'y'] as const).every((key) => one[key] === other[key]) &&
  (['x', 'y', 'w', 'h'] as const).every((key) => one.box[key] === other.box[key]);

/** Makes clusters of which those that are as before are the same objects: what shows them has nothing to do then. */
export function createSame(): (clusters: readonly Cluster[]) => readonly Cluster[] {
  let before = new Map<string | undefined, Cluster>();
  return (clusters) => {
    const now = clusters.map((one) => {
      const other = before.get(one.ids[0]);
      return isSame(one, other) ? other : one;
    });
    before = new Map(now.map((one) => [one.ids[0], one]));
    return now;
  };
}

/** Whether a cluster is the pin of one thread, which keeps to itself. */
export const isAlone = ({ ids: [first, more] }: Pick<Cluster, 'ids'>, id: string | undefined): boolean =>
  more === undefined && first === id;

/** Of some clusters, those with their place in a box; `held`: the thread whose pin is one of them wherever it is. */
export const inside = (clusters: readonly Cluster[], { x, y, w, h }: Box, held?: string): readonly Cluster[] =>
  clusters.filter((one) => isAlone(one, held) || (one.x >= x && one.x <= x + w && one.y >= y && one.y <= y + h));

/** The zoom at which no two pins of a cluster stand in each other's way any more, at least as far as its corners tell. */
export const zoomApart = ({ box }: Cluster): number => {
  const wide = Math.max(box.w, box.h);
  return wide === 0 ? Number.POSITIVE_INFINITY : (2 * apart) / wide;
};
