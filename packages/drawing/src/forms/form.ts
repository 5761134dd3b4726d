import type { Cubic } from '../geometry/curve.ts';
import type { Box, Vec } from '../geometry/units.ts';
import type { Paint2D } from '../paint.ts';

/**
 * How one shape differs from another: all else (hitting, arrows that stop at it, clean and drawn line, fill, label, SVG) follows. Boxes
 * and radii are board units.
 */
export interface ShapeForm {
  /** Its edge, closed, clockwise. Its corners are rounded by at most `radius`. */
  ring(box: Box, radius: number): readonly Cubic[];
  /** The part where a label has room, padding left out. It lies inside the edge. */
  room(box: Box): Box;
  /** Lines besides the edge, each in one piece: the rim of a lid. Absent = none. */
  inner?(box: Box): readonly (readonly Cubic[])[];
  /** Begins and closes its path where a context has something exacter than the cubics of the ring. */
  path?(g: Paint2D, box: Box, radius: number): void;
  /** It has no corners, so a radius changes nothing. */
  readonly round?: true;
}

/** A part of a box: its left and top, width and height as fractions. */
export const part = (box: Box, left: number, top: number, width: number, height: number): Box => ({
  x: box.x + box.w * left,
  y: box.y + box.h * top,
  w: box.w * width,
  h: box.h * height,
});

/** Points of a box by fractions of its width and height. */
export const pointsIn = ({ x, y, w, h }: Box, fractions: readonly (readonly [number, number])[]): readonly Vec[] =>
  fractions.map(([across, down]) => ({ x: x + w * across, y: y + h * down }));
