import type { Vec } from './units.ts';

/** A cubic Bézier segment. */
export interface Cubic {
  readonly from: Vec;
  readonly a: Vec;
  readonly b: Vec;
  readonly to: Vec;
}

/**
 * A smooth curve through all points: the centripetal Catmull–Rom spline (Barry and Goldman 1988; alpha 0.5 as Yuksel,
 * Schaefer and Keyser 2011 advise, because it neither loops nor overshoots between uneven points), as cubic segments.
 */
export const curveThrough = (points: readonly Vec[]): readonly Cubic[] => {
  const distinct = points.filter((p, i) => {
    const before = points[i - 1];
    return !before || before.x !== p.x || before.y !== p.y;
  });
  const cubics: Cubic[] = [];
  for (let i = 0; i + 1 < distinct.length; i++) {
    const p1 = distinct[i];
    const p2 = distinct[i + 1];
    if (!p1 || !p2) continue;
    const p0 = distinct[i - 1] ?? p1;
    const p3 = distinct[i + 2] ?? p2;
    const d1 = Math.sqrt(Math.hypot(p1.x - p0.x, p1.y - p0.y));
    const d2 = Math.sqrt(Math.hypot(p2.x - p1.x, p2.y - p1.y));
    const d3 = Math.sqrt(Math.hypot(p3.x - p2.x, p3.y - p2.y));
    cubics.push({ from: p1, a: control(p0, p1, p2, d1, d2), b: control(p3, p2, p1, d3, d2), to: p2 });
  }
  return cubics;
};

const control = (outer: Vec, own: Vec, other: Vec, d1: number, d2: number): Vec => {
  if (d1 === 0) return own;
  const weight = 3 * d1 * (d1 + d2);
  const mix = (o: number, p: number, q: number) =>
    (d1 * d1 * q - d2 * d2 * o + (2 * d1 * d1 + 3 * d1 * d2 + d2 * d2) * p) / weight;
  return { x: mix(outer.x, own.x, other.x), y: mix(outer.y, own.y, other.y) };
};

export const pointOnCubic = (c: Cubic, t: number): Vec => {
  const s = 1 - t;
  const k0 = s * s * s;
  const k1 = 3 * s * s * t;
  const k2 = 3 * s * t * t;
  const k3 = t * t * t;
  return {
    x: k0 * c.from.x + k1 * c.a.x + k2 * c.b.x + k3 * c.to.x,
    y: k0 * c.from.y + k1 * c.a.y + k2 * c.b.y + k3 * c.to.y,
  };
};

/** The curve as a line of `steps` straight pieces per segment, both ends included. */
export const flatten = (cubics: readonly Cubic[], steps = 16): readonly Vec[] => {
  const first = cubics[0];
  if (!first) return [];
  const line: Vec[] = [first.from];
  for (const c of cubics) for (let i = 1; i <= steps; i++) line.push(pointOnCubic(c, i / steps));
  return line;
};

/** Where a segment turns back, to the side or up and down: with its ends, these are what its box is around. */
export const turningPoints = (c: Cubic): readonly Vec[] =>
  (['x', 'y'] as const).flatMap((axis) => {
    // The derivative is 3 (p t² + q t + r).
    const r = c.a[axis] - c.from[axis];
    const q = 2 * (c.b[axis] - 2 * c.a[axis] + c.from[axis]);
    const p = c.to[axis] - 3 * c.b[axis] + 3 * c.a[axis] - c.from[axis];
    const root = Math.sqrt(q * q - 4 * p * r);
    // Written so that neither root loses its digits when p or q is close to nothing.
    const half = -(q + (q < 0 ? -root : root)) / 2;
    return [half / p, r / half].filter((t) => t > 0 && t < 1).map((t) => pointOnCubic(c, t));
  });

/** The curve from `t` (0 to 1) on, after de Casteljau. */
export const cubicAfter = (c: Cubic, t: number): Cubic => {
  const mix = (p: Vec, q: Vec): Vec => ({ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t });
  const ab = mix(c.a, c.b);
  const bt = mix(c.b, c.to);
  return { from: pointOnCubic(c, t), a: mix(ab, bt), b: bt, to: c.to };
};

/** The curve up to `t` (0 to 1). */
export const cubicBefore = (c: Cubic, t: number): Cubic => {
  const back = cubicAfter({ from: c.to, a: c.b, b: c.a, to: c.from }, 1 - t);
  return { from: back.to, a: back.b, b: back.a, to: back.from };
};

/** The same curve walked the other way. */
export const reversed = (cubics: readonly Cubic[]): readonly Cubic[] =>
  cubics.map((c) => ({ from: c.to, a: c.b, b: c.a, to: c.from })).reverse();
