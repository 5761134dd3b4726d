import type { Head } from '@gesso/crdt-schema';
import { type Cubic, cubicAfter, pointOnCubic } from '../geometry/curve.ts';
import { angleTo } from '../geometry/rotate.ts';
import type { Vec } from '../geometry/units.ts';
import { distance } from '../geometry/vec.ts';
import type { Paint2D } from '../paint.ts';

/** How a head is made. Lengths are board units; `out` is half its width as a share of its length. */
interface HeadShape {
  natural(strokeWidth: number): number;
  readonly out: number;
  /** The part of its length that the line does not run through. */
  readonly cut: number;
  readonly filled: boolean;
  readonly closed: boolean;
}

/** Long enough to be seen as a head at the end of a hairline. */
const pointed = (strokeWidth: number): number => Math.max(9, 4.5 * strokeWidth);
const round = (strokeWidth: number): number => 5 + 2 * strokeWidth;

const shapes: Readonly<Record<Exclude<Head, 'none'>, HeadShape>> = {
  arrow: { natural: pointed, out: 0.52, cut: 0, filled: false, closed: false },
  triangle: { natural: pointed, out: 0.46, cut: 0.7, filled: true, closed: true },
  hollow: { natural: pointed, out: 0.46, cut: 1, filled: false, closed: true },
  diamond: { natural: (width) => 1.2 * pointed(width), out: 0.34, cut: 0.7, filled: true, closed: true },
  dot: { natural: round, out: 0.5, cut: 0, filled: true, closed: false },
  circle: { natural: round, out: 0.5, cut: 1, filled: false, closed: false },
  bar: { natural: (width) => 6 + 2.5 * width, out: 0.6, cut: 0, filled: false, closed: false },
  crow: { natural: pointed, out: 0.52, cut: 0, filled: false, closed: false },
};

/** Line width from which an open head, whose two strokes would run into each other, is closed; board units. */
const closedFrom = 5;

/** The open head of a wide line: closed, with a notch where the line meets it, which tells it from a triangle. */
const closedArrow: HeadShape = { ...shapes.arrow, cut: 0.6, filled: true, closed: true };
const notch = 0.8;

const shapeOf = (head: Exclude<Head, 'none'>, strokeWidth: number): HeadShape =>
  head === 'arrow' && strokeWidth >= closedFrom ? closedArrow : shapes[head];

/** Length of a head along the line, board units: it grows with the line, but never eats more than half of it. */
export const headLength = (head: Head, strokeWidth: number, room: number): number =>
  head === 'none' ? 0 : Math.min(shapes[head].natural(strokeWidth), Math.max(room / 2, strokeWidth * 2));

/** How far heads reach out to the side at most, as a share of their length. */
export const headWidth = 0.6;

/** How far a head reaches from the end of the line. */
export const headReach = (heads: readonly [Head, Head], strokeWidth: number): number =>
  Math.max(...heads.map((head) => (head === 'none' ? 0 : shapes[head].natural(strokeWidth))));

/** A head at the end of a line: where its tip is, where it points, and how long it is. */
export interface PlacedHead {
  readonly head: Exclude<Head, 'none'>;
  readonly tip: Vec;
  readonly angle: number;
  readonly length: number;
  /** Of the line. */
  readonly strokeWidth: number;
}

/**
 * Puts a head on the start of `line`. It points along the chord it covers, not along the tangent at the tip, so a strongly
 * curved end does not twist it. Also gives the line that is left: it ends inside solid heads, so that none pokes out.
 */
export const placeHead = (
  line: readonly Cubic[],
  head: Head,
  strokeWidth: number,
  length: number,
): { readonly head: PlacedHead; readonly rest: readonly Cubic[] } | undefined => {
  const first = line[0];
  if (!first || head === 'none') return undefined;
  const tip = first.from;
  const size = headLength(head, strokeWidth, length);
  const at = walk(line, tip, size);
  const placed = { head, tip, angle: angleTo(at.point, tip), length: size, strokeWidth };
  const { cut: share } = shapeOf(head, strokeWidth);
  if (share === 0) return { head: placed, rest: line };
  const inner = walk(line, tip, size * share);
  const cut = line[inner.index];
  return { head: placed, rest: cut ? [cubicAfter(cut, inner.t), ...line.slice(inner.index + 1)] : line };
};

/** The first place on the line that is `away` from `from`. */
const walk = (line: readonly Cubic[], from: Vec, away: number): { index: number; t: number; point: Vec } => {
  const steps = 32;
  for (const [index, cubic] of line.entries()) {
    for (let i = 1; i <= steps; i++) {
      const point = pointOnCubic(cubic, i / steps);
      if (distance(point, from) >= away) {
        let low = (i - 1) / steps;
        let high = i / steps;
        for (let k = 0; k < 12; k++) {
          const t = (low + high) / 2;
          if (distance(pointOnCubic(cubic, t), from) >= away) high = t;
          else low = t;
        }
        return { index, t: high, point: pointOnCubic(cubic, high) };
      }
    }
  }
  const last = line.at(-1);
  return { index: line.length - 1, t: 1, point: last ? last.to : from };
};

/** The points of a head, each as the way back from the tip and out to the side. */
const outlines: Readonly<
  Record<
    Exclude<Head, 'none' | 'dot' | 'circle'>,
    (length: number, out: number) => readonly (readonly [number, number])[]
  >
> = {
  arrow: (length, out) => [
    [length, -out],
    [0, 0],
    [length, out],
  ],
  triangle: (length, out) => [
    [length, -out],
    [0, 0],
    [length, out],
  ],
  hollow: (length, out) => [
    [length, -out],
    [0, 0],
    [length, out],
  ],
  diamond: (length, out) => [
    [0, 0],
    [length / 2, out],
    [length, 0],
    [length / 2, -out],
  ],
  bar: (_length, out) => [
    [0, -out],
    [0, out],
  ],
  crow: (length, out) => [
    [0, -out],
    [length, 0],
    [0, out],
  ],
};

/** Paints a head; the context already has the line's color as stroke and fill, its width, and no dashes. */
export const paintHead = (g: Paint2D, { head, tip, angle, length, strokeWidth }: PlacedHead): void => {
  const side = (back: number, out: number): Vec => ({
    x: tip.x - back * Math.cos(angle) - out * Math.sin(angle),
    y: tip.y - back * Math.sin(angle) + out * Math.cos(angle),
  });
  const { out: wide, filled, closed } = shapeOf(head, strokeWidth);
  const out = wide * length;
  g.beginPath();
  if (head === 'dot' || head === 'circle') {
    const middle = head === 'dot' ? tip : side(length / 2, 0);
    g.moveTo(middle.x + length / 2, middle.y);
    g.arc(middle.x, middle.y, length / 2, 0, 2 * Math.PI);
  } else
    for (const [i, p] of outlines[head](length, out).entries()) {
      const { x, y } = side(p[0], p[1]);
      if (i === 0) g.moveTo(x, y);
      else g.lineTo(x, y);
    }
  if (head === 'arrow' && closed) {
    const { x, y } = side(notch * length, 0);
    g.lineTo(x, y);
  }
  if (closed) g.closePath();
  if (filled) g.fill();
  g.stroke();
};
