import type { Vec } from './svg-matrix.ts';

/** Path data of SVG, https://www.w3.org/TR/SVG2/paths.html, as lines of points. */

export interface Subpath {
  readonly points: readonly Vec[];
  readonly isClosed: boolean;
  readonly isCurved: boolean;
}

/** Parts that a curve is divided into, and the largest turn of a part of an arc. */
const parts = 12;
const arcStep = Math.PI / 12;

const number = /[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y;
const flag = /[\s,]*([01])/y;
const letter = /[\s,]*([a-zA-Z])/y;

/** How many numbers follow each letter. */
const counts: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };

const read = (pattern: RegExp, text: string, at: number): readonly [string, number] | undefined => {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? undefined : [found[1] ?? '', pattern.lastIndex];
};

/** The commands of a path one by one, up to the first that makes no sense, as the specification has it. */
function* commandsOf(data: string): Generator<readonly [string, readonly number[]]> {
  let at = 0;
  let name = '';
  for (;;) {
    const next = read(letter, data, at);
    if (next !== undefined) [name, at] = next;
    const count = Object.hasOwn(counts, name.toUpperCase()) ? counts[name.toUpperCase()] : undefined;
    if (count === undefined) return;
    if (count === 0) {
      if (next === undefined) return;
      yield [name, []];
      continue;
    }
    const values: number[] = [];
    while (values.length < count) {
      const isFlag = count === 7 && (values.length === 3 || values.length === 4);
      const value = read(isFlag ? flag : number, data, at);
      if (value === undefined) return;
      values.push(Number(value[0]));
      at = value[1];
    }
    yield [name, values];
    if (name === 'M') name = 'L';
    if (name === 'm') name = 'l';
  }
}

const between = (from: number, a: number, b: number, to: number, t: number): number => {
  const u = 1 - t;
  return u * u * u * from + 3 * u * u * t * a + 3 * u * t * t * b + t * t * t * to;
};

function cubic(from: Vec, a: Vec, b: Vec, to: Vec, anchors: boolean): readonly Vec[] {
  if (anchors) return [to];
  return Array.from({ length: parts }, (_, i) => {
    const t = (i + 1) / parts;
    return { x: between(from.x, a.x, b.x, to.x, t), y: between(from.y, a.y, b.y, to.y, t) };
  });
}

/** An arc by its ends: the specification, appendix B.2.4. */
function arc(
  from: Vec,
  to: Vec,
  [rx, ry, turned, large, sweep]: readonly [number, number, number, number, number],
): readonly Vec[] {
  let [a, b] = [Math.abs(rx), Math.abs(ry)];
  if (a === 0 || b === 0 || (from.x === to.x && from.y === to.y)) return [to];
  const [sin, cos] = [Math.sin((turned * Math.PI) / 180), Math.cos((turned * Math.PI) / 180)];
  const [dx, dy] = [(from.x - to.x) / 2, (from.y - to.y) / 2];
  const [x, y] = [cos * dx + sin * dy, -sin * dx + cos * dy];
  const short = (x * x) / (a * a) + (y * y) / (b * b);
  if (short > 1) [a, b] = [a * Math.sqrt(short), b * Math.sqrt(short)];
  const rest = a * a * b * b - a * a * y * y - b * b * x * x;
  const root = Math.sqrt(Math.max(0, rest / (a * a * y * y + b * b * x * x))) * (large === sweep ? -1 : 1);
  const [cx, cy] = [(root * a * y) / b, (-root * b * x) / a];
  const start = Math.atan2((y - cy) / b, (x - cx) / a);
  let turn = Math.atan2((-y - cy) / b, (-x - cx) / a) - start;
  if (sweep === 0 && turn > 0) turn -= 2 * Math.PI;
  if (sweep === 1 && turn < 0) turn += 2 * Math.PI;
  const steps = Math.min(48, Math.max(1, Math.ceil(Math.abs(turn) / arcStep) || 1));
  return Array.from({ length: steps }, (_, i) => {
    if (i === steps - 1) return to;
    const angle = start + (turn * (i + 1)) / steps;
    const [u, v] = [cx + a * Math.cos(angle), cy + b * Math.sin(angle)];
    return { x: cos * u - sin * v + (from.x + to.x) / 2, y: sin * u + cos * v + (from.y + to.y) / 2 };
  });
}

