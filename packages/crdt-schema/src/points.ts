import type { Points } from './elements.ts';
import { Failure } from './failure.ts';
import { limits } from './limits.ts';

/**
 * A point list packed into bytes: quantised to a power-of-two step, second-order differences, zigzag varints, with
 * optional pressure and time. The layout is in the package README ("Packed points"); it never changes, a better one gets a new
 * version number in the first byte.
 */

const version = 1;
const pressureFlag = 1 << 4;
const timeFlag = 1 << 5;
const reservedFlag = 1 << 7;
/** 1/16 px: the step at 100 % zoom and below. */
const baseExponent = 4;
const finestExponent = 12;
const longestPause = 60_000;

/** The exponent e of the step 2^-e that keeps ink within 0.05 screen px at this zoom (CSS px per board unit). */
export const exponentFor = (zoom: number): number =>
  Math.min(finestExponent, Math.max(0, baseExponent + Math.ceil(Math.log2(zoom) || 0)));

export interface PackOptions {
  /** Step is 2^-e board units. Default: the grid the points are already on, else 1/16. */
  readonly e?: number;
  /** Moves every point before it is quantised, board units. */
  readonly dx?: number;
  readonly dy?: number;
}

/** The coarsest grid from 1/16 on that holds every point exactly, or 1/16 when none does. */
const ownExponent = (xy: Float32Array): number => {
  let e = baseExponent;
  for (const v of xy) {
    while (!Number.isInteger(v * 2 ** e)) {
      e++;
      if (e > finestExponent) return baseExponent;
    }
  }
  return e;
};

interface Writer {
  readonly bytes: Uint8Array;
  at: number;
}

