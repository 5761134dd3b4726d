import type { Vec } from './units.ts';
import { between, distance } from './vec.ts';

/** How far along the segment a–b (0 to 1) the point nearest to `p` lies; 0 when the segment has no length. */
const nearestOnSegment = (p: Vec, a: Vec, b: Vec): number => {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  if (squared === 0) return 0;
  return Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared));
};

export const distanceToSegment = (p: Vec, a: Vec, b: Vec): number =>
  distance(p, between(a, b, nearestOnSegment(p, a, b)));

/** Where the segments a–b and c–d cross, or undefined; parallel segments do not cross. */
export const crossing = (a: Vec, b: Vec, c: Vec, d: Vec): Vec | undefined => {
  const rx = b.x - a.x;
  const ry = b.y - a.y;
  const sx = d.x - c.x;
  const sy = d.y - c.y;
  const denominator = rx * sy - ry * sx;
  if (denominator === 0) return undefined;
  const t = ((c.x - a.x) * sy - (c.y - a.y) * sx) / denominator;
  const u = ((c.x - a.x) * ry - (c.y - a.y) * rx) / denominator;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { x: a.x + t * rx, y: a.y + t * ry } : undefined;
};
