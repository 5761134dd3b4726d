import type { Points } from '@gesso/crdt-schema';
import { getStrokeOutlinePoints, getStrokePoints, type StrokePoint } from 'perfect-freehand';
import { brushes, easing, penRadius, pressuresOf, sizePerWidth } from './ink.ts';

/** A closed polygon, x0, y0, x1, y1, …, relative to the element's `x`, `y`. */
export type Polygon = Float32Array;

/** Ink as polygons to be filled in one path, by the non-zero rule: they overlap at sharp corners. */
export type Outline = readonly Polygon[];

const options = (width: number) => ({
  size: width * sizePerWidth,
  thinning: brushes.pen.thinning,
  smoothing: 0.5,
  streamline: 0.5,
  easing,
  simulatePressure: false,
  last: true,
});

const packed = (polygon: readonly (readonly [number, number])[]): Polygon => {
  const xy = new Float32Array(polygon.length * 2);
  polygon.forEach(([x, y], i) => {
    xy[2 * i] = x;
    xy[2 * i + 1] = y;
  });
  return xy;
};

/**
 * Cuts the line where it turns by more than a right angle. perfect-freehand rounds such a corner with two half circles
 * and goes on, which now and then leaves a thin spike behind it; two lines with round ends never do.
 */
const cutAtCorners = (points: readonly StrokePoint[]): StrokePoint[][] => {
  const runs: StrokePoint[][] = [];
  let run: StrokePoint[] = [];
  points.forEach((point, i) => {
    run.push(point);
    const next = points[i + 1];
    if (!next || i === 0) return;
    if (point.vector[0] * next.vector[0] + point.vector[1] * next.vector[1] >= 0) return;
    runs.push(run);
    run = [{ ...point, vector: next.vector, distance: 0 }];
  });
  runs.push(run);
  return runs;
};

/** perfect-freehand leaves out what lies within this many units of a line's end. */
const ignoredEnd = 3;

/** A line from `a` to `b` with round ends; a dot when they are one point. Sides run as perfect-freehand's do. */
const capsule = (a: StrokePoint, b: StrokePoint, width: number): Polygon => {
  const angle = Math.atan2(b.point[1] - a.point[1], b.point[0] - a.point[0]);
  const cap = ({ point, pressure }: StrokePoint, from: number): [number, number][] =>
    Array.from({ length: 9 }, (_, i) => {
      const radius = penRadius(width, pressure);
      const at = from + (Math.PI * i) / 8;
      return [point[0] + radius * Math.cos(at), point[1] + radius * Math.sin(at)];
    });
  return packed([...cap(b, angle - Math.PI / 2), ...cap(a, angle + Math.PI / 2)]);
};

const outlineRun = (run: readonly StrokePoint[], width: number): Polygon => {
  const first = run[0];
  const last = run.at(-1);
  if (!first || !last) return new Float32Array();
  const start = first.runningLength;
  if (run.length < 3 || last.runningLength - start <= ignoredEnd) return capsule(first, last, width);
  const rebased = run.map((p) => ({ ...p, runningLength: p.runningLength - start }));
  return packed(getStrokeOutlinePoints(rebased, options(width)));
};

const trace = (points: Points, width: number): Outline => {
  const { xy } = points;
  const input: [number, number, number][] = [];
  pressuresOf(points).forEach((pressure, i) => {
    input.push([xy[2 * i] ?? 0, xy[2 * i + 1] ?? 0, pressure]);
  });
  return cutAtCorners(getStrokePoints(input, options(width))).map((run) => outlineRun(run, width));
};

const known = new WeakMap<Points, { readonly width: number; readonly outline: Outline }>();

/**
 * The outline of a pen stroke, by perfect-freehand. Kept with its points, so moving or recolouring a stroke, which leaves
 * the points as they are, costs nothing (tracing takes about 0.1 ms per stroke).
 */
export const inkOutline = (points: Points, width: number): Outline => {
  const found = known.get(points);
  if (found && found.width === width) return found.outline;
  const outline = trace(points, width);
  known.set(points, { width, outline });
  return outline;
};
