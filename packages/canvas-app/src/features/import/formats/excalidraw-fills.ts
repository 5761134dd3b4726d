import { makeElement as elementOf, limits, type NewElement, newElementId } from '@gesso/crdt-schema';
import { seenLines, type Vec } from '@gesso/drawing';
import type { Tally } from '../format.ts';
import { makeElement } from '../make-element.ts';
import { isNumber, numberOr, own } from '../values.ts';
import { areaInk, type Filling } from './area-ink.ts';
import { colorOf } from './excalidraw-style.ts';

/** Board units from the last point of a line to its first up to which it is filled. */
const nearest = 8;

function isClosed(points: unknown): boolean {
  if (!Array.isArray(points) || points.length < 3) return false;
  const [[x = 0, y = 0], [u = 1e9, v = 1e9]] = [points[0], points.at(-1)].map((point) =>
    Array.isArray(point) ? point.filter(isNumber) : [],
  ) as [number[], number[]];
  return Math.hypot(u - x, v - y) <= nearest;
}

/** The color that a line or ink is filled with; undefined where it is not. */
const fillOf = (element: unknown): string | undefined =>
  isClosed(own(element, 'points')) ? colorOf(own(element, 'backgroundColor')) : undefined;

/** Lines of a fill that is not solid: as far apart as this many times the width of the outline, and half as wide as that. */
const spacing = 4;
/** Radians by which they rise. */
const slope = -0.72;

function fillingOf(element: unknown): Filling {
  if ((own(element, 'fillStyle') ?? 'solid') === 'solid') return {};
  const outline = Math.max(1, numberOr(own(element, 'strokeWidth'), 1));
  return { apart: spacing * outline, wide: outline / 2, turned: slope };
}

/** The line around what an element surrounds, on the board, its rotation carried out. */
function ringOf(element: NewElement): readonly Vec[] {
  const { at, lines } = seenLines(elementOf(element.kind, element));
  return lines.flatMap((line) =>
    Array.from({ length: line.length / 2 }, (_, i) => ({
      x: at.x + (line[2 * i] ?? 0),
      y: at.y + (line[2 * i + 1] ?? 0),
    })),
  );
}

/** How much wider than its `width` a marker's ink is. */
const markerWide = 1.75;

/** Strokes of a marker through points of the board. */
function inkIn(outline: NewElement, color: string, element: unknown, tally: Tally): readonly NewElement[] | undefined {
  const ink = areaInk(ringOf(outline), fillingOf(element));
  if (ink === undefined || ink.lines.some(({ length }) => length > limits.strokePoints)) return undefined;
  const { frame, opacity, locked, groups } = outline;
  return ink.lines.flatMap((line) => {
    const { x, y } = line[0] ?? { x: 0, y: 0 };
    const points = line.map((point) => [point.x - x, point.y - y]);
    const width = Math.max(1 / 16, ink.wide / markerWide);
    const look = { kind: 'stroke', brush: 'marker', color, width, opacity, locked, groups };
    return makeElement({ id: newElementId(), ...look, x, y, points, ...(frame ? { frame } : {}) }, tally) ?? [];
  });
}

/** Points of all fills of a file: beyond them outlines stay empty. A file may have any number of filled lines, each of which becomes many points. */
const mostPoints = 1_000_000;
const filledSoFar = new WeakMap<Tally, number>();

/**
 * What becomes of a line or of ink that may be filled: it, and below it the ink of a marker that fills it, in a group of their own. What
 * cannot be filled so is counted.
 */
export function withFill(outline: NewElement, element: unknown, tally: Tally): readonly NewElement[] {
  const color = fillOf(element);
  if (color === undefined) return [outline];
  const grouped = { ...outline, groups: [newElementId(), ...(outline.groups ?? [])].slice(-limits.groups) };
  const before = filledSoFar.get(tally) ?? 0;
  const fill = before < mostPoints ? inkIn(grouped, color, element, tally) : undefined;
  const points = (fill ?? []).reduce((sum, one) => sum + ('points' in one ? (one.points?.xy.length ?? 0) / 2 : 0), 0);
  filledSoFar.set(tally, before + points);
  if (fill === undefined) tally.change('style');
  if (fill === undefined || fill.length === 0) return [outline];
  tally.change('fill');
  return [...fill, grouped];
}
