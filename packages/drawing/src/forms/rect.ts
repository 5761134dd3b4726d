import { corners } from '../geometry/box.ts';
import { polygonRing } from '../geometry/ring.ts';
import type { Box } from '../geometry/units.ts';
import type { Paint2D } from '../paint.ts';
import type { ShapeForm } from './form.ts';

/** How far the handles of a cubic reach to the tip of a right angle, so that it looks like a quarter of a circle. */
const quarter = 0.5523;

/** A closed box with round corners; starts at the top left, clockwise. */
export const roundedPath = (g: Paint2D, box: Box, radius: number): void => {
  const { x, y, w, h } = box;
  const r = Math.max(0, Math.min(radius, w / 2, h / 2));
  if (r === 0) {
    g.rect(x, y, w, h);
    return;
  }
  g.moveTo(x + r, y);
  g.lineTo(x + w - r, y);
  g.arc(x + w - r, y + r, r, -Math.PI / 2, 0);
  g.lineTo(x + w, y + h - r);
  g.arc(x + w - r, y + h - r, r, 0, Math.PI / 2);
  g.lineTo(x + r, y + h);
  g.arc(x + r, y + h - r, r, Math.PI / 2, Math.PI);
  g.lineTo(x, y + r);
  g.arc(x + r, y + r, r, Math.PI, 1.5 * Math.PI);
  g.closePath();
};

/** The upper end of a box, as high as `height`, with round corners at its top. */
export const topPath = (g: Paint2D, { x, y, w }: Box, height: number, r: number): void => {
  g.moveTo(x, y + height);
  g.lineTo(x, y + r);
  g.arc(x + r, y + r, r, Math.PI, 1.5 * Math.PI, false);
  g.lineTo(x + w - r, y);
  g.arc(x + w - r, y + r, r, 1.5 * Math.PI, 2 * Math.PI, false);
  g.lineTo(x + w, y + height);
  g.closePath();
};

/** A box without some room at its left and right. */
export const padded = ({ x, y, w, h }: Box): Box => {
  const padding = Math.min(8, w / 4);
  return { x: x + padding, y, w: w - 2 * padding, h };
};

export const rect: ShapeForm = {
  ring: (box, radius) => polygonRing(corners(box), radius, [], quarter),
  path: roundedPath,
  room: padded,
};
