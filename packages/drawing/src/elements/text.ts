import type { TextElement } from '@gesso/crdt-schema';
import { layBlock, type TextLayout } from '../fonts/text-layout.ts';
import { containsPoint, expand, union } from '../geometry/box.ts';
import type { Box } from '../geometry/units.ts';
import { inkOn } from '../style/ink.ts';
import { cached } from './cache.ts';
import type { Kind } from './kind.ts';
import { paintText, textBounds } from './paint-text.ts';

const layout: (element: TextElement) => TextLayout = cached((element: TextElement) =>
  layBlock(element, element.x, element.y, element.width ?? Infinity, element.width),
);

/** An empty text keeps room for a caret. */
const box = (element: TextElement): Box => {
  const laid = layout(element).box;
  return { ...laid, w: Math.max(laid.w, element.size / 4) };
};

export const text: Kind<'text'> = {
  label: 'Text',
  box,
  bounds: (element) => union(box(element), textBounds(layout(element))),
  hit: (element, at, slack) => containsPoint(expand(box(element), slack), at),
  paint: (g, element, look) => paintText(g, layout(element), inkOn(element.color, look.theme), look),
  text: layout,
  resize(element, to) {
    const from = box(element);
    // Pulling a side handle changes only the width: the lines break anew. Anything else makes the letters larger.
    if (Math.abs(to.h - from.h) < 1e-6) return { x: to.x, y: to.y, width: Math.max(to.w, element.size) };
    const k = from.h > 0 ? to.h / from.h : 1;
    const size = Math.max(1, element.size * k);
    return { x: to.x, y: to.y, size, ...(element.width === undefined ? {} : { width: element.width * k }) };
  },
  keepsRatio: true,
};
