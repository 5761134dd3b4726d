import type { Viewport } from '../../editor/camera.ts';
import type { Room } from '../../editor/caret.ts';
import { freeArea } from '../window-shape.ts';

/** CSS pixels of air at the sides of the caret. */
const air = 24;

/** The part of a canvas of this size that neither islands nor the keyboard of a phone cover, with air at its sides for the caret. */
export const uncovered = (viewport: Viewport): Room => {
  const { left, right, top, bottom } = freeArea(viewport);
  const seen = window.visualViewport;
  const from = seen?.offsetLeft ?? 0;
  const to = from + (seen?.width ?? viewport.width);
  const side = Math.min(air, (to - from) / 4);
  return { left: Math.max(left, from + side), right: Math.min(right, to - side), top, bottom };
};
