import type { Viewport } from '../editor/camera.ts';

/** CSS pixels up to which a window is narrow, or low: `small-screens.css` and `parts/use-media.ts` say the same. */
const narrow = 640;
const low = 480;
/** What is as narrow has its tools alone in their line, however low it is. */
const veryNarrow = 560;

/** Whether a window is as low as a phone on its side, and wide enough for all islands at the bottom in one line. */
export const isOnSide = ({ width, height }: Viewport): boolean => height <= low && width >= veryNarrow;

/** Whether a window is as small as a phone. */
export const isSmall = ({ width, height }: Viewport): boolean => width <= narrow || height <= low;

/** CSS pixels that bars over the paper keep from its sides: where the style stands at the edge, so that they are beside it. */
export const sideOf = (viewport: Viewport, usual: number): number => (isOnSide(viewport) ? 68 : usual);
