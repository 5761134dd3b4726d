import type { Brush, Points, StrokeElement } from '@gesso/crdt-schema';
import { cached } from './cache.ts';

/** How a brush turns an element's `width` into ink. */
interface BrushShape {
  /** Ink width as a multiple of the element's width. */
  readonly wide: number;
  /** Share of the width that pressure moves; 0 is an even line. */
  readonly thinning: number;
}

export const brushes: Readonly<Record<Brush, BrushShape>> = {
  pen: { wide: 1, thinning: 0.6 },
  marker: { wide: 1.75, thinning: 0 },
  highlighter: { wide: 5, thinning: 0 },
};

/** Mean width of the ink on the board. */
export const inkWidth = (stroke: Pick<StrokeElement, 'brush' | 'width'>): number =>
  stroke.width * brushes[stroke.brush].wide;

/**
 * perfect-freehand's `size` for ink that is on average as wide as its element says, held against real handwriting by
 * `test/ink.test.ts`.
 */
export const sizePerWidth = 0.64;

export const easing = (pressure: number): number => Math.sin((pressure * Math.PI) / 2);

/** Radius that perfect-freehand gives a pen at a pressure from 0 to 1. */
export const penRadius = (width: number, pressure: number): number =>
  width * sizePerWidth * easing(0.5 - brushes.pen.thinning * (0.5 - pressure));

/** The farthest the ink of a stroke reaches from its points. */
export const inkReach = (stroke: Pick<StrokeElement, 'brush' | 'width'>): number =>
  stroke.brush === 'pen' ? penRadius(stroke.width, 1) : inkWidth(stroke) / 2;

/** Board units from one captured point to the next that count as fast, and over which pressure follows the speed. */
const fast = 18;
const lag = 10;

/**
 * Pressure for a pen that has none: light where the hand was fast. perfect-freehand's own simulation measures speed in
 * ink widths, which makes thin pens thinner still (0.4 of their width) and wide ones fat; this one does not know the width.
 */
const pressureOfSpeed = (xy: Float32Array): Float32Array => {
  const pressures = new Float32Array(xy.length >> 1);
  let pressure = 0.5;
  for (let i = 0; i < pressures.length; i++) {
    const j = 2 * Math.max(1, i);
    const step = Math.hypot((xy[j] ?? 0) - (xy[j - 2] ?? 0), (xy[j + 1] ?? 0) - (xy[j - 1] ?? 0));
    const aim = 0.82 - 0.67 * Math.min(1, step / fast);
    pressure += (aim - pressure) * (1 - Math.exp(-step / lag));
    pressures[i] = pressure;
  }
  return pressures;
};

/** Pressure at each point, 0–1: the pen's own, else from its speed. */
export const pressuresOf = ({ xy, pressure }: Points): Float32Array =>
  pressure ? Float32Array.from({ length: xy.length >> 1 }, (_, i) => (pressure[i] ?? 128) / 255) : pressureOfSpeed(xy);

/** Mean radius of a pen one unit wide along the line, each step weighing by its length as it does on the paper. */
const meanUnitRadius = cached((points: Points): number => {
  const { xy } = points;
  const pressures = pressuresOf(points);
  let sum = 0;
  let length = 0;
  for (let i = 1; i < pressures.length; i++) {
    const step = Math.hypot((xy[2 * i] ?? 0) - (xy[2 * i - 2] ?? 0), (xy[2 * i + 1] ?? 0) - (xy[2 * i - 1] ?? 0));
    sum += penRadius(1, pressures[i] ?? 0.5) * step;
    length += step;
  }
  return length > 0 ? sum / length : 0.5;
});

/** Mean width of a stroke's ink, for the plain line that stands in for it from far away. */
export const meanInkWidth = (stroke: StrokeElement): number =>
  stroke.brush === 'pen' ? 2 * meanUnitRadius(stroke.points) * stroke.width : inkWidth(stroke);
