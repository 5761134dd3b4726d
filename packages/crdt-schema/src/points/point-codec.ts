import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import {
  type ByteReader,
  type ByteWriter,
  byteReader,
  byteWriter,
  readAll,
  readByte,
  readSigned,
  readUnsigned,
  writeByte,
  writeSigned,
  writeUnsigned,
  written,
} from './bytes.ts';

/**
 * Points relative to the element's `x`, `y`, as they are shown (a resized stroke's points are already scaled).
 * `xy` holds x0, y0, x1, y1, …; `pressure` one byte per point (0–255) when the pen really had it.
 */
export interface Points {
  readonly xy: Float32Array;
  readonly pressure?: Uint8Array | undefined;
  /** Milliseconds since the previous point, one per point (first is 0), when the board records time. */
  readonly time?: Uint16Array | undefined;
}

/**
 * The bytes of a point list: quantized to a power-of-two step, second-order differences, zigzag varints, with optional
 * pressure and time. The layout is in the package README ("Packed points"); it never changes, a better one gets a new version
 * number in the first byte.
 */

const version = 1;
export const pressureFlag = 1 << 4;
const timeFlag = 1 << 5;
const reservedFlag = 1 << 7;
/** 1/16 px: the step at 100 % zoom and below. */
export const baseExponent = 4;
export const finestExponent = 12;
const longestPause = 60_000;
/** x and y of 5 bytes, pressure of 2, time of 3. */
export const mostBytesPerPoint = 15;

export interface PackOptions {
  /** Step is 2^-e board units. Default: the grid the points are already on, else 1/16. */
  readonly e?: number;
  /** Moves every point before it is quantized, board units. */
  readonly dx?: number;
  readonly dy?: number;
}

/** The coarsest grid from 1/16 on that holds every point exactly, or 1/16 when none does. */
export const ownExponent = (xy: Float32Array): number => {
  let e = baseExponent;
  for (const v of xy) {
    while (!Number.isInteger(v * 2 ** e)) {
      e++;
      if (e > finestExponent) return baseExponent;
    }
  }
  return e;
};

const refuse = (detail: string): never => {
  throw new Failure('MALFORMED', detail);
};

/** Quantized coordinates with the points that stand still left out: x0, y0, x1, y1, … in steps. */
interface Steps {
  readonly xy: Int32Array;
  readonly pressure: Uint8Array | undefined;
  readonly time: Uint16Array | undefined;
  readonly n: number;
}

export const toSteps = (points: Points, e: number, dx: number, dy: number): Steps => {
  const { xy, pressure, time } = points;
  const scale = 2 ** e;
  const steps = new Int32Array(xy.length);
  const pressures = pressure === undefined ? undefined : new Uint8Array(pressure.length);
  const times = time === undefined ? undefined : new Uint16Array(time.length);
  let n = 0;
  let pause = 0;
  for (let i = 0; i < xy.length / 2; i++) {
    const x = Math.round(((xy[2 * i] ?? 0) + dx) * scale);
    const y = Math.round(((xy[2 * i + 1] ?? 0) + dy) * scale);
    pause += time?.[i] ?? 0;
    if (
      n > 0 &&
      steps[2 * n - 2] === x &&
      steps[2 * n - 1] === y &&
      (pressures === undefined || pressures[n - 1] === pressure?.[i])
    )
      continue;
    steps[2 * n] = x;
    steps[2 * n + 1] = y;
    if (pressures !== undefined) pressures[n] = pressure?.[i] ?? 0;
    if (times !== undefined) times[n] = n === 0 ? 0 : Math.min(longestPause, pause);
    pause = 0;
    n++;
  }
  return { xy: steps, pressure: pressures, time: times, n };
};

/** Points as the wire and the document hold them from the count on; shared by stored strokes and live ink. */
export const writeBody = (w: ByteWriter, { xy, pressure, time, n }: Steps): void => {
  writeUnsigned(w, n);
  let x = 0;
  let y = 0;
  let vx = 0;
  let vy = 0;
  for (let i = 0; i < n; i++) {
    const dx = (xy[2 * i] ?? 0) - x;
    const dy = (xy[2 * i + 1] ?? 0) - y;
    // The first point and the first delta are plain; from the third point on, differences of differences.
    writeSigned(w, i < 2 ? dx : dx - vx);
    writeSigned(w, i < 2 ? dy : dy - vy);
    x += dx;
    y += dy;
    vx = dx;
    vy = dy;
  }
  if (pressure !== undefined) {
    writeByte(w, pressure[0] ?? 0);
    for (let i = 1; i < n; i++) writeSigned(w, (pressure[i] ?? 0) - (pressure[i - 1] ?? 0));
  }
  if (time !== undefined) for (let i = 1; i < n; i++) writeUnsigned(w, time[i] ?? 0);
};

