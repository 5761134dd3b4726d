import type { LineKind, PatchOf, Points } from '@gesso/crdt-schema';
import type { TextLayout } from '../fonts/text-layout.ts';
import { center, containsPoint, expand, union } from '../geometry/box.ts';
import { packLine } from '../geometry/line-in-box.ts';
import { distanceToPolyline } from '../geometry/polygon.ts';
import { distanceToSegment } from '../geometry/segment.ts';
import type { Vec } from '../geometry/units.ts';
import { distance, turn } from '../geometry/vec.ts';
import type { Look, Paint2D } from '../paint.ts';
import { colorOn } from '../style/theme-colors.ts';
import { headReach, paintHead } from './arrowheads.ts';
import { cached } from './cache.ts';
import { bowedReach, drawnStrokes, isDrawn, passWidth, traceCubics, traceStrokes } from './drawn-edge.ts';
import { followed } from './follow.ts';
import type { Kind } from './kind.ts';
import { lineLabel } from './line-label.ts';
import { linePath } from './line-path.ts';
import { setLine } from './line-style.ts';
import { paintText, textBounds } from './paint-text.ts';
import { boardPoints, fitPoints, placedBox } from './points.ts';
import { halfWay, type Linear } from './whole-line.ts';

/** The strokes of the line as a hand draws it: twice, or once where it is dashed. */
const strokes: (element: Linear) => readonly Float32Array[] = cached((element: Linear) =>
  drawnStrokes(
    element.id,
    { lines: linePath(element).shafts, bowed: element.route === 'straight' && element.points.xy.length === 4 },
    element,
    element.dash === 'solid' ? 2 : 1,
  ),
);

const paintLinear = (g: Paint2D, element: Linear, look: Look) => {
  const { shafts, heads, length, line } = linePath(element);
  const color = colorOn(element.color, look.theme);
  const first = line[0];
  if (length === 0 && first) {
    g.fillStyle = color;
    g.beginPath();
    g.arc(first.x, first.y, element.strokeWidth / 2, 0, 2 * Math.PI);
    g.fill();
  } else {
    const { strokeWidth, dash } = element;
    setLine(g, color, strokeWidth, dash, dash === 'solid' ? undefined : length);
    if (isDrawn(element, look)) {
      if (dash === 'solid') g.lineWidth = passWidth(strokeWidth);
      g.beginPath();
      traceStrokes(g, strokes(element), element);
      g.stroke();
    } else
      for (const shaft of shafts) {
        g.beginPath();
        traceCubics(g, shaft);
        g.stroke();
      }
    g.lineWidth = strokeWidth;
    g.setLineDash([]);
    g.fillStyle = color;
    for (const head of heads) paintHead(g, head);
  }
  const label = labelOf(element);
  if (label !== undefined) paintText(g, label, color, look);
};

/** The label that is painted; undefined while there is no letter in it. */
const labelOf = (element: Linear): TextLayout | undefined => (element.text ? lineLabel(element) : undefined);

/** The points as they are on the board, the element's rotation carried out; of a line in right angles only its ends. */
const vertices = (element: Linear): readonly Vec[] => {
  const middle = center(placedBox(element));
  const points = boardPoints(element).map((p) => turn(p, middle, element.rotation));
  const last = points.at(-1);
  return element.route === 'elbow' && points[0] && last ? [points[0], last] : points;
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

/** The places between two points where a line can be bent, on the line itself. */
const bends = (element: Linear): readonly Vec[] => {
  if (element.route === 'elbow') return [];
  const points = boardPoints(element);
  const { line } = linePath(element);
  const middle = center(placedBox(element));
  const pieces = Math.max(1, points.length - 1);
  // A line is flattened in as many steps from each point to the next, so what lies between two of them is one stretch of it.
  const each = (line.length - 1) / pieces;
  return Array.from({ length: points.length - 1 }, (_, i) => {
    const stretch = line.slice(Math.round(i * each), Math.round((i + 1) * each) + 1);
    return turn(halfWay(stretch) ?? middle, middle, element.rotation);
  });
};

/** A line bent by a new point after the `index`th. A straight way between two points becomes a curve. */
const bent = (element: Linear, index: number, to: Vec): PatchOf<LineKind> => {
  const points = vertices(element);
  const next = through([...points.slice(0, index + 1), to, ...points.slice(index + 1)]);
  return points.length === 2 ? { ...next, route: 'curved' } : next;
};

/** The line without its bends that lie on the straight way between their neighbors, `slack` board units generous. */
const withoutIdleBends = (element: Linear, slack: number): PatchOf<LineKind> | undefined => {
  const points = vertices(element);
  const kept: Vec[] = [];
  points.forEach((p, i) => {
    const before = kept.at(-1);
    const next = points[i + 1];
    if (before === undefined || next === undefined || distanceToSegment(p, before, next) > slack) kept.push(p);
  });
  return kept.length === points.length ? undefined : through(kept);
};

/** The kind of a line. */
export const linearKind: Kind<LineKind> = {
  box: placedBox,
  bounds(element) {
    const around = linePath(element).box ?? placedBox(element);
    const drawn = element.edge === 'drawn' ? bowedReach : 0;
    const line = expand(around, headReach(element.heads, element.strokeWidth) + element.strokeWidth / 2 + drawn);
    const text = labelOf(element);
    return text === undefined ? line : union(line, textBounds(text));
  },
  hit(element, at, slack) {
    if (distanceToPolyline(at, linePath(element).line) <= element.strokeWidth / 2 + slack) return true;
    const text = labelOf(element);
    return text !== undefined && containsPoint(expand(text.box, slack), at);
  },
  paint: paintLinear,
  lines: (element) => ({
    lines: [packLine(linePath(element).line.map((p) => ({ x: p.x - element.x, y: p.y - element.y })))],
    reach: element.strokeWidth / 2,
  }),
  text: lineLabel,
  resize(element, to, flip) {
    const { x, y, scale } = fitPoints(element, to, flip);
    return { x, y, points: scaled(element.points, scale) };
  },
  vertices,
  moveVertex: (element, index, to) => through(vertices(element).map((p, i) => (i === index ? to : p))),
  bends,
  bend: bent,
  withoutIdleBends,
  follow(element, find) {
    const points = vertices(element);
    const start = element.start && find(element.start);
    const end = element.end && find(element.end);
    if (element.route !== 'elbow' && start === undefined && end === undefined) return undefined;
    const next = followed(points, element.route, start, end);
    const shown = boardPoints(element);
    const moved = next.length !== shown.length || next.some((p, i) => distance(p, shown[i] ?? p) > 0.05);
    return moved ? through(next) : undefined;
  },
  keepsRatio: false,
};
