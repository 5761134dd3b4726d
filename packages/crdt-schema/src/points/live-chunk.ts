import { type ByteReader, type ByteWriter, readByte, writeByte } from './bytes.ts';
import {
  checkPoints,
  finestExponent,
  fittingExponent,
  mostBytesPerPoint,
  ownExponent,
  type Points,
  pressureFlag,
  readBody,
  toSteps,
  writeBody,
} from './point-codec.ts';

/** A chunk of live ink: one byte of exponent and pressure flag, then points as in a stored stroke. */
export const writeChunk = (w: ByteWriter, points: Points, e: number | undefined): void => {
  checkPoints(points);
  const fit = fittingExponent(points.xy, e ?? ownExponent(points.xy), 0, 0);
  writeByte(w, fit | (points.pressure === undefined ? 0 : pressureFlag));
  writeBody(w, toSteps({ xy: points.xy, pressure: points.pressure }, fit, 0, 0));
};

/** Bytes that `writeChunk` takes at most. */
export const chunkBytes = (points: Points): number => 6 + (points.xy.length / 2) * mostBytesPerPoint;

export const readChunk = (r: ByteReader): (Points & { readonly e: number }) | undefined => {
  const flags = readByte(r);
  const e = flags & 0x0f;
  if (r.bad || e > finestExponent || (flags & ~(0x0f | pressureFlag)) !== 0) return undefined;
  const points = readBody(r, e, (flags & pressureFlag) !== 0, false, true)?.points;
  return points && { ...points, e };
};
