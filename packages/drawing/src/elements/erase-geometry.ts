import { type ErasedRanges, leftBy, type StrokeElement, unionErased } from '@gesso/crdt-schema';
import { segmentInCapsule } from '../geometry/capsule.ts';
import type { Vec } from '../geometry/units.ts';
import { turn } from '../geometry/vec.ts';
import { inkWidth } from './ink-width.ts';
import { pivotOf } from './registry.ts';
import { inkLine } from './visible-segments.ts';

/** All of a stroke. */
const everything = (stroke: StrokeElement): ErasedRanges => [0, Math.max(1, stroke.points.xy.length / 2 - 1)];

/**
 * The parts of a stroke under a round eraser of `radius` board units that is drawn from one board point to another: all
 * that it would leave ends where the eraser did, round ends included.
 */
export const erasedParts = (stroke: StrokeElement, from: Vec, to: Vec, radius: number): ErasedRanges => {
  const reach = radius + inkWidth(stroke) / 2;
  const pivot = pivotOf(stroke);
  const local = (p: Vec): Vec => {
    const q = turn(p, pivot, -stroke.rotation);
    return { x: q.x - stroke.x, y: q.y - stroke.y };
  };
  const [p, q] = [local(from), local(to)];
  const { xy, at } = inkLine(stroke);
  const parts: number[] = [];
  let a = { x: xy[0] ?? 0, y: xy[1] ?? 0 };
  if (at.length === 1) return segmentInCapsule(a, a, p, q, reach) ? everything(stroke) : [];
  for (let i = 1; i < at.length; i++) {
    const b = { x: xy[2 * i] ?? 0, y: xy[2 * i + 1] ?? 0 };
    const inside = segmentInCapsule(a, b, p, q, reach);
    if (inside) {
      const start = at[i - 1] ?? 0;
      const step = (at[i] ?? start) - start;
      parts.push(start + inside[0] * step, start + inside[1] * step);
    }
    a = b;
  }
  return unionErased(parts);
};

/** The same ranges and everything they would leave that is shorter than `least` board units: crumbs nobody meant to keep. */
export const withoutCrumbs = (stroke: StrokeElement, erased: ErasedRanges, least: number): ErasedRanges => {
  const { xy, at } = inkLine(stroke);
  const crumbs: number[] = [];
  for (const [from, to] of leftBy(erased, stroke.points.xy.length / 2)) {
    let length = 0;
    for (let i = 1; i < at.length && length < least; i++) {
      const start = at[i - 1] ?? 0;
      const end = at[i] ?? 0;
      const share = Math.min(end, to) - Math.max(start, from);
      if (share <= 0 || end <= start) continue;
      const dx = (xy[2 * i] ?? 0) - (xy[2 * i - 2] ?? 0);
      const dy = (xy[2 * i + 1] ?? 0) - (xy[2 * i - 1] ?? 0);
      length += (Math.hypot(dx, dy) * share) / (end - start);
    }
    if (length < least) crumbs.push(from, to);
  }
  return crumbs.length === 0 ? erased : unionErased(erased, crumbs);
};