const writeUnsigned = (w: Writer, value: number): void => {
  let rest = value >>> 0;
  while (rest > 0x7f) {
    w.bytes[w.at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  w.bytes[w.at++] = rest;
};

const writeSigned = (w: Writer, value: number): void => writeUnsigned(w, (value << 1) ^ (value >> 31));

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  /** Set once anything was missing or out of range; values read after that mean nothing. */
  bad: boolean;
}

const readUnsigned = (r: Reader): number => {
  const first = r.bytes[r.at++];
  if (first === undefined) {
    r.bad = true;
    return 0;
  }
  if (first < 0x80) return first;
  let value = first & 0x7f;
  for (let shift = 7; shift <= 28; shift += 7) {
    const byte = r.bytes[r.at++];
    if (byte === undefined || (shift === 28 && byte > 0x0f)) break;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  r.bad = true;
  return 0;
};

const readSigned = (r: Reader): number => {
  const value = readUnsigned(r);
  return (value >>> 1) ^ -(value & 1);
};

const refuse = (detail: string): never => {
  throw new Failure('MALFORMED', detail);
};

/** Quantised coordinates with the points that stand still left out: x0, y0, x1, y1, … in steps. */
interface Steps {
  readonly xy: Int32Array;
  readonly pressure: Uint8Array | undefined;
  readonly time: Uint16Array | undefined;
  readonly n: number;
}

const toSteps = (points: Points, e: number, dx: number, dy: number): Steps => {
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
const writeBody = (w: Writer, { xy, pressure, time, n }: Steps): void => {
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
    w.bytes[w.at++] = pressure[0] ?? 0;
    for (let i = 1; i < n; i++) writeSigned(w, (pressure[i] ?? 0) - (pressure[i - 1] ?? 0));
  }
  if (time !== undefined) for (let i = 1; i < n; i++) writeUnsigned(w, time[i] ?? 0);
};

const readBody = (r: Reader, e: number, hasPressure: boolean, hasTime: boolean): Points | undefined => {
  const n = readUnsigned(r);
  // Every point takes two bytes or more, so a short message cannot ask for a large array.
  if (r.bad || n < 1 || n > limits.strokePoints || 2 * n > r.bytes.length - r.at) return undefined;
  const xy = new Float32Array(2 * n);
  const step = 2 ** -e;
  const most = limits.strokeSteps;
  let x = 0;
  let y = 0;
  let vx = 0;
  let vy = 0;
  for (let i = 0; i < n; i++) {
    const dx = readSigned(r);
    const dy = readSigned(r);
    vx = i < 2 ? dx : vx + dx;
    vy = i < 2 ? dy : vy + dy;
    x += vx;
    y += vy;
    if (r.bad || x > most || x < -most || y > most || y < -most) return undefined;
    xy[2 * i] = x * step;
    xy[2 * i + 1] = y * step;
  }
  let pressure: Uint8Array | undefined;
  if (hasPressure) {
    pressure = new Uint8Array(n);
    let p = r.bytes[r.at++];
    for (let i = 0; i < n; i++) {
      if (i > 0) p = (p ?? 0) + readSigned(r);
      if (r.bad || p === undefined || p < 0 || p > 255) return undefined;
      pressure[i] = p;
    }
  }
  let time: Uint16Array | undefined;
  if (hasTime) {
    time = new Uint16Array(n);
    for (let i = 1; i < n; i++) {
      const pause = readUnsigned(r);
      if (r.bad || pause > longestPause) return undefined;
      time[i] = pause;
    }
  }
  return Object.freeze(
    time === undefined ? (pressure === undefined ? { xy } : { xy, pressure }) : { xy, pressure, time },
  );
};

const checkPoints = ({ xy, pressure, time }: Points): void => {
  const n = xy.length / 2;
  if (!Number.isInteger(n) || n < 1) refuse('points');
  if (pressure !== undefined && pressure.length !== n) refuse('points.pressure');
  if (time !== undefined && time.length !== n) refuse('points.time');
  for (const v of xy) if (!Number.isFinite(v)) refuse('points');
};

/** Coarsens e until the farthest point fits into the format. */
const fittingExponent = (xy: Float32Array, e: number, dx: number, dy: number): number => {
  let far = 0;
  for (let i = 0; i < xy.length; i++) far = Math.max(far, Math.abs((xy[i] ?? 0) + (i % 2 === 0 ? dx : dy)));
  let fit = Math.min(finestExponent, Math.max(0, Math.trunc(e)));
  while (fit > 0 && far * 2 ** fit > limits.strokeSteps) fit--;
  if (far * 2 ** fit > limits.strokeSteps) throw new Failure('TOO_LARGE', 'points');
  return fit;
};

const pack = (points: Points, options: PackOptions): Uint8Array => {
  const n = points.xy.length / 2;
  const { dx = 0, dy = 0 } = options;
  const e = fittingExponent(points.xy, options.e ?? ownExponent(points.xy), dx, dy);
  const w: Writer = { bytes: new Uint8Array(2 + 5 + n * 15), at: 0 };
  w.bytes[w.at++] =
    version | (points.pressure === undefined ? 0 : pressureFlag) | (points.time === undefined ? 0 : timeFlag);
  w.bytes[w.at++] = e;
  writeBody(w, toSteps(points, e, dx, dy));
  return w.bytes.slice(0, w.at);
};

/**
 * Packs points. A point equal to the one before it (after quantising, and of equal pressure) is dropped.
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
export const decodePoints = (bytes: Uint8Array): Points | undefined => {
  const flags = bytes[0];
  const e = bytes[1];
  if (flags === undefined || e === undefined || bytes.length > limits.strokeBytes) return undefined;
  if ((flags & 0x0f) !== version || (flags & reservedFlag) !== 0 || e > finestExponent) return undefined;
  const r: Reader = { bytes, at: 2, bad: false };
  const points = readBody(r, e, (flags & pressureFlag) !== 0, (flags & timeFlag) !== 0);
  return r.bad || r.at !== bytes.length ? undefined : points;
};

/** The points as everyone will see them once stored. Authors draw from these too. */
export const quantise = (points: Points, options: PackOptions = {}): Points =>
  decodePoints(encodePoints(points, options)) ?? points;

const part = ({ xy, pressure, time }: Points, from: number, to: number): Points => ({
  xy: xy.slice(2 * from, 2 * to),
  ...(pressure === undefined ? {} : { pressure: pressure.slice(from, to) }),
  ...(time === undefined ? {} : { time: time.slice(from, to) }),
});

/**
 * Cuts a point list into parts that each fit into one stroke. Neighbouring parts share a point, so the ink has no gap;
 * the caller gives them a common group. Throws MALFORMED as `encodePoints` does.
 */
export const splitPoints = (points: Points): readonly Points[] => {
  checkPoints(points);
  const n = points.xy.length / 2;
  if (n <= limits.strokePoints && pack(points, {}).length <= limits.strokeBytes) return [points];
  const middle = Math.ceil(n / 2);
  return [...splitPoints(part(points, 0, middle + 1)), ...splitPoints(part(points, middle, n))];
};
