import { boxAround, center } from './box.ts';
import { distanceToEdge, distanceToPolyline } from './polygon.ts';
import { distanceToSegment } from './segment.ts';
import type { Box, Vec } from './units.ts';
import { distance, turn } from './vec.ts';

/** What goes from one place to another, board units. */
export interface RecognizedLine {
  readonly kind: 'line' | 'arrow';
  readonly from: Vec;
  readonly to: Vec;
}

/** What goes around, board units. A box is turned about its middle by `rotation` (radians). */
export type RecognizedRing =
  | { readonly kind: 'rect' | 'ellipse' | 'diamond'; readonly box: Box; readonly rotation: number }
  | { readonly kind: 'triangle'; readonly corners: readonly [Vec, Vec, Vec] };

/**
 * The clean shape a hand meant by one stroke. Made for ink that was held still at its end, so it would rather see nothing
 * than see wrong.
 */
export type Recognized = RecognizedLine | RecognizedRing;

/** Points along the stroke that are looked at. */
const samples = 72;

/** `n` points at even distances along a line. */
const resampled = (points: readonly Vec[], n: number): Vec[] => {
  const total = lengthOf(points);
  const first = points[0];
  if (!first || total === 0) return [];
  const even: Vec[] = [first];
  const step = total / (n - 1);
  let left = step;
  let a = first;
  for (const b of points.slice(1)) {
    let way = distance(a, b);
    while (way >= left && even.length < n) {
      a = { x: a.x + ((b.x - a.x) * left) / way, y: a.y + ((b.y - a.y) * left) / way };
      even.push(a);
      way -= left;
      left = step;
    }
    left -= way;
    a = b;
  }
  if (even.length < n) even.push(a);
  return even;
};

const lengthOf = (points: readonly Vec[]): number =>
  points.reduce((sum, p, i) => sum + distance(points[i - 1] ?? p, p), 0);

const farthestFrom = (points: readonly Vec[], far: (p: Vec) => number): number =>
  points.reduce((most, p) => Math.max(most, far(p)), 0);

const mean = (points: readonly Vec[], of: (p: Vec) => number): number =>
  points.reduce((sum, p) => sum + of(p), 0) / points.length;

/** How straight a line is: the farthest it strays from its chord, as a share of the chord. */
const strays = (points: readonly Vec[]): number => {
  const [from, to] = [points[0], points.at(-1)];
  if (!from || !to) return Infinity;
  const chord = distance(from, to);
  return chord === 0 ? Infinity : farthestFrom(points, (p) => distanceToSegment(p, from, to)) / chord;
};

const straightness = 0.06;

const asLine = (points: readonly Vec[]): Recognized | undefined => {
  const [from, to] = [points[0], points.at(-1)];
  if (!from || !to || strays(points) > straightness || lengthOf(points) > 1.12 * distance(from, to)) return undefined;
  return { kind: 'line', from, to };
};

/** A straight shaft to the farthest point and, from there, a head that goes back on both sides of it. */
const asArrow = (points: readonly Vec[]): Recognized | undefined => {
  const from = points[0];
  if (!from) return undefined;
  const reach = farthestFrom(points, (p) => distance(from, p));
  // The head may come back to the tip: it is where the pen got there first.
  const tipAt = points.findIndex((p) => distance(from, p) >= 0.97 * reach);
  const to = points[tipAt];
  const head = points.slice(tipAt);
  if (!to || tipAt < samples / 4 || head.length < samples / 12) return undefined;
  const shaft = distance(from, to);
  if (strays(points.slice(0, tipAt + 1)) > straightness) return undefined;
  if (farthestFrom(head, (p) => distance(p, to)) > 0.5 * shaft) return undefined;
  const side = (p: Vec) => ((to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x)) / (shaft * shaft);
  const sides = head.map(side);
  return Math.max(...sides) > 0.05 && Math.min(...sides) < -0.05 ? { kind: 'arrow', from, to } : undefined;
};

/** Angle from one direction to the next, −π…π. */
const bend = (a: Vec, b: Vec, c: Vec): number => {
  const angle = Math.atan2(c.y - b.y, c.x - b.x) - Math.atan2(b.y - a.y, b.x - a.x);
  return Math.atan2(Math.sin(angle), Math.cos(angle));
};

