import type { Box, Vec } from '@gesso/drawing';

/** Where boxes go when they are arranged. All lengths are board units; of each box the way it goes is given, in their order. */

/** The directions along which boxes are arranged. */
export type Axis = 'x' | 'y';

/** An edge, or the middle, that boxes are brought to. */
export type Edge = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

const length = { x: 'w', y: 'h' } as const;

/** Board units between boxes that are stacked or tidied, and where arrows lie between them: as far apart as the next one is put (`editor/make-next.ts`). */
const gaps = { none: 20, arrow: 80 } as const;

/** Indexes of two boxes that an arrow joins. */
export type Joint = readonly [from: number, to: number];

const along = (axis: Axis, way: number): Vec => (axis === 'x' ? { x: way, y: 0 } : { x: 0, y: way });

const start = (box: Box, axis: Axis): number => box[axis];
const size = (box: Box, axis: Axis): number => box[length[axis]];
const end = (box: Box, axis: Axis): number => start(box, axis) + size(box, axis);
const middle = (box: Box, axis: Axis): number => start(box, axis) + size(box, axis) / 2;

/** What of a box comes to lie together, and along which axis: 0 its start, 0.5 its middle, 1 its end. */
const edges: Readonly<Record<Edge, readonly [axis: Axis, share: number]>> = {
  left: ['x', 0],
  center: ['x', 0.5],
  right: ['x', 1],
  top: ['y', 0],
  middle: ['y', 0.5],
  bottom: ['y', 1],
};

/** Brings an edge, or the middles, of all boxes to that of the box around them. */
export function aligned(boxes: readonly Box[], edge: Edge): readonly Vec[] {
  const [axis, share] = edges[edge];
  const from = Math.min(...boxes.map((box) => start(box, axis)));
  const to = Math.max(...boxes.map((box) => end(box, axis)));
  const line = from + (to - from) * share;
  return boxes.map((box) => along(axis, line - (start(box, axis) + size(box, axis) * share)));
}

/** The places of boxes one after the other along an axis: indexes by their middles. */
const inOrder = (boxes: readonly Box[], axis: Axis): readonly number[] =>
  boxes.map((_box, i) => i).sort((a, b) => middle(boxes[a] as Box, axis) - middle(boxes[b] as Box, axis) || a - b);

/** Puts boxes one after the other from where the first begins, with the same gap between them. */
function inRow(boxes: readonly Box[], axis: Axis, from: number, gap: number): readonly Vec[] {
  const ways: Vec[] = boxes.map(() => ({ x: 0, y: 0 }));
  let at = from;
  for (const i of inOrder(boxes, axis)) {
    const box = boxes[i] as Box;
    ways[i] = along(axis, at - start(box, axis));
    at += size(box, axis) + gap;
  }
  return ways;
}

/** Makes the gaps between boxes the same; the outermost stay. A gap below 0 means that they lie over each other evenly. */
export function distributed(boxes: readonly Box[], axis: Axis): readonly Vec[] {
  if (boxes.length < 3) return boxes.map(() => ({ x: 0, y: 0 }));
  const from = Math.min(...boxes.map((box) => start(box, axis)));
  const to = Math.max(...boxes.map((box) => end(box, axis)));
  const filled = boxes.reduce((sum, box) => sum + size(box, axis), 0);
  return inRow(boxes, axis, from, (to - from - filled) / (boxes.length - 1));
}

/** Puts boxes closely one after the other, with room for the arrows that join them. */
export const stacked = (boxes: readonly Box[], axis: Axis, joints: readonly Joint[] = []): readonly Vec[] =>
  inRow(boxes, axis, Math.min(...boxes.map((box) => start(box, axis))), joints.length > 0 ? gaps.arrow : gaps.none);

/** Share of the narrower of two boxes by which they may lie over each other along x and still be neighbors of one row. */
const mostOverlap = 0.3;

/** Whether two boxes lie side by side, and not one below the other. */
const areBeside = (a: Box, b: Box): boolean =>
  Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x) <= mostOverlap * Math.min(a.w, b.w);

/**
 * Boxes that lie side by side, crooked as they may: each whose middle is above the lowest end of a row, and that lies below none of it,
 * belongs to that row.
 */
function rowsOf(boxes: readonly Box[]): readonly (readonly number[])[] {
  const rows: { readonly members: number[]; bottom: number }[] = [];
  for (const i of inOrder(boxes, 'y')) {
    const box = boxes[i] as Box;
    const row = rows.find(
      ({ members, bottom }) => middle(box, 'y') <= bottom && members.every((at) => areBeside(boxes[at] as Box, box)),
    );
    if (row === undefined) rows.push({ members: [i], bottom: box.y + box.h });
    else {
      row.members.push(i);
      row.bottom = Math.max(row.bottom, box.y + box.h);
    }
  }
  return rows.map(({ members }) => members.sort((a, b) => middle(boxes[a] as Box, 'x') - middle(boxes[b] as Box, 'x')));
}

/**
 * Puts boxes into rows and columns, as they lie about: each row by its tops, each column by its left edges, with one gap between
 * all columns and one between all rows, which have room for the arrows that lie in them. Columns are as wide, and rows as high, as
 * their largest.
 */
export function tidied(boxes: readonly Box[], joints: readonly Joint[] = []): readonly Vec[] {
  const rows = rowsOf(boxes);
  const rowOf = new Map(rows.flatMap((row, n) => row.map((i) => [i, n] as const)));
  const inOneRow = ([from, to]: Joint) => rowOf.get(from) === rowOf.get(to);
  const across = joints.some(inOneRow) ? gaps.arrow : gaps.none;
  const down = joints.every(inOneRow) ? gaps.none : gaps.arrow;
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, i] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, size(boxes[i] as Box, 'x'));
  const ways: Vec[] = boxes.map(() => ({ x: 0, y: 0 }));
  const left = Math.min(...boxes.map(({ x }) => x));
  let top = Math.min(...boxes.map(({ y }) => y));
  for (const row of rows) {
    let x = left;
    for (const [column, i] of row.entries()) {
      const box = boxes[i] as Box;
      ways[i] = { x: x - box.x, y: top - box.y };
      x += (widths[column] ?? 0) + across;
    }
    top += Math.max(...row.map((i) => size(boxes[i] as Box, 'y'))) + down;
  }
  return ways;
}
