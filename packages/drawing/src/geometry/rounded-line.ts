import type { Cubic } from './curve.ts';
import type { Vec } from './units.ts';
import { between, distance } from './vec.ts';

/** How far the handles of a cubic lie that looks like a quarter of a circle. */
const quarter = 0.5523;

const straight = (from: Vec, to: Vec): Cubic => ({
  from,
  a: between(from, to, 1 / 3),
  b: between(from, to, 2 / 3),
  to,
});

/** A line through points in straight pieces, its corners rounded by at most `radius` (board units), as cubic segments. */
export const roundedLine = (points: readonly Vec[], radius: number): readonly Cubic[] => {
  const cubics: Cubic[] = [];
  let at = points[0];
  if (at === undefined) return cubics;
  for (let i = 1; i < points.length; i++) {
    const p = points[i] as Vec;
    const next = points[i + 1];
    const length = distance(at, p);
    if (length === 0) continue;
    if (next === undefined || radius <= 0) {
      cubics.push(straight(at, p));
      at = p;
      continue;
    }
    const before = distance(points[i - 1] as Vec, p);
    const reach = Math.min(radius, before / 2, distance(p, next) / 2);
    const enter = between(p, at, reach / length);
    const leave = between(p, next, reach / Math.max(distance(p, next), 1e-9));
    if (length > reach) cubics.push(straight(at, enter));
    cubics.push({ from: enter, a: between(enter, p, quarter), b: between(leave, p, quarter), to: leave });
    at = leave;
  }
  return cubics;
};
