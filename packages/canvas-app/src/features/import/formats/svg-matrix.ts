/** Transforms of SVG: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface Vec {
  readonly x: number;
  readonly y: number;
}

export const still: Matrix = [1, 0, 0, 1, 0, 0];

/** What first `inner` and then `outer` does. */
export const times = (outer: Matrix, inner: Matrix): Matrix => {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
};

export const apply = ([a, b, c, d, e, f]: Matrix, { x, y }: Vec): Vec => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
});

/** How many times as long lines become, on the whole. */
export const scaleOf = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c));

/** A turn and two scales, where that is all a transform does to a box that is the same when mirrored; undefined where it is skewed. */
export function turnOf([a, b, c, d]: Matrix): { rotation: number; sx: number; sy: number } | undefined {
  const [sx, sy] = [Math.hypot(a, b), Math.hypot(c, d)];
  if (!(sx > 0) || !(sy > 0) || Math.abs(a * c + b * d) > 1e-4 * sx * sy) return undefined;
  return { rotation: Math.atan2(b, a), sx, sy };
}

const radians = Math.PI / 180;

const made: Readonly<Record<string, (n: readonly number[]) => Matrix>> = {
  translate: ([x = 0, y = 0]) => [1, 0, 0, 1, x, y],
  scale: ([x = 1, y = x]) => [x, 0, 0, y, 0, 0],
  rotate([angle = 0, x = 0, y = 0]) {
    const [sin, cos] = [Math.sin(angle * radians), Math.cos(angle * radians)];
    return times([1, 0, 0, 1, x, y], times([cos, sin, -sin, cos, 0, 0], [1, 0, 0, 1, -x, -y]));
  },
  skewX: ([angle = 0]) => [1, 0, Math.tan(angle * radians), 1, 0, 0],
  skewY: ([angle = 0]) => [1, Math.tan(angle * radians), 0, 1, 0, 0],
  matrix: ([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]) => [a, b, c, d, e, f],
};

/** Transforms in one attribute beyond which no more are read. */
const most = 100;

/** The transform that an attribute says; one that makes no sense does nothing. */
export function matrixOf(attribute: string | undefined): Matrix {
  let all: Matrix = still;
  const found = (attribute ?? '').slice(0, 10_000).matchAll(/([a-zA-Z]+)\s*\(([^()]*)\)/g);
  for (const [i, [, name = '', numbers = '']] of [...found].entries()) {
    const make = Object.hasOwn(made, name) ? made[name] : undefined;
    if (i >= most || make === undefined) continue;
    const values = (numbers.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    all = times(all, make(values));
  }
  return all.every(Number.isFinite) ? all : still;
}
