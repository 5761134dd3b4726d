import type { VAlign } from '@gesso/crdt-schema';
import { layInside, type TextLayout, type TextStyle } from '../fonts/text-layout.ts';
import { widestLetter } from '../fonts/wrap.ts';
import { center } from '../geometry/box.ts';
import type { Box } from '../geometry/units.ts';
import { turn } from '../geometry/vec.ts';

/** What has a box of its own and a label in it. */
export interface Labeled extends TextStyle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  readonly valign: VAlign;
}

/** The part of a box where a label has room. */
type Room = (box: Box) => Box;

/** Heights that are tried. Where room grows evenly with the box, the second one fits. */
const tries = 6;

/** Board units that make no difference. */
const slack = 1e-3;

const ownBox = ({ x, y, width, height }: Labeled): Box => ({ x, y, w: width, h: height });

/** Lays a label out in its room, its letters small enough that each of them fits into a line. */
export const layLabel = (element: Labeled, room: Box): TextLayout => {
  const { text, font, size, valign } = element;
  // No letter is wider than this but a few emoji: looking for the widest can be saved.
  if (room.w > 1.5 * size || room.w <= 0) return layInside(element, room, valign);
  const widest = widestLetter(text, font);
  return layInside(widest * size > room.w ? { ...element, size: room.w / widest } : element, room, valign);
};

/** Room above and below lines that made a shape grow, in ems. A single line has enough in its own height. */
const air = 0.3;

const neededBy = ({ lines, size, box }: TextLayout): number => box.h + (lines.length > 1 ? 2 * air * size : 0);

/** The height at which a label has room; the element's own where it has. Board units. */
const heightFor = (element: Labeled, room: Room): number => {
  const own = ownBox(element);
  let height = own.h;
  for (let i = 0; i < tries; i += 1) {
    const box = { ...own, h: height };
    const inside = room(box);
    const missing = neededBy(layLabel(element, inside)) - inside.h;
    const gained = room({ ...box, h: height + 1 }).h - inside.h;
    if (missing <= slack || gained <= 0) return height;
    height += missing / gained;
  }
  return height;
};

/** Where a box lies whose upper side, turned with it, stays where that of `from` is, when it is `height` high. */
export const hungFrom = (from: Box, height: number, rotation: number): Box => {
  if (rotation === 0) return { ...from, h: height };
  const longer = (height - from.h) / 2;
  const middle = center(from);
  const moved = turn({ x: middle.x, y: middle.y + longer }, middle, rotation);
  return { x: moved.x - from.w / 2, y: moved.y - height / 2, w: from.w, h: height };
};

/**
 * The box of a shape as it is shown: made longer downwards, as far as its label needs. Nothing of that is written, so those who type
 * into one label together see the same box, and undo takes back letters alone. What has no size stays without.
 */
export const grownBox = (element: Labeled, room: Room): Box => {
  const own = ownBox(element);
  if (element.text === '' || own.w <= 0 || own.h <= 0) return own;
  const height = heightFor(element, room);
  return height > own.h ? hungFrom(own, height, element.rotation) : own;
};

/**
 * What makes a shape lie in `to`. One that is pulled at its sides keeps the height it has of its own, so that it grows no taller than its
 * label needs at each width.
 */
export const resizeGrown = (element: Pick<Labeled, 'height' | 'rotation'>, shown: Box, to: Box) => {
  const isAsHigh = shown.h > element.height && Math.abs(to.h - shown.h) < 0.1;
  const { x, y, w, h } = isAsHigh ? hungFrom(to, element.height, element.rotation) : to;
  return { x, y, width: w, height: h };
};
