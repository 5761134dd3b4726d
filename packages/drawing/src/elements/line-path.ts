import { boxAround, containsPoint, expand } from '../geometry/box.ts';
import { type Cubic, cubicAfter, cubicBefore, pointOnCubic, reversed, turningPoints } from '../geometry/curve.ts';
import type { Box, Vec } from '../geometry/units.ts';
import { distance } from '../geometry/vec.ts';
import { type PlacedHead, placeHead } from './arrowheads.ts';
import { cached } from './cache.ts';
import { labelGap, labelPlace } from './line-label.ts';
import { type Linear, steps, wholeLine } from './whole-line.ts';

/** A line as it is painted. Board units, before rotation. */
export interface LinePath {
  /** The whole line in straight pieces, for hit tests. */
  readonly line: readonly Vec[];
  /** The box around the whole line, without its width. */
  readonly box: Box | undefined;
  readonly length: number;
  /** What is stroked, between the heads and beside a label that stands in it: runs of segments that follow each other. */
  readonly shafts: readonly (readonly Cubic[])[];
  readonly heads: readonly PlacedHead[];
}

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

/** At most so many places of a segment are looked at: no label is that much narrower than its line. */
const mostPlaces = 512;

/** In how many steps a segment is looked at, so that none steps over a box. A curve is rarely twice as long as its chord. */
const stepsPast = ({ from, to }: Cubic, { w, h }: Box): number =>
  Math.min(mostPlaces, Math.max(steps, Math.ceil((4 * distance(from, to)) / Math.max(1, Math.min(w, h)))));

/** A line without what lies in a box, as runs of segments. */
const outsideOf = (cubics: readonly Cubic[], box: Box): readonly (readonly Cubic[])[] => {
  const runs: Cubic[][] = [];
  let run: Cubic[] = [];
  for (const c of cubics) {
    let from = 0;
    let inside = containsPoint(box, c.from);
    const places = stepsPast(c, box);
    for (let i = 1; i <= places; i++) {
      if (containsPoint(box, pointOnCubic(c, i / places)) === inside) continue;
      const at = crossingAt(c, box, (i - 1) / places, i / places);
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
  const { cubics, line, length } = wholeLine(element);
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
  const label = element.text ? labelPlace(element) : undefined;
  const shafts = label?.inLine ? outsideOf(shaft, expand(label.layout.box, labelGap)) : [shaft];
  return { line, box: boxAround([...line, ...cubics.flatMap(turningPoints)]), length, shafts, heads };
});