/** What reading a point list has found. */
export interface Body {
  /** Left out when only asked whether the bytes are valid. */
  readonly points: Points | undefined;
  /** What the points cover, board units relative to the element's x, y. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Board units of one step of packed points. */
export const stepOf = (bytes: Uint8Array): number => 2 ** -(bytes[1] ?? 0);

const channels = (
  xy: Float32Array | undefined,
  pressure: Uint8Array | undefined,
  time: Uint16Array | undefined,
): Points | undefined => {
  if (xy === undefined) return undefined;
  if (time !== undefined) return Object.freeze({ xy, pressure, time });
  return Object.freeze(pressure === undefined ? { xy } : { xy, pressure });
};

/**
 * Reads a point list; undefined when it is not valid. With `keep` false nothing is allocated, which is how a board of
 * 100,000 strokes is checked without unpacking any.
 */
export const readBody = (
  r: ByteReader,
  e: number,
  hasPressure: boolean,
  hasTime: boolean,
  keep: boolean,
): Body | undefined => {
  const n = readUnsigned(r);
  // Every point takes two bytes or more, so a short message cannot ask for a large array.
  if (r.bad || n < 1 || n > limits.strokePoints || 2 * n > r.bytes.length - r.at) return undefined;
  const xy = keep ? new Float32Array(2 * n) : undefined;
  const step = 2 ** -e;
  const most = limits.strokeSteps;
  let x = 0;
  let y = 0;
  let vx = 0;
  let vy = 0;
  let left = most;
  let top = most;
  let right = -most;
  let bottom = -most;
  for (let i = 0; i < n; i++) {
    const dx = readSigned(r);
    const dy = readSigned(r);
    vx = i < 2 ? dx : vx + dx;
    vy = i < 2 ? dy : vy + dy;
    x += vx;
    y += vy;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
    // Checked at every point: what is summed up stays an exact integer.
    if (right > most || left < -most || bottom > most || top < -most) return undefined;
    if (xy !== undefined) {
      xy[2 * i] = x * step;
      xy[2 * i + 1] = y * step;
    }
  }
  const pressure = keep && hasPressure ? new Uint8Array(n) : undefined;
  if (hasPressure) {
    let p = readByte(r);
    for (let i = 0; i < n; i++) {
      if (i > 0) p += readSigned(r);
      if (p < 0 || p > 255) return undefined;
      if (pressure !== undefined) pressure[i] = p;
    }
  }
  const time = keep && hasTime ? new Uint16Array(n) : undefined;
  if (hasTime)
    for (let i = 1; i < n; i++) {
      const pause = readUnsigned(r);
      if (pause > longestPause) return undefined;
      if (time !== undefined) time[i] = pause;
    }
  if (r.bad) return undefined;
  return {
    points: channels(xy, pressure, time),
    left: left * step,
    top: top * step,
    right: right * step,
    bottom: bottom * step,
  };
};

export const checkPoints = ({ xy, pressure, time }: Points): void => {
  const n = xy.length / 2;
  if (!Number.isInteger(n) || n < 1) refuse('points');
  if (pressure !== undefined && pressure.length !== n) refuse('points.pressure');
  if (time !== undefined && time.length !== n) refuse('points.time');
  for (const v of xy) if (!Number.isFinite(v)) refuse('points');
};

/** Coarsens e until the farthest point fits into the format. */
export const fittingExponent = (xy: Float32Array, e: number, dx: number, dy: number): number => {
  let far = 0;
  for (let i = 0; i < xy.length; i++) far = Math.max(far, Math.abs((xy[i] ?? 0) + (i % 2 === 0 ? dx : dy)));
  let fit = Math.min(finestExponent, Math.max(0, Math.trunc(e)));
  while (fit > 0 && far * 2 ** fit > limits.strokeSteps) fit--;
  if (far * 2 ** fit > limits.strokeSteps) throw new Failure('TOO_LARGE', 'points');
  return fit;
};

/** Packs points that `checkPoints` has passed, of any length. */
export const pack = (points: Points, options: PackOptions): Uint8Array => {
  const n = points.xy.length / 2;
  const { dx = 0, dy = 0 } = options;
  const e = fittingExponent(points.xy, options.e ?? ownExponent(points.xy), dx, dy);
  const w = byteWriter(2 + 5 + n * mostBytesPerPoint);
  writeByte(
    w,
    version | (points.pressure === undefined ? 0 : pressureFlag) | (points.time === undefined ? 0 : timeFlag),
  );
  writeByte(w, e);
  writeBody(w, toSteps(points, e, dx, dy));
  return written(w);
};

/** Reads packed points; undefined when the bytes are not exactly one valid point list. Never throws. */
export const unpack = (bytes: Uint8Array, keep: boolean): Body | undefined => {
  const flags = bytes[0];
  const e = bytes[1];
  if (flags === undefined || e === undefined || bytes.length > limits.strokeBytes) return undefined;
  if ((flags & 0x0f) !== version || (flags & reservedFlag) !== 0 || e > finestExponent) return undefined;
  const r = byteReader(bytes, 2);
  const body = readBody(r, e, (flags & pressureFlag) !== 0, (flags & timeFlag) !== 0, keep);
  return readAll(r) ? body : undefined;
};

/** Which channels packed points have besides their places. */
export const channelsOf = (bytes: Uint8Array): { readonly pressure: boolean; readonly time: boolean } => {
  const flags = bytes[0] ?? 0;
  return { pressure: (flags & pressureFlag) !== 0, time: (flags & timeFlag) !== 0 };
};
