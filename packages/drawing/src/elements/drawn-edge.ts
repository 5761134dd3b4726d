import type { Cubic } from '../geometry/curve.ts';
import { drawnOnce, overshoot, packStrokes, waver } from '../geometry/drawn-line.ts';
import { chance, seedOf } from '../geometry/noise.ts';
import { isSide } from '../geometry/ring.ts';
import type { Vec } from '../geometry/units.ts';
import { distance } from '../geometry/vec.ts';
import type { Look, Paint2D } from '../paint.ts';

/** Device pixels per board unit from which one sees that a line is drawn by hand; below it is clean, at a fraction of the cost. */
const seenFrom = 0.4;

/** How far a drawn line may lie beside the clean one, board units. */
export const drawnReach = waver + overshoot;

/** The same for a line that may be bowed. */
export const bowedReach = waver + 3;

/** What is painted drawn, or clean. */
interface Edged {
  readonly id: string;
  readonly edge: 'clean' | 'drawn';
}

/** Whether the line of an element is to be painted as it was drawn by hand. */
export const isDrawn = ({ edge }: Edged, { scale }: Look): boolean => edge === 'drawn' && scale > seenFrom;

/**
 * How wide each of two passes is, so that both together cover as much as one clean line of the width: by the mean way from one to the
 * other.
 */
export const passWidth = (width: number): number => Math.max(width * 0.6, width - waver * 0.42);

/** What is drawn: a closed line, and lines that end. */
interface Drawn {
  readonly ring?: readonly Cubic[];
  readonly lines: readonly (readonly Cubic[])[];
  /** Straight lines are bowed a little. */
  readonly bowed?: boolean;
}

/** How much a straight line is bowed at most: as a part of its length, and in board units. */
const bow = { share: 0.012, most: 3 };

/** Length of a line that is as good as straight. */
const reachOf = (line: readonly Cubic[]): number => {
  const [first, last] = [line[0], line.at(-1)];
  return first === undefined || last === undefined ? 0 : distance(first.from, last.to);
};

/** Lines drawn twice, or once where dashes would lie beside each other (`passes`); relative to `at`. */
export const drawnStrokes = (
  id: string,
  { ring = [], lines, bowed = false }: Drawn,
  at: Vec,
  passes: number,
): readonly Float32Array[] => {
  const seed = seedOf(id);
  const bend = (line: readonly Cubic[]) =>
    bowed ? chance(seed, 3) * Math.min(bow.share * reachOf(line), bow.most) : 0;
  const strokes = Array.from({ length: passes }, (_, pass) => [
    ...drawnOnce(ring, { closed: true, seed: seed + 1_000 * pass }),
    ...lines.flatMap((line, i) =>
      drawnOnce(line, { closed: false, seed: seed + 1_000 * pass + 100 + i, bow: bend(line) }),
    ),
  ]);
  return packStrokes(strokes.flat(), at);
};

/** Traces packed strokes into the path that has begun. */
export const traceStrokes = (g: Paint2D, strokes: readonly Float32Array[], { x, y }: Vec): void => {
  for (const numbers of strokes) {
    const at = (i: number): number => (numbers[i] ?? 0) + (i % 2 === 0 ? x : y);
    g.moveTo(at(0), at(1));
    for (let i = 2; i + 5 < numbers.length; i += 6)
      g.bezierCurveTo(at(i), at(i + 1), at(i + 2), at(i + 3), at(i + 4), at(i + 5));
  }
};

/** Traces clean cubics into the path that has begun. */
export const traceCubics = (g: Paint2D, cubics: readonly Cubic[]): void => {
  for (const [i, c] of cubics.entries()) {
    if (i === 0) g.moveTo(c.from.x, c.from.y);
    if (isSide(c)) g.lineTo(c.to.x, c.to.y);
    else g.bezierCurveTo(c.a.x, c.a.y, c.b.x, c.b.y, c.to.x, c.to.y);
  }
};
