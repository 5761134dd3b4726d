import type { Color, Dash, Edge, Font, Head, Points, Route, TextMarks } from '@gesso/crdt-schema';
import { type Cubic, curveThrough, flatten } from '../geometry/curve.ts';
import { roundedLine } from '../geometry/rounded-line.ts';
import type { Vec } from '../geometry/units.ts';
import { between, distance } from '../geometry/vec.ts';
import { cached } from './cache.ts';
import { boardPoints } from './points.ts';

/** What lines and arrows have in common; they differ in the heads they start with, and in the label that arrows have. */
export interface Linear {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
  readonly points: Points;
  readonly route: Route;
  readonly curve: boolean;
  readonly color: Color;
  readonly strokeWidth: number;
  readonly dash: Dash;
  readonly edge: Edge;
  readonly heads: readonly [Head, Head];
  readonly text?: string;
  readonly marks?: TextMarks | undefined;
  readonly link?: string | undefined;
  readonly size?: number;
  readonly font?: Font;
}

/** How far the corners of a line in right angles are rounded, board units. */
const elbowRadius = 12;

/** How far a curve between two points stands off the straight way, as a share of its length, and at most, board units. */
const bow = { share: 0.14, most: 60 } as const;

/** Steps in which a curved segment is looked at. */
export const steps = 16;

/** A bow from one point to another, to the left of the way, so that it looks the same on every screen. */
const bowed = (from: Vec, to: Vec): readonly Vec[] => {
  const length = distance(from, to);
  if (length === 0) return [from, to];
  const by = Math.min(bow.share * length, bow.most) / length;
  const middle = between(from, to, 0.5);
  return [from, { x: middle.x + (to.y - from.y) * by, y: middle.y - (to.x - from.x) * by }, to];
};

const isCurved = ({ route, curve }: Linear): boolean => route === 'curved' || (route === 'straight' && curve);

/** The line from its first point to its last. */
const cubicsOf = (element: Linear): readonly Cubic[] => {
  const points = boardPoints(element);
  const [first, second] = points;
  if (element.route === 'elbow') return roundedLine(points, elbowRadius);
  if (!isCurved(element)) return roundedLine(points, 0);
  if (element.route === 'curved' && points.length === 2 && first && second) return curveThrough(bowed(first, second));
  return points.length > 2 ? curveThrough(points) : roundedLine(points, 0);
};

const lengthOf = (line: readonly Vec[]): number => {
  let sum = 0;
  line.forEach((p, i) => {
    const before = line[i - 1];
    if (before) sum += distance(before, p);
  });
  return sum;
};

/** The point half way along a line; undefined without points. */
export const halfWay = (line: readonly Vec[], share = 0.5): Vec | undefined => {
  let left = lengthOf(line) * share;
  for (const [i, p] of line.entries()) {
    const before = line[i - 1];
    if (before === undefined) continue;
    const piece = distance(before, p);
    if (left <= piece) return piece === 0 ? p : between(before, p, left / piece);
    left -= piece;
  }
  return line.at(-1);
};

/** A line before heads and a label take parts of it. */
interface WholeLine {
  readonly cubics: readonly Cubic[];
  /** The same in straight pieces. */
  readonly line: readonly Vec[];
  readonly length: number;
}

/** The whole line of an element; kept with the element. */
export const wholeLine: (element: Linear) => WholeLine = cached((element: Linear): WholeLine => {
  const cubics = cubicsOf(element);
  const pieces = isCurved(element) || element.route === 'elbow' ? steps : 1;
  const line = cubics.length > 0 ? flatten(cubics, pieces) : boardPoints(element);
  return { cubics, line, length: lengthOf(line) };
});
