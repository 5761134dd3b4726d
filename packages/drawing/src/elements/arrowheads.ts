import type { Head } from '@gesso/crdt-schema';
import { type Cubic, cubicAfter, pointOnCubic } from '../geometry/curve.ts';
import { angleTo } from '../geometry/rotate.ts';
import type { Vec } from '../geometry/units.ts';
import { distance } from '../geometry/vec.ts';
import type { Paint2D } from '../paint.ts';

/** Length of a head along the line, board units: it grows with the line, but never eats more than half of it. */
const headLength = (head: Head, strokeWidth: number, room: number): number => {
  if (head === 'none') return 0;
  const natural = head === 'dot' ? 5 + 2 * strokeWidth : head === 'bar' ? 6 + 2.5 * strokeWidth : 8 + 3.2 * strokeWidth;
  return Math.min(natural, Math.max(room / 2, strokeWidth * 2));
};

/** How far a head reaches from the end of the line. */
export const headReach = (heads: readonly [Head, Head], strokeWidth: number): number =>
  heads[0] === 'none' && heads[1] === 'none' ? 0 : 8 + 3.2 * strokeWidth;

/** A head at the end of a line: where its tip is, where it points, and how long it is. */
export interface PlacedHead {
  readonly head: Head;
  readonly tip: Vec;
  readonly angle: number;
  readonly length: number;
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
  const placed = { head, tip, angle: angleTo(at.point, tip), length: size };
  if (head !== 'triangle') return { head: placed, rest: line };
  const inner = walk(line, tip, size * 0.7);
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

/** Paints a head; the context already has the line's color as stroke and fill, its width, and no dashes. */
export const paintHead = (g: Paint2D, { head, tip, angle, length }: PlacedHead): void => {
  const side = (back: number, out: number): Vec => ({
    x: tip.x - back * Math.cos(angle) - out * Math.sin(angle),
    y: tip.y - back * Math.sin(angle) + out * Math.cos(angle),
  });
  g.beginPath();
  if (head === 'dot') {
    g.arc(tip.x, tip.y, length / 2, 0, 2 * Math.PI);
    g.fill();
    return;
  }
  const back = head === 'bar' ? 0 : length;
  const out = head === 'bar' ? length * 0.6 : length * (head === 'arrow' ? 0.52 : 0.46);
  const left = side(back, -out);
  const right = side(back, out);
  g.moveTo(left.x, left.y);
  if (head !== 'bar') g.lineTo(tip.x, tip.y);
  g.lineTo(right.x, right.y);
  if (head === 'triangle') {
    g.closePath();
    g.fill();
  }
  g.stroke();
};
