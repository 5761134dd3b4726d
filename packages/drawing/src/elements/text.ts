import type { Align, TextElement } from '@gesso/crdt-schema';
import { alignedAt, layBlock, layGrowing, type TextLayout } from '../fonts/text-layout.ts';
import { directionOf } from '../fonts/unicode-ranges.ts';
import { containsPoint, expand, union } from '../geometry/box.ts';
import type { Box } from '../geometry/units.ts';
import { colorOn } from '../style/theme-colors.ts';
import { cached } from './cache.ts';
import type { Kind } from './kind.ts';
import { paintText, textBounds } from './paint-text.ts';

/** How it is aligned: what may grow starts where its script does. */
const alignOf = ({ text, align, most }: TextElement): Align =>
  most !== undefined && align === 'left' && directionOf(text) === 'rtl' ? 'right' : align;

const layout: (element: TextElement) => TextLayout = cached((element: TextElement) => {
  const { x, y, width, most } = element;
  const style = { ...element, align: alignOf(element) };
  if (width === undefined && most !== undefined) return layGrowing(style, x, y, most);
  return layBlock(style, x, y, width ?? Infinity, width);
});

/** Board units by which a height may differ that has not changed: what is resized is snapped. */
const sameHeight = 0.1;

/** An empty text keeps room for a caret. */
const box = (element: TextElement): Box => {
  const laid = layout(element).box;
  return { ...laid, w: Math.max(laid.w, element.size / 4) };
};

export const text: Kind<'text'> = {
  box,
  bounds: (element) => union(box(element), textBounds(layout(element))),
  hit: (element, at, slack) => containsPoint(expand(box(element), slack), at),
  paint: (g, element, look) => paintText(g, layout(element), colorOn(element.color, look.theme), look),
  text: layout,
  resize(element, to) {
    const from = box(element);
    // Pulling a side handle changes only the width: the lines break anew. Anything else makes the letters larger.
    if (Math.abs(to.h - from.h) < sameHeight) return { x: to.x, y: to.y, width: Math.max(to.w, element.size) };
    const { width, most } = element;
    const k = from.h > 0 ? to.h / from.h : 1;
    const size = Math.max(1, element.size * k);
    if (width !== undefined) return { x: to.x, y: to.y, size, width: width * k };
    if (most === undefined) return { x: to.x, y: to.y, size };
    return { x: to.x + to.w * alignedAt[alignOf(element)], y: to.y, size, most: Math.max(1, most * k) };
  },
  keepsRatio: true,
};
