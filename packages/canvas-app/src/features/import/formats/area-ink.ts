import type { Vec } from '@gesso/drawing';

/**
 * Areas as a marker fills them: a board has no fill for lines and ink, and what was filled is to be seen filled. A marker goes to and fro over
 * the area, so that its ink covers all of it and hardly reaches over its edge.
 */

/** Ink of a marker. */
export interface AreaInk {
  /** Board units. */
  readonly wide: number;
  readonly lines: readonly (readonly Vec[])[];
}

/** How an area is filled: all over, or with lines that far apart, that wide and turned by so many radians. */
export interface Filling {
  readonly apart?: number;
  readonly wide?: number;
  readonly turned?: number;
}

/** The ink is this share of the square root of the area's box, within bounds (board units): fine enough for its corners. */
const share = 0.014;
const [finest, widest] = [1.2, 12];

/** Rows of one area, its pieces, and how often its edge crosses rows, at most. */
const bounds = { rows: 400, pieces: 60, crossings: 20_000 } as const;

/** Where each row crosses the edge, from left to right; undefined where that is too often. */
function crossingsOf(ring: readonly Vec[], rows: number, yOf: (row: number) => number, apart: number) {
  const crossings: number[][] = Array.from({ length: rows }, () => []);
  const top = yOf(0);
  let count = 0;
  for (let i = 0; i < ring.length; i += 1) {
    const [a, b] = [ring[i], ring[(i + 1) % ring.length]];
    if (a === undefined || b === undefined || a.y === b.y) continue;
    const [from, to] = a.y < b.y ? [a, b] : [b, a];
    const first = Math.max(0, Math.ceil((from.y - top) / apart));
    for (let row = first; row < rows && yOf(row) < to.y; row += 1) {
      count += 1;
      if (count > bounds.crossings) return undefined;
      crossings[row]?.push(from.x + ((to.x - from.x) * (yOf(row) - from.y)) / (to.y - from.y));
    }
  }
  return crossings.map((row) => row.sort((a, b) => a - b));
}

/** A piece of an area that is filled without lifting the marker. */
interface Piece {
  readonly line: Vec[];
  left: number;
  right: number;
  row: number;
}

/** Goes to and fro through what lies between crossings. Undefined for an area in too many pieces. */
function toAndFro(crossings: readonly (readonly number[])[], yOf: (row: number) => number, wide: number) {
  const pieces: Piece[] = [];
  let open: Piece[] = [];
  for (const [row, all] of crossings.entries()) {
    const next: Piece[] = [];
    for (let i = 0; i + 1 < all.length; i += 2) {
      const [from = 0, to = 0] = [all[i], all[i + 1]];
      if (to - from < wide / 4) continue;
      // Its round ends reach to the edge.
      const inset = Math.min(wide / 2, (to - from) / 2);
      const [left, right] = [from + inset, to - inset];
      const above = open.filter((one) => one.row === row - 1 && one.left <= right && one.right >= left);
      const y = yOf(row);
      const [one] = above;
      if (above.length === 1 && one !== undefined && !next.includes(one)) {
        const ends = [
          { x: left, y },
          { x: right, y },
        ];
        const isRight = (one.line.at(-1)?.x ?? 0) > (one.left + one.right) / 2;
        one.line.push(...(isRight ? ends.reverse() : ends));
        Object.assign(one, { left, right, row });
        next.push(one);
      } else {
        const begun = {
          line: [
            { x: left, y },
            { x: right, y },
          ],
          left,
          right,
          row,
        };
        if (pieces.length === bounds.pieces) return undefined;
        pieces.push(begun);
        next.push(begun);
      }
    }
    open = next;
  }
  return pieces.map(({ line }) => line);
}

const turnedBy = (radians: number) => {
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  return ({ x, y }: Vec): Vec => ({ x: x * cos - y * sin, y: x * sin + y * cos });
};

/**
 * Ink that fills what a closed line surrounds, by the even-odd rule. Board units. No lines where an area is too small to be seen filled,
 * undefined where it is in too many pieces.
 */
export function areaInk(around: readonly Vec[], filling: Filling = {}): AreaInk | undefined {
  const turned = filling.turned ?? 0;
  const ring = around.map(turnedBy(-turned));
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of ring) {
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
  }
  const [w, h] = [right - left, bottom - top];
  if (!(w > finest) || !(h > finest)) return { wide: finest, lines: [] };
  const fine = Math.min(widest, Math.max(finest, Math.sqrt(w * h) * share));
  const given = filling.wide ?? Math.min(fine, w / 2, h / 2);
  // Rows of what is filled all over lie half as far apart as the ink is wide, so that it has no scallops at the edge.
  const apart = Math.max(filling.apart ?? given / 2, h / bounds.rows);
  const wide = filling.apart === undefined ? Math.max(given, 2 * apart) : given;
  const rows = Math.floor((h - wide) / apart) + 1;
  if (rows < 1) return { wide, lines: [] };
  const first = top + (h - (rows - 1) * apart) / 2;
  const yOf = (row: number) => first + row * apart;
  const crossings = crossingsOf(ring, rows, yOf, apart);
  const lines = crossings && toAndFro(crossings, yOf, wide);
  if (lines === undefined) return undefined;
  return { wide, lines: lines.map((line) => line.map(turnedBy(turned))) };
}
