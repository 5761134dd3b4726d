import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import {
  baseExponent,
  checkPoints,
  finestExponent,
  type PackOptions,
  type Points,
  pack,
  unpack,
} from './point-codec.ts';

/** Points packed into bytes and back, as tools and importers use it. */

/** The exponent e of the step 2^-e that keeps ink within 0.05 screen px at this zoom (CSS px per board unit). */
export const exponentFor = (zoom: number): number =>
  Math.min(finestExponent, Math.max(0, baseExponent + Math.ceil(Math.log2(zoom) || 0)));

/**
 * Packs points. A point equal to the one before it (after quantizing, and of equal pressure) is dropped.
 * Throws MALFORMED for no points, NaN or channels of another length, TOO_LARGE beyond the limits.
 */
export const encodePoints = (points: Points, options: PackOptions = {}): Uint8Array => {
  checkPoints(points);
  if (points.xy.length / 2 > limits.strokePoints) throw new Failure('TOO_LARGE', 'points');
  const bytes = pack(points, options);
  if (bytes.length > limits.strokeBytes) throw new Failure('TOO_LARGE', 'points');
  return bytes;
};

/** Unpacks points, or undefined when the bytes are not exactly one valid point list. Never throws. */
export const decodePoints = (bytes: Uint8Array): Points | undefined => unpack(bytes, true)?.points;

/** The points as everyone will see them once stored. Authors draw from these too. */
export const quantize = (points: Points, options: PackOptions = {}): Points =>
  decodePoints(encodePoints(points, options)) ?? points;

const part = ({ xy, pressure, time }: Points, from: number, to: number): Points => ({
  xy: xy.slice(2 * from, 2 * to),
  ...(pressure === undefined ? {} : { pressure: pressure.slice(from, to) }),
  ...(time === undefined ? {} : { time: time.slice(from, to) }),
});

/**
 * Cuts a point list into parts that each fit into one stroke. Neighboring parts share a point, so the ink has no gap;
 * the caller gives them a common group. Throws MALFORMED as `encodePoints` does.
 */
export const splitPoints = (points: Points): readonly Points[] => {
  checkPoints(points);
  const n = points.xy.length / 2;
  if (n <= limits.strokePoints && pack(points, {}).length <= limits.strokeBytes) return [points];
  const middle = Math.ceil(n / 2);
  return [...splitPoints(part(points, 0, middle + 1)), ...splitPoints(part(points, middle, n))];
};
