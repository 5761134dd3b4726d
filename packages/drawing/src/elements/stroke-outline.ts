import { type ErasedRanges, leftBy, type Points } from '@gesso/crdt-schema';
import { getStrokeOutlinePoints, getStrokePoints, type StrokePoint } from 'perfect-freehand';
import { brushes, easing, penRadius, pressuresOf, sizePerWidth } from './ink-width.ts';

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

/** A point of the line through the middle of the ink, and its position among the captured points. */
interface LinePoint extends StrokePoint {
  readonly at: number;
}

/** Positions of what is drawn: every point, or some on the way of a line that has only two. */
const positions = (count: number): number[] =>
  count === 2 ? [0, 0.25, 0.5, 0.75, 1] : Array.from({ length: count }, (_, i) => i);

const mixed = (list: ArrayLike<number>, offset: number, stride: number, at: number): number => {
  const i = Math.floor(at);
  const a = list[i * stride + offset] ?? 0;
  return a + ((list[(i + 1) * stride + offset] ?? a) - a) * (at - i);
};

/** The line that perfect-freehand smooths out of the points. It passes a third value along: where each came from. */
const smoothLine = (points: Points, width: number): LinePoint[] => {
  const { xy } = points;
  const pressures = pressuresOf(points);
  const input = positions(pressures.length).map((at): [number, number, number] => [
    mixed(xy, 0, 2, at),
    mixed(xy, 1, 2, at),
    at,
  ]);
  const line = getStrokePoints(input, options(width));
  return line.map(({ point, pressure: at, vector, distance, runningLength }, i) => ({
    point,
    pressure: mixed(pressures, 0, 1, at),
    vector,
    distance,
    runningLength,
    at: i === line.length - 1 ? pressures.length - 1 : at,
  }));
};

/** The part of a line between two positions. */
const partOf = (line: readonly LinePoint[], from: number, to: number): LinePoint[] => {
  const part = line.filter(({ at }) => at > from && at < to);
  const pointAt = (at: number): LinePoint | undefined => {
    const after = line.findIndex((p) => p.at >= at);
    const b = line[after];
    const a = line[after - 1];
    if (!b || !a || b.at === at) return b;
    const t = (at - a.at) / (b.at - a.at);
    const mix = (p: number, q: number) => p + (q - p) * t;
    return {
      ...b,
      point: [mix(a.point[0], b.point[0]), mix(a.point[1], b.point[1])],
      pressure: mix(a.pressure, b.pressure),
      runningLength: mix(a.runningLength, b.runningLength),
      at,
    };
  };
  const first = pointAt(from);
  const last = pointAt(to);
  if (first) part.unshift(first.at === from ? { ...first, vector: (part[0] ?? last ?? first).vector } : first);
  if (last) part.push(last);
  return part;
};

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

const trace = (points: Points, width: number, erased: ErasedRanges | undefined): Outline => {
  const line = smoothLine(points, width);
  const parts = erased
    ? leftBy(erased, points.xy.length / 2).map(([from, to]) => partOf(line, from, to))
    : [line as readonly StrokePoint[]];
  return parts.flatMap((part) => cutAtCorners(part).map((run) => outlineRun(run, width)));
};

/** A line with the position of each of its points among the captured ones. Relative to the element's `x`, `y`. */
export interface InkLine {
  readonly xy: Float32Array;
  readonly at: Float64Array;
}

/** The line in the middle of a pen's ink: smoother than the points, so up to a step of a fast hand beside them. */
export const penLine = (points: Points, width: number): InkLine => {
  const line = smoothLine(points, width);
  return {
    xy: Float32Array.from(line.flatMap(({ point }) => point)),
    at: Float64Array.from(line, ({ at }) => at),
  };
};

interface Traced {
  readonly width: number;
  readonly erased: ErasedRanges | undefined;
  readonly outline: Outline;
}

const known = new WeakMap<Points, Traced>();

/**
 * The outline of a pen stroke, by perfect-freehand, without what is `erased`; what is left stays as it was to the
 * last pixel. Kept with its points, so moving or recoloring a stroke, which leaves the points as they are, costs nothing
 * (tracing takes about 0.1 ms per stroke).
 */
export const inkOutline = (points: Points, width: number, erased?: ErasedRanges): Outline => {
  const found = known.get(points);
  if (found && found.width === width && found.erased === erased) return found.outline;
  const outline = trace(points, width, erased);
  known.set(points, { width, erased, outline });
  return outline;
};