/** How far a closed line turns in all: 2π once around, no matter what its corners; 0 for an eight. */
const turning = (ring: readonly Vec[]): number => {
  const coarse = ring.filter((_, i) => i % 3 === 0);
  const n = coarse.length;
  return coarse.reduce((sum, b, i) => {
    const a = coarse[(i + n - 1) % n] ?? b;
    const c = coarse[(i + 1) % n] ?? b;
    return sum + bend(a, b, c);
  }, 0);
};

/**
 * The line closed where it comes back to itself: both ends may run over. Undefined when it does not come back, that is
 * to within a share of its size.
 */
const closed = (points: readonly Vec[], size: number): Vec[] | undefined => {
  const reach = Math.floor(points.length / 6);
  let best: { readonly from: number; readonly to: number; readonly gap: number } | undefined;
  for (let from = 0; from < reach; from++) {
    for (let to = points.length - 1; to >= points.length - reach; to--) {
      const [a, b] = [points[from], points[to]];
      if (!a || !b) continue;
      // Ends that nearly meet are left as they are: only what clearly runs over is cut off.
      const gap = distance(a, b) + 0.02 * size * (from + points.length - 1 - to);
      if (!best || gap < best.gap) best = { from, to, gap };
    }
  }
  const [a, b] = [points[best?.from ?? 0], points[best?.to ?? 0]];
  if (!best || !a || !b || distance(a, b) > 0.22 * size) return undefined;
  return points.slice(best.from, best.to + 1);
};

/** The smallest box around points, turned as it lies best; upright when that is nearly as small. */
const tightBox = (points: readonly Vec[]): { readonly box: Box; readonly rotation: number } | undefined => {
  const middle = center(boxAround(points) ?? { x: 0, y: 0, w: 0, h: 0 });
  const boxAt = (rotation: number) => boxAround(points.map((p) => turn(p, middle, -rotation)));
  const area = (box: Box | undefined) => (box ? box.w * box.h : Infinity);
  let rotation = 0;
  let least = area(boxAt(0)) * 0.9;
  for (let degrees = -44; degrees <= 45; degrees++) {
    const angle = (degrees * Math.PI) / 180;
    const size = area(boxAt(angle));
    if (Math.abs(degrees) > 8 && size < least) {
      least = size;
      rotation = angle;
    }
  }
  const box = boxAt(rotation);
  if (!box) return undefined;
  const at = turn(center(box), middle, rotation);
  return { box: { ...box, x: at.x - box.w / 2, y: at.y - box.h / 2 }, rotation };
};

interface Candidate {
  readonly shape: Recognized;
  /** Mean distance of the ink from the shape and of the shape's corners from the ink, as shares of its size. */
  readonly off: number;
  readonly corners: number;
}

/** How far the ink lies from a polygon, and how far the polygon's corners lie from the ink. */
const fit = (shape: Recognized, ring: readonly Vec[], corners: readonly Vec[], size: number): Candidate => ({
  shape,
  off: mean(ring, (p) => distanceToEdge(p, corners)) / size,
  corners: farthestFrom(corners, (corner) => distanceToPolyline(corner, [...ring, ...ring.slice(0, 1)])) / size,
});

const placed = (box: Box, rotation: number, at: readonly (readonly [number, number])[]): Vec[] =>
  at.map(([x, y]) => turn({ x: box.x + box.w * x, y: box.y + box.h * y }, center(box), rotation));

const square = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;
const rhombus = [
  [0.5, 0],
  [1, 0.5],
  [0.5, 1],
  [0, 0.5],
] as const;

const asRect = (ring: readonly Vec[], size: number): Candidate | undefined => {
  const tight = tightBox(ring);
  return tight && fit({ kind: 'rect', ...tight }, ring, placed(tight.box, tight.rotation, square), size);
};

const asDiamond = (ring: readonly Vec[], size: number): Candidate | undefined => {
  const box = boxAround(ring);
  return box && fit({ kind: 'diamond', box, rotation: 0 }, ring, placed(box, 0, rhombus), size);
};

/** Narrowest corner of a triangle, radians: what is narrower is a pen that went there and back. */
const narrowest = (20 * Math.PI) / 180;

const isSliver = ([a, b, c]: readonly [Vec, Vec, Vec]): boolean =>
  [bend(a, b, c), bend(b, c, a), bend(c, a, b)].some((angle) => Math.PI - Math.abs(angle) < narrowest);

