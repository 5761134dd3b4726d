import { type ErasedRanges, leftBy, type Points, type StrokeElement } from '@gesso/crdt-schema';
import type { Box } from '../geometry/units.ts';
import { cached } from './cache.ts';
import { type InkLine, penLine } from './stroke-outline.ts';

/** A line x0, y0, x1, y1, … relative to its element's `x`, `y`. */
export type Piece = Float32Array;

const rawLine = cached(
  (points: Points): InkLine => ({
    xy: points.xy,
    at: Float64Array.from({ length: points.xy.length / 2 }, (_, i) => i),
  }),
);

const penLines = new WeakMap<Points, { readonly width: number; readonly line: InkLine }>();

/** The line in the middle of a stroke's ink as it is painted. Kept with the points: an eraser asks for it all the time. */
export const inkLine = ({ points, brush, width }: StrokeElement): InkLine => {
  if (brush !== 'pen' || points.xy.length <= 2) return rawLine(points);
  const found = penLines.get(points);
  if (found?.width === width) return found.line;
  const line = penLine(points, width);
  penLines.set(points, { width, line });
  return line;
};

/** The part of a line between two positions. */
const partOf = ({ xy, at }: InkLine, from: number, to: number): Piece => {
  const part: number[] = [];
  const pushAt = (position: number) => {
    const after = at.findIndex((p) => p >= position);
    if (after < 0) return;
    const before = Math.max(0, after - 1);
    const a = at[before] ?? 0;
    const b = at[after] ?? a;
    const t = b > a ? (position - a) / (b - a) : 0;
    const mix = (k: number) => (xy[2 * before + k] ?? 0) * (1 - t) + (xy[2 * after + k] ?? 0) * t;
    part.push(mix(0), mix(1));
  };
  pushAt(from);
  for (let i = 0; i < at.length; i++) {
    const position = at[i] ?? 0;
    if (position > from && position < to) part.push(xy[2 * i] ?? 0, xy[2 * i + 1] ?? 0);
  }
  pushAt(to);
  return Float32Array.from(part);
};

interface Known {
  readonly points: Points;
  readonly width: number;
  readonly brush: string;
  readonly pieces: readonly Piece[];
}

/** By the erased ranges, which stay the same value while an element is moved. */
const known = new WeakMap<ErasedRanges, Known>();

/** The lines that are left of a stroke; of one at which nobody erased, its points. */
export const piecesOf = (stroke: StrokeElement): readonly Piece[] => {
  const { points, cuts: erased, width, brush } = stroke;
  if (erased === undefined) return [points.xy];
  const found = known.get(erased);
  if (found?.points === points && found.width === width && found.brush === brush) return found.pieces;
  const line = inkLine(stroke);
  const pieces = leftBy(erased, points.xy.length / 2).map(([from, to]) => partOf(line, from, to));
  known.set(erased, { points, width, brush, pieces });
  return pieces;
};

/** The smallest box around pieces; an empty one at 0, 0 when there are none. */
export const piecesBox = cached((pieces: readonly Piece[]): Box => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const piece of pieces) {
    for (let i = 0; i + 1 < piece.length; i += 2) {
      left = Math.min(left, piece[i] ?? left);
      right = Math.max(right, piece[i] ?? right);
      top = Math.min(top, piece[i + 1] ?? top);
      bottom = Math.max(bottom, piece[i + 1] ?? bottom);
    }
  }
  return left <= right ? { x: left, y: top, w: right - left, h: bottom - top } : { x: 0, y: 0, w: 0, h: 0 };
});
