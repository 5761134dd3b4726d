import type { Align, Color, Font, TextMarks, VAlign } from '@gesso/crdt-schema';
import type { Box } from '../geometry/units.ts';
import { baseline, lineHeight } from './measure.ts';
import { directionOf } from './unicode-ranges.ts';
import { type Line, widestWord, wrapText } from './wrap.ts';

export interface PlacedLine extends Line {
  /** Where the line is anchored by `align`, and its baseline; board units, before rotation. */
  readonly x: number;
  readonly y: number;
  readonly direction: 'ltr' | 'rtl';
}

/**
 * Text as it is painted. An editor laid over `box` with the same font, size, line height and alignment shows each line
 * where the canvas does. Board units; the element's rotation turns it about the center of the element's frame.
 */
export interface TextLayout {
  /** The lines: top of the first to bottom of the last, and the width they are aligned in. */
  readonly box: Box;
  /** How wide a line may get before it wraps; Infinity when it never does. */
  readonly wrap: number;
  readonly lines: readonly PlacedLine[];
  readonly font: Font;
  /** Font size as painted: smaller than the element's when the text had to shrink to fit. */
  readonly size: number;
  /** Height of one line. */
  readonly lineHeight: number;
  readonly align: Align;
  /** Stored color. */
  readonly color: Color;
  /** All of it, and how its letters are set apart. */
  readonly text: string;
  readonly marks: TextMarks | undefined;
  /** Where its element leads. */
  readonly link: string | undefined;
}

export interface TextStyle {
  readonly text: string;
  readonly marks?: TextMarks | undefined;
  readonly link?: string | undefined;
  readonly font: Font;
  readonly size: number;
  readonly align: Align;
  readonly color: Color;
}

/** Where in a column lines are aligned, as a share of its width. */
export const alignedAt: Readonly<Record<Align, number>> = { left: 0, center: 0.5, right: 1 };

/** Width of the widest line; a text may have more lines than a call may have arguments. */
export const widestOf = (lines: readonly Pick<Line, 'width'>[]): number =>
  lines.reduce((most, { width }) => Math.max(most, width), 0);

/** Lays lines out from `x`, `y` (top left) in a column `width` wide, wrapping at `wrap`. */
export const layBlock = (style: TextStyle, x: number, y: number, wrap: number, width?: number): TextLayout => {
  const wrapped = wrapText(style.text, style.font, style.size, wrap);
  return place(style, wrapped, { x, y, wrap, column: width ?? widestOf(wrapped) });
};

/**
 * Lays lines out that grow from `x` as they are aligned, to both sides from their middle, and to the left when they are aligned
 * right; `y` is their top.
 */
export const layGrowing = (style: TextStyle, x: number, y: number, wrap: number): TextLayout => {
  const wrapped = wrapText(style.text, style.font, style.size, wrap);
  const column = widestOf(wrapped);
  return place(style, wrapped, { x: x - column * alignedAt[style.align], y, wrap, column });
};

interface Column {
  readonly x: number;
  readonly y: number;
  readonly wrap: number;
  readonly column: number;
}

const place = (style: TextStyle, wrapped: readonly Line[], { x, y, wrap, column }: Column): TextLayout => {
  const { font, size, align, color, text, marks, link } = style;
  const anchor = x + column * alignedAt[align];
  const height = lineHeight * size;
  const lines = wrapped.map((line, i) => ({
    ...line,
    x: anchor,
    y: y + i * height + baseline(font) * size,
    direction: directionOf(line.text),
  }));
  const box = { x, y, w: column, h: lines.length * height };
  return { box, wrap, lines, font, size, lineHeight: height, align, color, text, marks, link };
};

/** Room above or below text that does not stand in the middle, board units. */
const verticalPadding = 8;

/**
 * Lays text out in `room`, wrapped at its width: in the middle of its height, or a little below its top or above its bottom. It may run
 * over above and below, of text at the top only below, of text at the bottom only above.
 */
export const layInside = (style: TextStyle, room: Box, valign: VAlign = 'middle'): TextLayout => {
  const height = wrapText(style.text, style.font, style.size, room.w).length * lineHeight * style.size;
  const slack = room.h - height;
  const padding = Math.max(0, Math.min(verticalPadding, slack / 2));
  const above = { top: padding, middle: slack / 2, bottom: slack - padding }[valign];
  return layBlock(style, room.x, room.y + above, room.w, room.w);
};

/** How much smaller letters become so that no word is broken: a longer one is broken all the same. */
const wordShare = 0.55;

/** The style with letters small enough for its widest word, where that leaves them large enough to be read. */
const withWholeWords = (style: TextStyle, room: Box): TextStyle => {
  const widest = widestWord(style.text, style.font) * style.size;
  const share = widest > room.w ? room.w / widest : 1;
  return share === 1 || share < wordShare ? style : { ...style, size: style.size * share };
};

/**
 * The same, with the size made smaller until no word is broken that need not be, and (to no less than `least`) until the text fits into
 * the room's height.
 */
export const layToFit = (wanted: TextStyle, room: Box, least: number): TextLayout => {
  const style = withWholeWords(wanted, room);
  const full = layInside(style, room);
  if (full.box.h <= room.h || style.size <= least) return full;
  let fits = layInside({ ...style, size: least }, room);
  let low = least;
  let high = style.size;
  while (high - low > 0.25) {
    const size = (low + high) / 2;
    const layout = layInside({ ...style, size }, room);
    if (layout.box.h <= room.h) {
      fits = layout;
      low = size;
    } else high = size;
  }
  return fits;
};
