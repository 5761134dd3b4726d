import { isSmall, low, type Viewport } from '../editor/camera.ts';
import type { Room } from '../editor/caret.ts';

/** What is as narrow has its tools alone in their line, however low it is. */
const veryNarrow = 560;

/** Whether a window is as low as a phone on its side, and wide enough for all islands at the bottom in one line. */
export const isOnSide = ({ width, height }: Viewport): boolean => height <= low && width >= veryNarrow;

/** What is lower, as above the keyboard of a phone on its side, has no islands while a text is typed: `small-screens.css`. */
const veryLow = 320;

/** CSS pixels that bars over the paper keep from the edges, and what islands take with air: on its side the style is at the edge. */
const edge = 8;
const islands = { usual: { top: 72, bottom: 88 }, upright: { top: 68, bottom: 128 }, side: { top: 68, bottom: 68 } };

/** The part of the canvas that neither islands nor the keyboard of a phone cover, CSS pixels. */
export const freeArea = (viewport: Viewport): Room => {
  const { width, height } = viewport;
  const seen = window.visualViewport;
  const from = seen?.offsetTop ?? 0;
  const end = Math.min(height, from + (seen?.height ?? height));
  const { top, bottom } = islands[isOnSide(viewport) ? 'side' : isSmall(viewport) ? 'upright' : 'usual'];
  const isBare = height < veryLow;
  const style = isOnSide(viewport) && !isBare ? 68 : edge;
  const isMirrored = document.documentElement.dir === 'rtl';
  return {
    left: isMirrored ? edge : style,
    right: width - (isMirrored ? style : edge),
    top: isBare ? from + edge : Math.max(top, from + edge),
    // Above a keyboard there are no islands to keep clear of.
    bottom: isBare || end < height - bottom ? end - edge : end - bottom,
  };
};
