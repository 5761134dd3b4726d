import type { Binding } from '@gesso/crdt-schema';
import { insidePolygon } from '../geometry/polygon.ts';
import { crossing } from '../geometry/segment.ts';
import type { Vec } from '../geometry/units.ts';
import { between, distance } from '../geometry/vec.ts';

/** What an arrow's end is tied to: the point it aims at, and the edge it stops at. Board units. */
export interface Anchor {
  readonly point: Vec;
  readonly edge: readonly Vec[];
}

/** Finds what a binding is tied to, or undefined when that is gone. */
export type FindAnchor = (binding: Binding) => Anchor | undefined;

/** Room between a shape and the tip of an arrow that points at it. */
const gap = 5;

/** Where a line from `from` stops that aims at the anchor: on the way, a little before the edge, or at the point itself. */
const stopAt = ({ point, edge }: Anchor, from: Vec): Vec => {
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

/**
 * The points of a line with its tied ends where they belong now. Ends tied on both sides aim at each other's points, so a
 * straight arrow between two shapes points from middle to middle.
 */
export const followed = (
  points: readonly Vec[],
  start: Anchor | undefined,
  end: Anchor | undefined,
): readonly Vec[] => {
  const last = points.length - 1;
  if (last < 1) return points;
  const aimed = points.map((p, i) => (i === 0 ? (start?.point ?? p) : i === last ? (end?.point ?? p) : p));
  return points.map((p, i) => {
    const tied = i === 0 ? start : i === last ? end : undefined;
    const neighbor = aimed[i === 0 ? 1 : last - 1];
    return tied && neighbor ? stopAt(tied, neighbor) : p;
  });
};
