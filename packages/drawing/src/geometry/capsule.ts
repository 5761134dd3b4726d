import type { Vec } from './units.ts';

type Interval = readonly [number, number];

/** Where along a–b (0 to 1) a linear quantity that runs from `start` to `end` lies within `least` … `most`. */
const slab = (start: number, end: number, least: number, most: number): Interval | undefined => {
  const by = end - start;
  if (by === 0) return start >= least && start <= most ? [0, 1] : undefined;
  const t = (least - start) / by;
  const u = (most - start) / by;
  const from = Math.max(0, Math.min(t, u));
  const to = Math.min(1, Math.max(t, u));
  return from <= to ? [from, to] : undefined;
};

const inDisc = (a: Vec, b: Vec, c: Vec, radius: number): Interval | undefined => {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const ex = a.x - c.x;
  const ey = a.y - c.y;
  const squared = dx * dx + dy * dy;
  const beyond = ex * ex + ey * ey - radius * radius;
  if (squared === 0) return beyond <= 0 ? [0, 1] : undefined;
  const half = ex * dx + ey * dy;
  const root = half * half - squared * beyond;
  if (root < 0) return undefined;
  const from = Math.max(0, (-half - Math.sqrt(root)) / squared);
  const to = Math.min(1, (-half + Math.sqrt(root)) / squared);
  return from <= to ? [from, to] : undefined;
};

/** The part of a–b in the rectangle of `radius` to both sides of p–q. */
const inBand = (a: Vec, b: Vec, p: Vec, q: Vec, radius: number): Interval | undefined => {
  const length = Math.hypot(q.x - p.x, q.y - p.y);
  if (length === 0) return undefined;
  const ux = (q.x - p.x) / length;
  const uy = (q.y - p.y) / length;
  const along = (v: Vec) => (v.x - p.x) * ux + (v.y - p.y) * uy;
  const beside = (v: Vec) => (v.y - p.y) * ux - (v.x - p.x) * uy;
  const one = slab(along(a), along(b), 0, length);
  const other = slab(beside(a), beside(b), -radius, radius);
  if (!one || !other) return undefined;
  const from = Math.max(one[0], other[0]);
  const to = Math.min(one[1], other[1]);
  return from <= to ? [from, to] : undefined;
};

/**
 * Which part of the segment a–b (from and to, 0 to 1) lies within `radius` of the segment p–q, or undefined. The places
 * within reach of a segment are convex, so it is always one part.
 */
export const segmentInCapsule = (a: Vec, b: Vec, p: Vec, q: Vec, radius: number): Interval | undefined => {
  // Most of what is asked is far away.
  if (Math.min(a.x, b.x) > Math.max(p.x, q.x) + radius || Math.max(a.x, b.x) < Math.min(p.x, q.x) - radius) return;
  if (Math.min(a.y, b.y) > Math.max(p.y, q.y) + radius || Math.max(a.y, b.y) < Math.min(p.y, q.y) - radius) return;
  let from = Infinity;
  let to = -Infinity;
  for (const part of [inDisc(a, b, p, radius), inDisc(a, b, q, radius), inBand(a, b, p, q, radius)]) {
    if (!part) continue;
    from = Math.min(from, part[0]);
    to = Math.max(to, part[1]);
  }
  return from <= to ? [from, to] : undefined;
};
