import type { Dash, Head, LineKind, PatchOf, Points } from '@gesso/crdt-schema';
import { boxAround, center, expand } from '../geometry/box.ts';
import { type Cubic, curveThrough, flatten, reversed, turningPoints } from '../geometry/curve.ts';
import { packLine } from '../geometry/line-in-box.ts';
import { distanceToPolyline } from '../geometry/polygon.ts';
import type { Box, Vec } from '../geometry/units.ts';
import { distance, turn } from '../geometry/vec.ts';
import type { Look, Paint2D } from '../paint.ts';
import { inkOn } from '../style/ink.ts';
import { headReach, type PlacedHead, paintHead, placeHead } from './arrowheads.ts';
import { cached } from './cache.ts';
import { followed } from './follow.ts';
import type { Kind } from './kind.ts';
import { setLine } from './line-style.ts';
import { boardPoints, fitPoints, placedBox } from './points.ts';

/** What lines and arrows have in common; they differ in the heads they start with. */
interface Linear {
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
  readonly points: Points;
  readonly curve: boolean;
  readonly color: string;
  readonly strokeWidth: number;
  readonly dash: Dash;
  readonly heads: readonly [Head, Head];
}

const straight = (points: readonly Vec[]): readonly Cubic[] => {
  const cubics: Cubic[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const from = points[i];
    const to = points[i + 1];
    if (!from || !to || (from.x === to.x && from.y === to.y)) continue;
    const at = (t: number) => ({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t });
    cubics.push({ from, a: at(1 / 3), b: at(2 / 3), to });
  }
  return cubics;
};

interface Drawn {
  /** The whole line in straight pieces, for hit tests. */
  readonly line: readonly Vec[];
  /** The box around the whole line, without its width. */
  readonly box: Box | undefined;
  readonly length: number;
  /** What is stroked, between the heads. */
  readonly shaft: readonly Cubic[];
  readonly heads: readonly PlacedHead[];
}

const lengthOf = (line: readonly Vec[]): number => {
  let sum = 0;
  line.forEach((p, i) => {
    const before = line[i - 1];
    if (before) sum += distance(before, p);
  });
  return sum;
};

const drawn: (element: Linear) => Drawn = cached((element: Linear): Drawn => {
  const points = boardPoints(element);
  const whole = element.curve && points.length > 2 ? curveThrough(points) : straight(points);
  const line = whole.length > 0 ? flatten(whole, element.curve && points.length > 2 ? 16 : 1) : points;
  const length = lengthOf(line);
  const heads: PlacedHead[] = [];
  let shaft = whole;
  const start = placeHead(shaft, element.heads[0], element.strokeWidth, length);
  if (start) {
    heads.push(start.head);
    shaft = start.rest;
  }
  const end = placeHead(reversed(shaft), element.heads[1], element.strokeWidth, length);
  if (end) {
    heads.push(end.head);
    shaft = reversed(end.rest);
  }
  return { line, box: boxAround([...line, ...whole.flatMap(turningPoints)]), length, shaft, heads };
});

const paintLinear = (g: Paint2D, element: Linear, look: Look) => {
  const { shaft, heads, length, line } = drawn(element);
  const color = inkOn(element.color, look.theme);
  const first = shaft[0];
  if (!first) {
    const p = line[0];
    if (!p) return;
    g.fillStyle = color;
    g.beginPath();
    g.arc(p.x, p.y, element.strokeWidth / 2, 0, 2 * Math.PI);
    g.fill();
    return;
  }
  setLine(g, color, element.strokeWidth, element.dash, element.dash === 'solid' ? undefined : length);
  g.beginPath();
  g.moveTo(first.from.x, first.from.y);
  for (const c of shaft) g.bezierCurveTo(c.a.x, c.a.y, c.b.x, c.b.y, c.to.x, c.to.y);
  g.stroke();
  g.setLineDash([]);
  g.fillStyle = color;
  for (const head of heads) paintHead(g, head);
};

/** The points as they are on the board, the element's rotation carried out. */
const vertices = (element: Linear): readonly Vec[] => {
  const middle = center(placedBox(element));
  return boardPoints(element).map((p) => turn(p, middle, element.rotation));
};

/** Puts a line through these board points; it needs no rotation any more. */
const through = (points: readonly Vec[]): PatchOf<LineKind> => {
  const { x, y } = points[0] ?? { x: 0, y: 0 };
  return { x, y, rotation: 0, points: { xy: Float32Array.from(points.flatMap((p) => [p.x - x, p.y - y])) } };
};

const scaled = (points: Points, [kx, ky]: readonly [number, number]): Points => ({
  ...points,
  xy: points.xy.map((v, i) => v * (i % 2 === 0 ? kx : ky)),
});

/** Makes the kind of a line. */
export const linearKind = (label: string): Kind<LineKind> => ({
  label,
  box: placedBox,
  bounds(element) {
    const around = drawn(element).box ?? placedBox(element);
    return expand(around, headReach(element.heads, element.strokeWidth) + element.strokeWidth / 2);
  },
  hit: (element, at, slack) => distanceToPolyline(at, drawn(element).line) <= element.strokeWidth / 2 + slack,
  paint: paintLinear,
  lines: (element) => ({
    lines: [packLine(drawn(element).line.map((p) => ({ x: p.x - element.x, y: p.y - element.y })))],
    reach: element.strokeWidth / 2,
  }),
  resize(element, to, flip) {
    const { x, y, scale } = fitPoints(element, to, flip);
    return { x, y, points: scaled(element.points, scale) };
  },
  vertices,
  moveVertex: (element, index, to) => through(vertices(element).map((p, i) => (i === index ? to : p))),
  follow(element, find) {
    const points = vertices(element);
    const start = element.start && find(element.start);
    const end = element.end && find(element.end);
    const next = followed(points, start, end);
    const moved = next.some((p, i) => distance(p, points[i] ?? p) > 0.05);
    return moved ? through(next) : undefined;
  },
  keepsRatio: false,
});
