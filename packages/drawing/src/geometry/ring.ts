import type { Cubic } from './curve.ts';
import type { Vec } from './units.ts';
import { between, distance } from './vec.ts';

/** A straight side as a cubic. */
export const side = (from: Vec, to: Vec): Cubic => ({
  from,
  a: between(from, to, 1 / 3),
  b: between(from, to, 2 / 3),
  to,
});

/** Whether a cubic is one that `side` made. */
export const isSide = ({ from, a, to }: Cubic): boolean =>
  Math.abs(from.x + (to.x - from.x) / 3 - a.x) + Math.abs(from.y + (to.y - from.y) / 3 - a.y) < 1e-6;

/**
 * A closed polygon as cubics, each corner rounded by at most `radius` (board units) and at most half of the sides beside it. `shares`
 * takes a part of the radius for each corner; absent = all of it. `bend` is how far the handles of a corner reach to its tip: 2/3 is a
 * quadratic curve.
 */
export const polygonRing = (
  corners: readonly Vec[],
  radius: number,
  shares: readonly number[] = [],
  bend = 2 / 3,
): readonly Cubic[] => {
  const count = corners.length;
  const cuts = corners.map((tip, i) => {
    const before = corners[(i + count - 1) % count] as Vec;
    const after = corners[(i + 1) % count] as Vec;
    const [back, on] = [distance(tip, before), distance(tip, after)];
    const reach = Math.min(radius * (shares[i] ?? 1), back / 2, on / 2);
    const enter = back > 0 ? between(tip, before, reach / back) : tip;
    return { tip, reach, enter, leave: on > 0 ? between(tip, after, reach / on) : tip };
  });
  return cuts.flatMap(({ tip, reach, enter, leave }, i) => {
    const next = cuts[(i + 1) % count] as (typeof cuts)[number];
    const turn = { from: enter, a: between(enter, tip, bend), b: between(leave, tip, bend), to: leave };
    return reach > 0 ? [turn, side(leave, next.enter)] : [side(leave, next.enter)];
  });
};

/** How many pieces of an eighth of a turn an ellipse is made of; they are within 5 millionths of its radius. */
const eighths = 8;

/**
 * Part of an ellipse as cubics, after Goldapp (1991): handles of 4/3 tan(angle / 4). Radians, clockwise on the screen, from the right.
 */
export const ellipseArc = (c: Vec, rx: number, ry: number, from = 0, to = 2 * Math.PI): readonly Cubic[] => {
  const count = Math.max(1, Math.ceil((Math.abs(to - from) / (2 * Math.PI)) * eighths - 1e-9));
  const step = (to - from) / count;
  const k = (4 / 3) * Math.tan(step / 4);
  const at = (angle: number, along: number): Vec => ({
    x: c.x + rx * (Math.cos(angle) - along * Math.sin(angle)),
    y: c.y + ry * (Math.sin(angle) + along * Math.cos(angle)),
  });
  return Array.from({ length: count }, (_, i) => {
    const start = from + i * step;
    const end = start + step;
    return { from: at(start, 0), a: at(start, k), b: at(end, -k), to: at(end, 0) };
  });
};
