import type { Binding, Route } from '@gesso/crdt-schema';
import { boxAround, center } from '../geometry/box.ts';
import { beyond, type ElbowEnd, elbowThrough, type Side, sideFacing, sideMiddle } from '../geometry/elbow.ts';
import { insidePolygon } from '../geometry/polygon.ts';
import { crossing } from '../geometry/segment.ts';
import type { Box, Vec } from '../geometry/units.ts';
import { between, distance } from '../geometry/vec.ts';

/** What an arrow's end is tied to: the point it aims at, and the edge it stops at. Board units. */
export interface Anchor {
  readonly point: Vec;
  readonly edge: readonly Vec[];
  /** The tip lies at the point itself. */
  readonly exact: boolean;
  /** It aims at the middle, so a line in right angles may leave by any side. */
  readonly middle: boolean;
}

/** Finds what a binding is tied to, or undefined when that is gone. */
export type FindAnchor = (binding: Binding) => Anchor | undefined;

/** Room between a shape and the tip of an arrow that points at it, board units. */
const gap = 6;

/** Where a line from `from` stops that aims at the anchor: on the way, a little before the edge, or at the point itself. */
const stopAt = ({ point, edge, exact }: Anchor, from: Vec): Vec => {
  if (exact) return point;
  let stop = insidePolygon(from, edge) ? undefined : point;
  let nearest = distance(from, point);
  edge.forEach((corner, i) => {
    const next = edge[(i + 1) % edge.length];
    const hit = next && crossing(from, point, corner, next);
    if (hit && stop && distance(from, hit) <= nearest) {
      nearest = distance(from, hit);
      stop = hit;
    }
  });
  if (!stop) return point;
  return nearest > 2 * gap ? between(from, stop, (nearest - gap) / nearest) : stop;
};

/** The points of a line whose tied ends aim at each other, or at the bend next to them. */
const aimed = (points: readonly Vec[], start: Anchor | undefined, end: Anchor | undefined): readonly Vec[] => {
  const last = points.length - 1;
  const aims = points.map((p, i) => (i === 0 ? (start?.point ?? p) : i === last ? (end?.point ?? p) : p));
  return points.map((p, i) => {
    const tied = i === 0 ? start : i === last ? end : undefined;
    const neighbor = aims[i === 0 ? 1 : last - 1];
    return tied && neighbor ? stopAt(tied, neighbor) : p;
  });
};

/** Where a line from the middle of a shape to a side of its box leaves the shape for the last time. */
const exitAt = ({ edge }: Anchor, box: Box, side: Side): Vec => {
  const middle = center(box);
  const outside = beyond(sideMiddle(box, side), side, 1);
  let exit = sideMiddle(box, side);
  let farthest = 0;
  edge.forEach((corner, i) => {
    const hit = crossing(middle, outside, corner, edge[(i + 1) % edge.length] ?? corner);
    if (hit === undefined || distance(middle, hit) < farthest) return;
    farthest = distance(middle, hit);
    exit = hit;
  });
  return exit;
};

/** An end of a line in right angles. Tied to a middle it leaves by the side that faces the other end. */
const elbowEnd = (free: Vec, anchor: Anchor | undefined, other: Vec): ElbowEnd => {
  const box = anchor && boxAround(anchor.edge);
  if (anchor === undefined || box === undefined) return { point: free };
  if (anchor.exact) return { point: anchor.point, side: sideFacing(box, anchor.point) };
  const side = sideFacing(box, anchor.middle ? other : anchor.point);
  const from = anchor.middle ? exitAt(anchor, box, side) : anchor.point;
  return { point: beyond(from, side, gap), box, side };
};

/** The points of a line with its tied ends where they belong now, by its route. */
export const followed = (
  points: readonly Vec[],
  route: Route,
  start: Anchor | undefined,
  end: Anchor | undefined,
): readonly Vec[] => {
  const first = points[0];
  const last = points.at(-1);
  if (points.length < 2 || first === undefined || last === undefined) return points;
  if (route !== 'elbow') return aimed(points, start, end);
  const from = start?.point ?? first;
  const to = end?.point ?? last;
  return elbowThrough(elbowEnd(first, start, to), elbowEnd(last, end, from));
};
