import { distanceToSegment } from './segment.ts';
import type { Vec } from './units.ts';

/** Whether `p` lies inside the closed polygon, by the non-zero rule that canvases fill with. */
export const insidePolygon = (p: Vec, polygon: readonly Vec[]): boolean => {
  let winding = 0;
  let a = polygon.at(-1);
  if (!a) return false;
  for (const b of polygon) {
    const side = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
    if (a.y <= p.y && b.y > p.y && side > 0) winding++;
    else if (a.y > p.y && b.y <= p.y && side < 0) winding--;
    a = b;
  }
  return winding !== 0;
};

/** Distance to an open line through the points; Infinity without points, to the point itself with one. */
export const distanceToPolyline = (p: Vec, points: readonly Vec[]): number => {
  let least = Infinity;
  let a = points[0];
  for (const b of points) {
    if (a) least = Math.min(least, distanceToSegment(p, a, b));
    a = b;
  }
  return least;
};

/** Distance to the edge of a closed polygon; inside counts as away from the edge too. */
export const distanceToEdge = (p: Vec, polygon: readonly Vec[]): number => {
  const first = polygon[0];
  return first ? distanceToPolyline(p, [...polygon, first]) : Infinity;
};

/**
 * Whether `p` comes within `reach` of the line x0, y0, x1, y1, … moved by `dx`, `dy`. The same as `distanceToPolyline`
 * for packed points, without making an object per point: an eraser asks this of thousands of strokes per second.
 */
export const nearPackedLine = (p: Vec, xy: Float32Array, dx: number, dy: number, reach: number): boolean => {
  const px = p.x - dx;
  const py = p.y - dy;
  const most = reach * reach;
  let ax = xy[0] ?? Infinity;
  let ay = xy[1] ?? Infinity;
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const bx = xy[i] ?? 0;
    const by = xy[i + 1] ?? 0;
    const ux = bx - ax;
    const uy = by - ay;
    const squared = ux * ux + uy * uy;
    const t = squared === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * ux + (py - ay) * uy) / squared));
    const ex = px - ax - t * ux;
    const ey = py - ay - t * uy;
    if (ex * ex + ey * ey <= most) return true;
    ax = bx;
    ay = by;
  }
  return false;
};
