import { cssFont } from '../fonts/families.ts';
import { withoutLigatures } from '../fonts/ligatures.ts';
import { isRich } from '../fonts/rich-text.ts';
import { alignedAt, type TextLayout, widestOf } from '../fonts/text-layout.ts';
import type { Box } from '../geometry/units.ts';
import type { Look, Paint2D } from '../paint.ts';
import { richPainter } from './rich-painter.ts';

/** Device pixels of font size below which a line of text is a bar of about the same ink. */
const legibleFrom = 3;

/** Paints text in a color already turned for the theme. */
export const paintText = (g: Paint2D, layout: TextLayout, color: string, look: Look): void => {
  if (look.withoutText === true) return;
  g.fillStyle = color;
  if (layout.size * look.scale < legibleFrom) {
    g.globalAlpha *= 0.45;
    for (const line of layout.lines) {
      const left = line.x - line.width * alignedAt[layout.align];
      g.fillRect(left, line.y - layout.size * 0.5, line.width, layout.size * 0.5);
    }
    return;
  }
  g.font = cssFont(layout.font, layout.size);
  // Letters stand as they were measured when the lines were broken.
  if ('fontKerning' in g) g.fontKerning = 'none';
  // Without it some screens round the width of each letter: lines come out longer or shorter than in the text field and in an SVG.
  if ('textRendering' in g) g.textRendering = 'geometricPrecision';
  g.textBaseline = 'alphabetic';
  g.textAlign = layout.align;
  const rich = isRich(layout) ? richPainter() : undefined;
  if (rich !== undefined) {
    rich(g, layout, color);
    return;
  }
  for (const line of layout.lines) {
    if (line.text === '') continue;
    g.direction = line.direction;
    g.fillText(withoutLigatures(g, layout.font, line.text), line.x, line.y);
  }
};

/** What the painted text may cover: fonts differ a little from their tables, and accents and descenders reach out. */
export const textBounds = (layout: TextLayout): Box => {
  const widest = widestOf(layout.lines);
  const over = Math.max(0, widest - layout.box.w) / 2 + widest * 0.04 + layout.size * 0.35;
  return {
    x: layout.box.x - over,
    y: layout.box.y - layout.size * 0.2,
    w: layout.box.w + 2 * over,
    h: layout.box.h + layout.size * 0.4,
  };
};
