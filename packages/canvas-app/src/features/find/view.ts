import { type Box, center, containsBox, intersects } from '@gesso/drawing';
import { type Camera, coveredEdges, fit, type Viewport } from '../../editor/camera.ts';

/** CSS pixels that bars cover at the top, this one among them, and at the bottom, and the air around what is shown. */
const bars = { top: 124, bottom: 72 } as const;
const air = { around: 16, least: 8 } as const;

/** Of a view lower than this, as above the keyboard of a phone, only what this bar covers is kept clear (CSS pixels). */
const low = 480;

/** CSS pixels that something has to be wide or high to be read. */
const legible = 40;

/** The camera that shows a box between the bars, not closer than it was looked at; undefined where it is to be seen already. */
export const revealing = (box: Box, camera: Camera, viewport: Viewport): Camera | undefined => {
  const { width, height } = viewport;
  const { zoom } = camera;
  const sides = coveredEdges(viewport).x;
  const bottom = height < low ? 0 : bars.bottom;
  const room = {
    x: camera.x + sides / zoom,
    y: camera.y + (bars.top + air.least) / zoom,
    w: (width - 2 * sides) / zoom,
    h: (height - bars.top - bottom - 2 * air.least) / zoom,
  };
  const isLegible = Math.max(box.w, box.h) * zoom >= legible;
  if (isLegible && containsBox(room, box)) return undefined;
  const left = { width, height: Math.max(1, height - bars.top - bottom) };
  const next = fit(box, left, { x: sides + air.around, y: air.around }, isLegible ? zoom : Math.max(zoom, 1));
  return { ...next, y: next.y - bars.top / next.zoom };
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