interface Pen {
  at: Vec;
  start: Vec;
  /** The second handle of the curve before, which a smooth one mirrors. */
  handle: Vec | undefined;
  kind: 'cubic' | 'quadratic' | undefined;
}

const mirrored = ({ at, handle, kind }: Pen, wanted: Pen['kind']): Vec =>
  handle === undefined || kind !== wanted ? at : { x: 2 * at.x - handle.x, y: 2 * at.y - handle.y };

/** The points that one command adds. */
function drawn(pen: Pen, name: string, n: readonly number[], anchors: boolean): readonly Vec[] {
  const isRelative = name !== name.toUpperCase();
  const [ox, oy] = isRelative ? [pen.at.x, pen.at.y] : [0, 0];
  const point = (i: number): Vec => ({ x: (n[i] ?? 0) + ox, y: (n[i + 1] ?? 0) + oy });
  const curve = (a: Vec, b: Vec, to: Vec, kind: Pen['kind'], handle: Vec) => {
    Object.assign(pen, { handle, kind });
    return cubic(pen.at, a, b, to, anchors);
  };
  const quadratic = (handle: Vec, to: Vec) => {
    const toward = (end: Vec): Vec => ({
      x: end.x + (2 / 3) * (handle.x - end.x),
      y: end.y + (2 / 3) * (handle.y - end.y),
    });
    return curve(toward(pen.at), toward(to), to, 'quadratic', handle);
  };
  switch (name.toUpperCase()) {
    case 'H':
      return [{ x: (n[0] ?? 0) + ox, y: pen.at.y }];
    case 'V':
      return [{ x: pen.at.x, y: (n[0] ?? 0) + oy }];
    case 'C':
      return curve(point(0), point(2), point(4), 'cubic', point(2));
    case 'S':
      return curve(mirrored(pen, 'cubic'), point(0), point(2), 'cubic', point(0));
    case 'Q':
      return quadratic(point(0), point(2));
    case 'T':
      return quadratic(mirrored(pen, 'quadratic'), point(0));
    case 'A':
      return arc(pen.at, point(5), [n[0] ?? 0, n[1] ?? 0, n[2] ?? 0, n[3] ?? 0, n[4] ?? 0]);
    default:
      return [point(0)];
  }
}

/**
 * The lines of a path. With `anchors` only the places its curves go through. `count` hears of points as they are made, and may throw when
 * they are too many.
 */
export function subpathsOf(
  data: string,
  anchors: boolean,
  count: (points: number) => void = () => undefined,
): readonly Subpath[] {
  const all: Subpath[] = [];
  const pen: Pen = { at: { x: 0, y: 0 }, start: { x: 0, y: 0 }, handle: undefined, kind: undefined };
  let points: Vec[] = [];
  let isCurved = false;
  const end = (isClosed: boolean) => {
    if (points.length > 1) all.push({ points: isClosed ? [...points, pen.start] : points, isClosed, isCurved });
    points = [];
    isCurved = false;
  };
  for (const [name, n] of commandsOf(data)) {
    const upper = name.toUpperCase();
    if (upper === 'Z') {
      end(true);
      Object.assign(pen, { at: pen.start, handle: undefined });
      continue;
    }
    if (upper === 'M') end(false);
    else if (points.length === 0) points.push(pen.at);
    if (!'CSQT'.includes(upper)) pen.handle = undefined;
    if ('CSQTA'.includes(upper)) isCurved = true;
    const added = drawn(pen, name, n, anchors);
    count(added.length);
    points.push(...added);
    pen.at = added.at(-1) ?? pen.at;
    if (upper === 'M') pen.start = pen.at;
  }
  end(false);
  return all;
}
