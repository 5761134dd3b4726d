import { center } from './box.ts';
import type { Box, Vec } from './units.ts';
import { turn } from './vec.ts';

export type Handle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w';

/** Clockwise from the top left. */
export const handles: readonly Handle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

/** Where a handle sits, as fractions of the box. */
export const handleAt: Readonly<Record<Handle, Vec>> = {
  nw: { x: 0, y: 0 },
  n: { x: 0.5, y: 0 },
  ne: { x: 1, y: 0 },
  e: { x: 1, y: 0.5 },
  se: { x: 1, y: 1 },
  s: { x: 0.5, y: 1 },
  sw: { x: 0, y: 1 },
  w: { x: 0, y: 0.5 },
};

export interface ResizeOptions {
  /** Keeps width : height. */
  readonly ratio?: boolean;
  /** Keeps the middle still instead of the opposite handle. */
  readonly center?: boolean;
  /** Smallest side, in the units of the box. */
  readonly least?: number;
}

/** A resized box, and whether it was pulled through to its other side. */
export interface Resized {
  readonly box: Box;
  readonly flipX: boolean;
  readonly flipY: boolean;
}

/** The box after pulling `handle` by `by`. Unrotated; pulling past the opposite side flips. */
export const resizeBox = (box: Box, handle: Handle, by: Vec, options: ResizeOptions = {}): Resized => {
  const at = handleAt[handle];
  const least = options.least ?? 0;
  const reach = options.center ? 2 : 1;
  const dirX = Math.sign(at.x - 0.5);
  const dirY = Math.sign(at.y - 0.5);
  let w = box.w + by.x * dirX * reach;
  let h = box.h + by.y * dirY * reach;
  if (options.ratio && box.w > 0 && box.h > 0) {
    const kx = w / box.w;
    const ky = h / box.h;
    const k = dirX === 0 ? ky : dirY === 0 ? kx : Math.abs(kx) > Math.abs(ky) ? kx : ky;
    w = Math.abs(k) * box.w * (dirX === 0 ? 1 : Math.sign(kx) || 1);
    h = Math.abs(k) * box.h * (dirY === 0 ? 1 : Math.sign(ky) || 1);
  }
  const width = Math.max(least, Math.abs(w));
  const height = Math.max(least, Math.abs(h));
  const still = options.center ? { x: 0.5, y: 0.5 } : { x: 1 - at.x, y: 1 - at.y };
  const fixedX = box.x + box.w * still.x;
  const fixedY = box.y + box.h * still.y;
  const stillX = w < 0 ? 1 - still.x : still.x;
  const stillY = h < 0 ? 1 - still.y : still.y;
  return {
    box: { x: fixedX - width * stillX, y: fixedY - height * stillY, w: width, h: height },
    flipX: w < 0,
    flipY: h < 0,
  };
};

/**
 * The same for a box turned by `rotation` about its center: `by` is in board axes, and the still point stays where it is
 * on the board although the center, about which the result turns, moves.
 */
export const resizeTurned = (
  box: Box,
  rotation: number,
  handle: Handle,
  by: Vec,
  options: ResizeOptions = {},
): Resized => {
  const resized = resizeBox(box, handle, turn(by, { x: 0, y: 0 }, -rotation), options);
  if (rotation === 0 || options.center) return resized;
  const moved = turn(center(resized.box), center(box), rotation);
  const { w, h } = resized.box;
  return { ...resized, box: { x: moved.x - w / 2, y: moved.y - h / 2, w, h } };
};

/**
 * Where the part `inner` of `from` lands when `from` becomes `to`, mirrored in it if so wished: how a selection of several
 * is resized.
 */
export const carryBox = (inner: Box, from: Box, to: Box, flip = { x: false, y: false }): Box => {
  const kx = from.w > 0 ? to.w / from.w : 1;
  const ky = from.h > 0 ? to.h / from.h : 1;
  return {
    x: to.x + (flip.x ? from.x + from.w - inner.x - inner.w : inner.x - from.x) * kx,
    y: to.y + (flip.y ? from.y + from.h - inner.y - inner.h : inner.y - from.y) * ky,
    w: inner.w * kx,
    h: inner.h * ky,
  };
};
