import type { Box, Vec } from '@gesso/drawing';
import type { Guide } from '../editor/drafts.ts';

/** Where a box that is moved falls into line with others: their edges and middles, and equal gaps. Lengths are board units. */

/** A move that has fallen into line, and what shows why. */
export interface Snapped {
  readonly by: Vec;
  readonly guides: readonly Guide[];
}

type Axis = 'x' | 'y';

/** A box along one axis and across it. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly across: { readonly from: number; readonly to: number };
}

const spanOf = (axis: Axis, { x, y, w, h }: Box): Span =>
  axis === 'x'
    ? { from: x, to: x + w, across: { from: y, to: y + h } }
    : { from: y, to: y + h, across: { from: x, to: x + w } };

const middle = ({ from, to }: Span): number => (from + to) / 2;
const lines = (span: Span): readonly number[] => [span.from, middle(span), span.to];

const point = (axis: Axis, along: number, across: number): Vec =>
  axis === 'x' ? { x: along, y: across } : { x: across, y: along };

/** What rounding leaves between two places that are the same. */
const same = 1e-3;

/** Whether two spans lie side by side: there is a line across both. */
const areBeside = (a: Span, b: Span): boolean =>
  a.across.from < b.across.to - same && b.across.from < a.across.to - same;

/** Neighbors a box may keep an equal gap to: the nearest ones on both sides, no more, as gaps between far things say nothing. */
const mostNeighbors = 6;

/** Two neighbors beside a box, with nothing between them that is beside it too, and the gap between them. */
interface Gap {
  readonly before: Span;
  readonly after: Span;
  readonly size: number;
}

function gapsBeside(box: Span, others: readonly Span[]): readonly Gap[] {
  const near = others
    .filter((other) => areBeside(box, other))
    .sort((a, b) => Math.abs(middle(a) - middle(box)) - Math.abs(middle(b) - middle(box)))
    .slice(0, mostNeighbors)
    .sort((a, b) => a.from - b.from);
  return near.flatMap((before, i) => {
    const after = near[i + 1];
    return after !== undefined && after.from - before.to > same
      ? [{ before, after, size: after.from - before.to }]
      : [];
  });
}

/** The places a box may take so that its gap is that of two others: behind them, before them, or in the middle between them. */
const placesFor = (box: Span, { before, after, size }: Gap): readonly number[] => [
  after.to + size,
  before.from - size - (box.to - box.from),
  (before.to + after.from - (box.to - box.from)) / 2,
];

/** How far a box is from the nearest line or place, within `reach`; undefined when nothing is that near. */
function nearest(box: Span, others: readonly Span[], gaps: readonly Gap[], reach: number): number | undefined {
  let best: number | undefined;
  const offer = (by: number): void => {
    if (Math.abs(by) <= reach && (best === undefined || Math.abs(by) < Math.abs(best))) best = by;
  };
  const own = lines(box);
  for (const other of others) for (const line of lines(other)) for (const mine of own) offer(line - mine);
  for (const gap of gaps) for (const place of placesFor(box, gap)) offer(place - box.from);
  return best;
}

/** A line through all that lies on it, from end to end of them. */
function lineGuides(axis: Axis, box: Span, others: readonly Span[]): readonly Guide[] {
  return lines(box).flatMap((line) => {
    const on = others.filter((other) => lines(other).some((theirs) => Math.abs(theirs - line) < same));
    if (on.length === 0) return [];
    const ends = [box, ...on].flatMap(({ across }) => [across.from, across.to]);
    return [{ from: point(axis, line, Math.min(...ends)), to: point(axis, line, Math.max(...ends)) }];
  });
}

/** The middle of what two spans share across. */
const between = (a: Span, b: Span): number =>
  (Math.max(a.across.from, b.across.from) + Math.min(a.across.to, b.across.to)) / 2;

/** One mark in each of the gaps that are equal. */
function gapGuides(axis: Axis, box: Span, gaps: readonly Gap[]): readonly Guide[] {
  const mark = (a: Span, b: Span): Guide => {
    const across = between(a, b);
    return { from: point(axis, a.to, across), to: point(axis, b.from, across), isGap: true };
  };
  for (const { before, after, size } of gaps) {
    if (Math.abs(box.from - after.to - size) < same) return [mark(before, after), mark(after, box)];
    if (Math.abs(before.from - box.to - size) < same) return [mark(box, before), mark(before, after)];
    const isBetween = box.from > before.to && box.to < after.from;
    if (isBetween && Math.abs(box.from - before.to - (after.from - box.to)) < same)
      return [mark(before, box), mark(box, after)];
  }
  return [];
}

/**
 * Falls into line with `others` where the moved box comes within `reach` of it. `axes`: along which it may be moved further than
 * the hand did; a move that is held to one axis stays on it.
 */
export function snapMove(
  box: Box,
  by: Vec,
  others: readonly Box[],
  reach: number,
  axes: readonly Axis[] = ['x', 'y'],
): Snapped {
  const result = { ...by };
  const spans = { x: others.map((other) => spanOf('x', other)), y: others.map((other) => spanOf('y', other)) };
  const placed = (axis: Axis) => spanOf(axis, { ...box, x: box.x + result.x, y: box.y + result.y });
  for (const axis of axes) {
    const here = placed(axis);
    result[axis] += nearest(here, spans[axis], gapsBeside(here, spans[axis]), reach) ?? 0;
  }
  const guides = axes.flatMap((axis) => {
    const here = placed(axis);
    return [...lineGuides(axis, here, spans[axis]), ...gapGuides(axis, here, gapsBeside(here, spans[axis]))];
  });
  return { by: result, guides };
}
