import type { Color, Dash, Edge, Font, Head, Points, Route, TextMarks } from '@gesso/crdt-schema';
import { layBlock, type TextLayout } from '../fonts/text-layout.ts';
import { boxAround, containsPoint, expand } from '../geometry/box.ts';
import {
  type Cubic,
  cubicAfter,
  cubicBefore,
  curveThrough,
  flatten,
  pointOnCubic,
  reversed,
  turningPoints,
} from '../geometry/curve.ts';
import { roundedLine } from '../geometry/rounded-line.ts';
import type { Box, Vec } from '../geometry/units.ts';
import { between, distance } from '../geometry/vec.ts';
import { type PlacedHead, placeHead } from './arrowheads.ts';
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
  readonly size?: number;
  readonly font?: Font;
}

/** A line as it is painted. Board units, before rotation. */
export interface LinePath {
  /** The whole line in straight pieces, for hit tests. */
  readonly line: readonly Vec[];
  /** The box around the whole line, without its width. */
  readonly box: Box | undefined;
  readonly length: number;
  /** What is stroked, between the heads and beside the label: runs of segments that follow each other. */
  readonly shafts: readonly (readonly Cubic[])[];
  readonly heads: readonly PlacedHead[];
}

/** How far the corners of a line in right angles are rounded, board units. */
const elbowRadius = 12;

/** How far a curve between two points stands off the straight way, as a share of its length, and at most, board units. */
const bow = { share: 0.14, most: 60 } as const;

/** Steps in which a curved segment is looked at. */
const steps = 16;

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
const wholeLine = (element: Linear): readonly Cubic[] => {
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

/** What is kept of the whole line once it is flattened. */
interface Whole {
  readonly cubics: readonly Cubic[];
  readonly line: readonly Vec[];
}

const whole: (element: Linear) => Whole = cached((element: Linear): Whole => {
  const cubics = wholeLine(element);
  const pieces = isCurved(element) || element.route === 'elbow' ? steps : 1;
  return { cubics, line: cubics.length > 0 ? flatten(cubics, pieces) : boardPoints(element) };
});

/** Width at which a label breaks its lines, board units. */
const labelWrap = 220;

/** Room between a label and the line, board units. */
const labelGap = 6;

/** The label of an arrow, in the middle of its line; undefined for what has no label. */
export const lineLabel: (element: Linear) => TextLayout | undefined = cached((element: Linear) => {
  const { text, marks, size, font, color } = element;
  if (text === undefined || size === undefined || font === undefined) return undefined;
  const style = { text, marks, size, font, color, align: 'center' } as const;
  const { box } = layBlock(style, 0, 0, labelWrap);
  const middle = halfWay(whole(element).line) ?? { x: element.x, y: element.y };
  return layBlock(style, middle.x - box.w / 2, middle.y - box.h / 2, labelWrap, box.w);
});

/** Where a segment crosses the edge of a box between two of its places, one inside and one outside. */
const crossingAt = (c: Cubic, box: Box, from: number, to: number): number => {
  const inside = containsPoint(box, pointOnCubic(c, from));
  let low = from;
  let high = to;
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2;
    if (containsPoint(box, pointOnCubic(c, t)) === inside) low = t;
    else high = t;
  }
  return high;
};

/** The part of a segment between two places. */
const partOf = (c: Cubic, from: number, to: number): Cubic => {
  const rest = from === 0 ? c : cubicAfter(c, from);
  return to === 1 ? rest : cubicBefore(rest, (to - from) / (1 - from));
};

/** A line without what lies in a box, as runs of segments. */
const outsideOf = (cubics: readonly Cubic[], box: Box): readonly (readonly Cubic[])[] => {
  const runs: Cubic[][] = [];
  let run: Cubic[] = [];
  for (const c of cubics) {
    let from = 0;
    let inside = containsPoint(box, c.from);
    for (let i = 1; i <= steps; i++) {
      if (containsPoint(box, pointOnCubic(c, i / steps)) === inside) continue;
      const at = crossingAt(c, box, (i - 1) / steps, i / steps);
      if (inside) {
        runs.push(run);
        run = [];
      } else run.push(partOf(c, from, at));
      from = at;
      inside = !inside;
    }
    if (!inside) run.push(partOf(c, from, 1));
  }
  runs.push(run);
  return runs.filter(({ length }) => length > 0);
};

/** The line of an element as it is painted; kept with the element. */
export const linePath: (element: Linear) => LinePath = cached((element: Linear): LinePath => {
  const { cubics, line } = whole(element);
  const length = lengthOf(line);
  const heads: PlacedHead[] = [];
  let shaft = cubics;
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
  const label = element.text ? lineLabel(element) : undefined;
  const shafts = label === undefined ? [shaft] : outsideOf(shaft, expand(label.box, labelGap));
  return { line, box: boxAround([...line, ...cubics.flatMap(turningPoints)]), length, shafts, heads };
});
