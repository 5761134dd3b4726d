import { type Cubic, cubicAfter, cubicBefore } from './curve.ts';
import { chance, wave } from './noise.ts';
import { isSide, side } from './ring.ts';
import type { Vec } from './units.ts';
import { between, distance } from './vec.ts';

/** A line as a hand draws it: clean cubics, moved to the side by a slow wave. Lengths are board units. */

/** How far the wave goes to either side, and how long it takes from one turn to the next. */
export const waver = 0.6;
const slowness = 34;

/** How far a corner is drawn past its tip, and how far a line without corners is drawn past where it began. */
export const overshoot = 1;
const overlap = 7;

/** Pieces are this long, and no line is made of more than so many. */
const pieceLength = 30;
const mostPieces = 160;

/** Cosine of the turn from which two cubics meet in a corner. */
const cornerFrom = 0.9;

/** How a line is drawn: round and round, or from one end to the other, where it starts and ends exactly. */
export interface Way {
  readonly closed: boolean;
  readonly seed: number;
  /** How far its straight runs are bowed to one side in their middle. Absent = not at all. */
  readonly bow?: number;
}

const along = (from: Vec, to: Vec): Vec => {
  const length = distance(from, to);
  return length === 0 ? { x: 0, y: 0 } : { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
};

/** Directions in which a cubic begins and ends. A handle that lies on its end says nothing. */
const start = (c: Cubic): Vec => along(c.from, distance(c.from, c.a) > 1e-6 ? c.a : c.to);
const finish = (c: Cubic): Vec => along(distance(c.b, c.to) > 1e-6 ? c.b : c.from, c.to);

const isCorner = (before: Cubic, after: Cubic): boolean => {
  const [a, b] = [finish(before), start(after)];
  return a.x * b.x + a.y * b.y < cornerFrom;
};

/** About how long a cubic is: the mean of its chord and of the way over its handles (Gravesen 1997). */
const lengthOf = (c: Cubic): number =>
  (distance(c.from, c.to) + distance(c.from, c.a) + distance(c.a, c.b) + distance(c.b, c.to)) / 2;

/** Cubics that follow each other without a corner. */
const runsOf = (cubics: readonly Cubic[], closed: boolean): readonly (readonly Cubic[])[] => {
  const runs: Cubic[][] = [];
  cubics.forEach((c, i) => {
    const before = cubics[i - 1];
    if (before === undefined || isCorner(before, c)) runs.push([c]);
    else runs.at(-1)?.push(c);
  });
  const [first, last] = [cubics[0], cubics.at(-1)];
  const wraps = closed && runs.length > 1 && first && last && !isCorner(last, first);
  return wraps ? [...runs.slice(1, -1), [...(runs.at(-1) ?? []), ...(runs[0] ?? [])]] : runs;
};

/** A run in pieces that are short enough to be moved each to its own side. */
const pieces = (run: readonly Cubic[], longest: number): readonly Cubic[] =>
  run.flatMap((c) => {
    const straight = isSide(c);
    const count = Math.ceil(lengthOf(c) / (straight ? longest : 2 * longest));
    if (!(count > 1)) return c;
    return Array.from({ length: count }, (_, i) => {
      if (straight) return side(between(c.from, c.to, i / count), between(c.from, c.to, (i + 1) / count));
      return cubicBefore(cubicAfter(c, i / count), i === count - 1 ? 1 : 1 / (count - i));
    });
  });

/** Goes on, or begins earlier, in a straight line. */
const past = (run: readonly Cubic[], before: number, after: number): readonly Cubic[] => {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return run;
  const [a, b] = [start(first), finish(last)];
  const from = { x: first.from.x - a.x * before, y: first.from.y - a.y * before };
  const to = { x: last.to.x + b.x * after, y: last.to.y + b.y * after };
  const ended = (c: Cubic, ends: Partial<Cubic>): Cubic =>
    isSide(c) ? side(ends.from ?? c.from, ends.to ?? c.to) : { ...c, ...ends };
  const begun = run.map((c, i) => (i === 0 ? ended(c, { from }) : c));
  return begun.map((c, i) => (i === begun.length - 1 ? ended(c, { to }) : c));
};

/** A ring that begins at one of its cubics and is drawn on a little after it has come round. */
const overlapping = (ring: readonly Cubic[], seed: number): readonly Cubic[] => {
  const begin = Math.floor(((chance(seed, 7) + 1) / 2.001) * ring.length);
  const turned = [...ring.slice(begin), ...ring.slice(0, begin)];
  const first = turned[0];
  const length = first === undefined ? 0 : lengthOf(first);
  return first === undefined || length === 0 ? turned : [...turned, cubicBefore(first, Math.min(1, overlap / length))];
};

/** Moves a run to its side. `held`: its ends stay where they are, and its middle is bowed by so much. */
const moved = (run: readonly Cubic[], seed: number, held?: number): readonly Cubic[] => {
  const whole = run.reduce((sum, c) => sum + lengthOf(c), 0);
  const by = (at: number): number => {
    const freely = waver * wave(seed, at / slowness);
    if (held === undefined) return freely;
    const part = Math.max(0, Math.min(1, at / 12, (whole - at) / 12));
    return part * freely + (whole > 0 ? (4 * held * at * (whole - at)) / (whole * whole) : 0);
  };
  const shifted = (p: Vec, way: Vec, at: number): Vec => ({ x: p.x - way.y * by(at), y: p.y + way.x * by(at) });
  let at = 0;
  return run.map((c) => {
    const length = lengthOf(c);
    const [a, b] = [start(c), finish(c)];
    const next = {
      from: shifted(c.from, a, at),
      a: shifted(c.a, a, at + length / 3),
      b: shifted(c.b, b, at + (length * 2) / 3),
      to: shifted(c.to, b, at + length),
    };
    at += length;
    return next;
  });
};

/** A line drawn once. The same seed gives the same line, wherever it lies. Returns its strokes, each in one piece. */
export const drawnOnce = (cubics: readonly Cubic[], { closed, seed, bow = 0 }: Way): readonly (readonly Cubic[])[] => {
  const longest = Math.max(pieceLength, cubics.reduce((sum, c) => sum + lengthOf(c), 0) / mostPieces);
  const runs = runsOf(cubics, closed);
  const [only] = runs;
  const joins = closed && runs.length === 1 && only?.[0] && !isCorner(only.at(-1) ?? only[0], only[0]);
  if (joins) return [moved(pieces(overlapping(only, seed), longest), seed)];
  return runs.map((run, i) => {
    const reach = (n: number) => (closed ? overshoot * (0.7 + 0.3 * chance(seed, 2 * i + n)) : 0);
    const straight = run.every(isSide);
    return moved(pieces(past(run, reach(20), reach(21)), longest), seed + i, closed ? undefined : straight ? bow : 0);
  });
};

/** Strokes of a line as numbers, relative to `at`: where each begins, then two handles and an end for each of its cubics. */
export const packStrokes = (strokes: readonly (readonly Cubic[])[], at: Vec): readonly Float32Array[] =>
  strokes.map((stroke) => {
    const first = stroke[0]?.from ?? at;
    const rest = stroke.flatMap(({ a, b, to }) => [
      a.x - at.x,
      a.y - at.y,
      b.x - at.x,
      b.y - at.y,
      to.x - at.x,
      to.y - at.y,
    ]);
    return Float32Array.from([first.x - at.x, first.y - at.y, ...rest]);
  });
