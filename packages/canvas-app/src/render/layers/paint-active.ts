import { type Box, boundsOf, intersects, type Look, mixesWithBelow, paintElement, type Vec } from '@gesso/drawing';
import type { ActiveElement } from './active-elements.ts';

/** Paints what is above the tiles. `origin`: board point at the top left; `device`: device pixels per board unit. */
export const paintActive = (
  g: CanvasRenderingContext2D,
  active: readonly ActiveElement[],
  origin: Vec,
  device: number,
  seen: Box,
  look: Omit<Look, 'scale'>,
): void => {
  g.setTransform(device, 0, 0, device, -origin.x * device, -origin.y * device);
  for (const { element, alpha, withoutText } of active) {
    if (!intersects(boundsOf(element), seen)) continue;
    g.globalAlpha = alpha;
    paintElement(g, element, { ...look, scale: device, withoutText });
  }
};

/**
 * How the layer blends with the tiles below. A highlighter multiplies with the ink under it, which is on another canvas
 * while it is being drawn; without this, ink would change its look as the pen is lifted.
 */
export const blending = (active: readonly ActiveElement[], theme: Look['theme']): string => {
  const only = active.length > 0 && active.every(({ element }) => mixesWithBelow(element));
  if (!only) return 'normal';
  return theme === 'light' ? 'multiply' : 'screen';
};
