import type { Room } from '../../editor/caret.ts';

/** CSS pixels around the caret: the islands at the top and the bottom, and air at the sides. */
const sides = 24;
const top = 72;
const bottom = 88;
/** Of a window lower than this, as above a phone's keyboard, the islands take too much to keep clear of them all. */
const low = 360;

/** The part of a canvas of this size that neither islands nor the keyboard of a phone cover. */
export const uncovered = ({ width, height }: { readonly width: number; readonly height: number }): Room => {
  const seen = window.visualViewport;
  const from = { x: seen?.offsetLeft ?? 0, y: seen?.offsetTop ?? 0 };
  const right = Math.min(width, from.x + (seen?.width ?? width));
  const end = Math.min(height, from.y + (seen?.height ?? height));
  const isLow = end - from.y < low;
  return {
    left: from.x + Math.min(sides, (right - from.x) / 4),
    top: from.y + (isLow ? 8 : top),
    right: right - Math.min(sides, (right - from.x) / 4),
    bottom: end - (isLow ? 8 : bottom),
  };
};
