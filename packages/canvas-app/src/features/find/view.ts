import { type Box, center, containsBox, intersects } from '@gesso/drawing';
import { type Camera, fit } from '../../editor/camera.ts';
import type { Room } from '../../editor/caret.ts';

/** CSS pixels that bars cover at the top, this one among them, and the air around what is shown. */
const bars = 124;
const air = { around: 16, least: 8 } as const;

/** CSS pixels that something has to be wide or high to be read. */
const legible = 40;

/**
 * The camera that shows a box in what is `free` of the canvas, below this bar, not closer than it was looked at; undefined where it is to be
 * seen already.
 */
export const revealing = (box: Box, camera: Camera, free: Room): Camera | undefined => {
  const { zoom } = camera;
  const { left } = free;
  const top = Math.max(bars, free.top);
  const width = Math.max(1, free.right - left);
  const height = Math.max(1, free.bottom - top);
  const room = {
    x: camera.x + left / zoom,
    y: camera.y + (top + air.least) / zoom,
    w: width / zoom,
    h: (height - 2 * air.least) / zoom,
  };
  const isLegible = Math.max(box.w, box.h) * zoom >= legible;
  if (isLegible && containsBox(room, box)) return undefined;
  const next = fit(box, { width, height }, air.around, isLegible ? zoom : Math.max(zoom, 1));
  return { ...next, x: next.x - left / next.zoom, y: next.y - top / next.zoom };
};

/** How far a box is from a point, squared. */
const distance = (box: Box, { x, y }: { readonly x: number; readonly y: number }): number => {
  const dx = Math.max(box.x - x, 0, x - box.x - box.w);
  const dy = Math.max(box.y - y, 0, y - box.y - box.h);
  return dx * dx + dy * dy;
};

/** The first that is in view, else the one nearest to its middle; undefined of none. */
export const nearest = <T>(list: readonly T[], boxOf: (one: T) => Box | undefined, view: Box): T | undefined => {
  const middle = center(view);
  let best: T | undefined;
  let least = Infinity;
  for (const one of list) {
    const box = boxOf(one);
    if (box === undefined) continue;
    if (intersects(view, box)) return one;
    const far = distance(box, middle);
    if (far < least) [best, least] = [one, far];
  }
  return best;
};
