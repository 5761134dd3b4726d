import type { Box, Vec } from './units.ts';
import { distance } from './vec.ts';

/** The four sides of a box, as the way out of it. */
export type Side = 'n' | 'e' | 's' | 'w';

/** One end of a line in right angles: where it is, what it must not run through, and the side it leaves by. Board units. */
export interface ElbowEnd {
  readonly point: Vec;
  /** What lies there; absent at a free end. */
  readonly box?: Box | undefined;
  /** Absent = either way that leads there. */
  readonly side?: Side | undefined;
}

const outward: Readonly<Record<Side, Vec>> = {
  n: { x: 0, y: -1 },
  e: { x: 1, y: 0 },
  s: { x: 0, y: 1 },
  w: { x: -1, y: 0 },
};

/** How far a line goes straight out before it turns, board units. */
const stub = 20;
/** What a corner costs, as board units of way. */
const corner = 40;
/** What running through a box costs: more than any way round it. */
const blocked = 100_000;
/** How near a line may pass a box without running through it. */
const skin = 1;

/** The side of a box that faces a point: the one across the wider gap. */
export const sideFacing = (box: Box, to: Vec): Side => {
  const right = to.x - (box.x + box.w);
  const left = box.x - to.x;
  const below = to.y - (box.y + box.h);
  const above = box.y - to.y;
  const most = Math.max(right, left, below, above);
  return most === right ? 'e' : most === left ? 'w' : most === below ? 's' : 'n';
};

/** Where the middle of a side is. */
export const sideMiddle = ({ x, y, w, h }: Box, side: Side): Vec => {
  const out = outward[side];
  return { x: x + (w / 2) * (1 + out.x), y: y + (h / 2) * (1 + out.y) };
};

/** How far two spans lie apart; less than 0 when they overlap. */
const apart = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.max(b - (a + aLength), a - (b + bLength));

/** How far both ends may go out: at most to the middle between the boxes. */
const stubFor = (a: Box, b: Box): number => {
  const room = Math.max(apart(a.x, a.w, b.x, b.w), apart(a.y, a.h, b.y, b.h));
  return room > 0 ? Math.min(stub, room / 2) : stub;
};

const boxAt = ({ box, point }: ElbowEnd): Box => box ?? { x: point.x, y: point.y, w: 0, h: 0 };

/** The point `by` board units further out of a side. */
export const beyond = ({ x, y }: Vec, side: Side, by: number): Vec => ({
  x: x + outward[side].x * by,
  y: y + outward[side].y * by,
});

const out = ({ point, side }: ElbowEnd, by: number): Vec => (side === undefined ? point : beyond(point, side, by));

const runsThrough = (a: Vec, b: Vec, box: Box): boolean =>
  Math.min(a.x, b.x) < box.x + box.w - skin &&
  Math.max(a.x, b.x) > box.x + skin &&
  Math.min(a.y, b.y) < box.y + box.h - skin &&
  Math.max(a.y, b.y) > box.y + skin;

const onOneLine = (a: Vec, b: Vec, c: Vec): boolean => (a.x === b.x && b.x === c.x) || (a.y === b.y && b.y === c.y);

/** Without points that say nothing: repeated ones, and those on the way between their neighbors. */
const simplified = (points: readonly Vec[]): Vec[] => {
  const kept: Vec[] = [];
  for (const p of points) {
    const last = kept.at(-1);
    if (last !== undefined && distance(last, p) < 1e-6) continue;
    const before = kept.at(-2);
    if (before !== undefined && last !== undefined && onOneLine(before, last, p)) kept.pop();
    kept.push(p);
  }
  return kept;
};

/** Whether a line turns back on itself. */
const turnsBack = (a: Vec, b: Vec, c: Vec): boolean => (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < -1e-6;

const costOf = (points: readonly Vec[], boxes: readonly Box[]): number => {
  let cost = 0;
  points.forEach((p, i) => {
    const before = points[i - 1];
    if (before === undefined) return;
    cost += Math.abs(p.x - before.x) + Math.abs(p.y - before.y) + corner;
    for (const box of boxes) if (runsThrough(before, p, box)) cost += blocked;
    const next = points[i + 1];
    if (next !== undefined && turnsBack(before, p, next)) cost += blocked;
  });
  return cost;
};

/** Where a line may run along one axis: beside either box and in the middle between the two. */
const lanes = (a: number, aLength: number, b: number, bLength: number, margin: number): readonly number[] => {
  const aEnd = a + aLength;
  const bEnd = b + bLength;
  const middle = aEnd <= b ? (aEnd + b) / 2 : bEnd <= a ? (bEnd + a) / 2 : (a + aEnd + b + bEnd) / 4;
  return [
    middle,
    Math.min(a, b) - margin,
    Math.max(aEnd, bEnd) + margin,
    a - margin,
    aEnd + margin,
    b - margin,
    bEnd + margin,
  ];
};

/** Ways between two points with at most three corners: along one lane across, or along two. */
function* ways(from: Vec, to: Vec, xs: readonly number[], ys: readonly number[]): Generator<readonly Vec[]> {
  const between = (...points: Vec[]): readonly Vec[] => points;
  // What costs the same as what came before is not taken: the middle between the boxes comes first.
  for (const x of xs) yield between({ x, y: from.y }, { x, y: to.y });
  for (const y of ys) yield between({ x: from.x, y }, { x: to.x, y });
  yield between({ x: to.x, y: from.y });
  yield between({ x: from.x, y: to.y });
  for (const x of xs)
    for (const y of ys) {
      yield between({ x, y: from.y }, { x, y }, { x: to.x, y });
      yield between({ x: from.x, y }, { x, y }, { x, y: to.y });
    }
}

/**
 * The cheapest line in right angles from one end to the other that does not run through what lies at its ends: length and corners
 * count. Every way along a few lanes beside and between the two boxes is tried (about a hundred, some microseconds), so the same ends
 * give the same line on every screen.
 */
export const elbowThrough = (start: ElbowEnd, end: ElbowEnd): readonly Vec[] => {
  const a = boxAt(start);
  const b = boxAt(end);
  const by = stubFor(a, b);
  const from = out(start, by);
  const to = out(end, by);
  const boxes = [start.box, end.box].filter((box) => box !== undefined);
  const xs = lanes(a.x, a.w, b.x, b.w, by);
  const ys = lanes(a.y, a.h, b.y, b.h, by);
  let best: Vec[] = [];
  let least = Infinity;
  for (const way of ways(from, to, xs, ys)) {
    const points = simplified([start.point, from, ...way, to, end.point]);
    const cost = costOf(points, boxes);
    if (cost >= least) continue;
    least = cost;
    best = points;
  }
  return best.length > 1 ? best : [start.point, end.point];
};