/** The largest triangle between every third point, each corner then moved to the point that makes it largest. */
const asTriangle = (ring: readonly Vec[], size: number): Candidate | undefined => {
  const area = (a: Vec, b: Vec, c: Vec) => Math.abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
  const coarse = ring.filter((_, i) => i % 3 === 0);
  let best: readonly [Vec, Vec, Vec] | undefined;
  coarse.forEach((a, i) => {
    coarse.slice(i + 1).forEach((b, j) => {
      for (const c of coarse.slice(i + j + 2)) if (!best || area(a, b, c) > area(...best)) best = [a, b, c];
    });
  });
  if (!best) return undefined;
  const largest = (b: Vec, c: Vec) => ring.reduce((most, p) => (area(p, b, c) > area(most, b, c) ? p : most));
  const a = largest(best[1], best[2]);
  const b = largest(a, best[2]);
  const corners = [a, b, largest(a, b)] as const;
  return isSliver(corners) ? undefined : fit({ kind: 'triangle', corners }, ring, corners, size);
};

/** Sides of an ellipse that are as like as this are meant to be alike. */
const circular = 0.88;

/** A circle, when it is nearly one. */
const rounded = (tight: { readonly box: Box; readonly rotation: number }): typeof tight => {
  const { w, h } = tight.box;
  if (Math.min(w, h) < circular * Math.max(w, h)) return tight;
  const side = (w + h) / 2;
  const { x, y } = center(tight.box);
  return { box: { x: x - side / 2, y: y - side / 2, w: side, h: side }, rotation: 0 };
};

const asEllipse = (ring: readonly Vec[], size: number): Candidate | undefined => {
  const tight = tightBox(ring);
  if (!tight) return undefined;
  const { box, rotation } = tight;
  const middle = center(box);
  const half = (box.w + box.h) / 4;
  const off = mean(ring, (p) => {
    const q = turn(p, middle, -rotation);
    return Math.abs(Math.hypot((q.x - middle.x) / (box.w / 2), (q.y - middle.y) / (box.h / 2)) - 1) * half;
  });
  return { shape: { kind: 'ellipse', ...rounded(tight) }, off: off / size, corners: 0 };
};

/** Widest opening that counts as closed, as a share of the shorter side: half of that is an open angle, not a shape. */
const widestGap = 0.5;

/** Most that ink may lie off its shape on average, and a corner off the ink, as shares of the shape's size. */
const mostOff = 0.03;
const mostCorner = 0.1;
/** How much better the best must be than the next, so that what could be either is neither. */
const margin = 0.8;
/** Sides of a closed shape, the shorter to the longer: what is flatter is a line drawn to and fro. */
const flattest = 0.12;

const asClosed = (points: readonly Vec[], size: number): Recognized | undefined => {
  const part = closed(points, size);
  if (!part) return undefined;
  const ring = resampled([...part, ...part.slice(0, 1)], samples).slice(0, -1);
  const box = boxAround(ring);
  const lying = tightBox(ring)?.box;
  if (!box || !lying || Math.min(lying.w, lying.h) < flattest * Math.max(lying.w, lying.h)) return undefined;
  const [first, last] = [part[0], part.at(-1)];
  if (!first || !last || distance(first, last) > widestGap * Math.min(lying.w, lying.h)) return undefined;
  if (Math.abs(Math.abs(turning(ring)) - 2 * Math.PI) > 0.9) return undefined;
  const diamond = asDiamond(ring, size);
  const rect = asRect(ring, size);
  // A square on its corner is both; people mean the diamond.
  const onCorner = rect && diamond && 'rotation' in rect.shape && rect.shape.rotation !== 0 && diamond.off <= mostOff;
  const fits = [onCorner ? undefined : rect, asEllipse(ring, size), diamond, asTriangle(ring, size)]
    .flatMap((candidate) => candidate ?? [])
    .filter(({ off, corners }) => off <= mostOff && corners <= mostCorner)
    .sort((a, b) => a.off - b.off);
  const [best, next] = fits;
  return best && (!next || best.off <= margin * next.off) ? best.shape : undefined;
};

/** The shape of one stroke, or undefined when it is none or smaller than `least` board units from corner to corner. */
export const recognize = (points: readonly Vec[], least: number): Recognized | undefined => {
  const box = boxAround(points);
  const size = box ? Math.hypot(box.w, box.h) : 0;
  if (size === 0 || size < least) return undefined;
  const even = resampled(points, samples);
  if (even.length < samples) return undefined;
  return asLine(even) ?? asArrow(even) ?? asClosed(even, size);
};
