import { pointsBox as boxOfPoints, type Points, packedPoints } from '@gesso/crdt-schema';
import type { Box, Vec } from '../geometry/units.ts';
import { cached } from './cache.ts';
import type { Flip } from './kind.ts';

/**
 * The smallest box around packed points, relative to their element's `x`, `y`; an empty box at 0, 0 without points. Points
 * that nobody has looked at yet stay packed, so that an index of a large board does not unpack all of it.
 */
export const pointsBox = (points: Points): Box => (packedPoints(points) ? boxOfPoints(points) : boxOfOwn(points));

/** Stored points know their box; those that are being drawn or resized are gone through once. */
const boxOfOwn: (points: Points) => Box = cached((points: Points) => {
  const box = boxOfPoints(points);
  return box.w >= 0 ? box : { x: 0, y: 0, w: 0, h: 0 };
});

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly points: Points;
}

/** The unrotated box of an element made of points, board units. */
export const placedBox = ({ x, y, points }: Placed): Box => {
  const box = pointsBox(points);
  return { x: x + box.x, y: y + box.y, w: box.w, h: box.h };
};

/** Packed points as vectors in board units. */
export const boardPoints = ({ x, y, points }: Placed): readonly Vec[] => {
  const { xy } = points;
  const vectors: Vec[] = [];
  for (let i = 0; i + 1 < xy.length; i += 2) {
    vectors.push({ x: x + (xy[i] ?? 0), y: y + (xy[i + 1] ?? 0) });
  }
  return vectors;
};

/** By what a side grows to become another, backwards when it is mirrored; a side without length keeps it. */
export const growth = (from: number, to: number, mirrored: boolean): number =>
  (from > 0 ? to / from : 1) * (mirrored ? -1 : 1);

/** Where an element's origin goes and by what its points grow, so that its box becomes `to`, mirrored if so wished. */
export const fitPoints = (
  element: Placed,
  to: Box,
  flip: Flip,
): { readonly x: number; readonly y: number; readonly scale: readonly [number, number] } => {
  const box = pointsBox(element.points);
  const kx = growth(box.w, to.w, flip.x);
  const ky = growth(box.h, to.h, flip.y);
  const x = to.x - (flip.x ? box.x + box.w : box.x) * kx;
  const y = to.y - (flip.y ? box.y + box.h : box.y) * ky;
  return { x, y, scale: [kx, ky] };
};
