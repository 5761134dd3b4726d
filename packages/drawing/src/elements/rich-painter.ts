import type { TextLayout } from '../fonts/text-layout.ts';
import type { Paint2D } from '../paint.ts';

/** Paints the lines of a rich text in a color already turned for the theme; the font is set. */
export type PaintRich = (g: Paint2D, layout: TextLayout, color: string) => void;

let known: PaintRich | undefined;
let ask: (() => void) | undefined;

/** Sets what paints rich text in this thread. A page fetches it when there is such a text; until then its letters are plain. */
export const paintRichWith = (paint: PaintRich | undefined): void => {
  known = paint;
};

/** Calls back whenever a rich text is painted plain because nothing here paints it yet. */
export const askForRich = (listener: (() => void) | undefined): void => {
  ask = listener;
};

/** What paints rich text; undefined while it is not there. */
export const richPainter = (): PaintRich | undefined => {
  if (known === undefined) ask?.();
  return known;
};
