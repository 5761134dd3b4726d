import type { Box, Vec } from './units.ts';
import { turn } from './vec.ts';

export const center = (b: Box): Vec => ({ x: b.x + b.w / 2, y: b.y + b.h / 2 });

/** The smallest box around both. */
export const union = (a: Box, b: Box): Box => {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y };
};

/** The smallest box around all, or undefined when there is none. */
export const unionAll = (boxes: Iterable<Box>): Box | undefined => {
  let all: Box | undefined;
  for (const b of boxes) all = all ? union(all, b) : b;
  return all;
};

/** Grows by `by` on every side; a negative `by` shrinks, never below nothing. */
export const expand = (b: Box, by: number): Box => {
  const dx = Math.max(by, -b.w / 2);
  const dy = Math.max(by, -b.h / 2);
  return { x: b.x - dx, y: b.y - dy, w: b.w + 2 * dx, h: b.h + 2 * dy };
};

/** Whether they touch; a shared edge counts. */
export const intersects = (a: Box, b: Box): boolean =>
  a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;

/** The common part, or undefined when they share no area. */
export const overlap = (a: Box, b: Box): Box | undefined => {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const w = Math.min(a.x + a.w, b.x + b.w) - x;
  const h = Math.min(a.y + a.h, b.y + b.h) - y;
  return w > 0 && h > 0 ? { x, y, w, h } : undefined;
};

export const containsPoint = (b: Box, p: Vec): boolean =>
  p.x >= b.x && p.x <= b.x + b.w && p.y >= b.y && p.y <= b.y + b.h;

/** Whether `inner` lies completely in `outer`; touching from inside counts. */
export const containsBox = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.w <= outer.x + outer.w &&
  inner.y + inner.h <= outer.y + outer.h;

/** The smallest box around the points, or undefined without any. */
export const boxAround = (points: Iterable<Vec>): Box | undefined => {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const p of points) {
    left = Math.min(left, p.x);
    top = Math.min(top, p.y);
    right = Math.max(right, p.x);
    bottom = Math.max(bottom, p.y);
  }
  return left <= right ? { x: left, y: top, w: right - left, h: bottom - top } : undefined;
};

/** The corners after turning the box about its center, clockwise from the top left. */
export const corners = (b: Box, rotation = 0): readonly [Vec, Vec, Vec, Vec] => {
  const c = center(b);
  const at = (x: number, y: number) => turn({ x, y }, c, rotation);
  return [at(b.x, b.y), at(b.x + b.w, b.y), at(b.x + b.w, b.y + b.h), at(b.x, b.y + b.h)];
};

/** The upright box around `b` turned by `rotation` about `about` (its own center unless given). */
export const turnedBounds = (b: Box, rotation: number, about: Vec = center(b)): Box => {
  if (rotation === 0) return b;
  const cos = Math.abs(Math.cos(rotation));
  const sin = Math.abs(Math.sin(rotation));
  const w = b.w * cos + b.h * sin;
  const h = b.w * sin + b.h * cos;
  const c = turn(center(b), about, rotation);
  return { x: c.x - w / 2, y: c.y - h / 2, w, h };
};
