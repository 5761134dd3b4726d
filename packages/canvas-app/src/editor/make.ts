import {
  type Element,
  type ElementId,
  type NewElement,
  newElementId,
  type Points,
  snap,
  type TextElement,
} from '@gesso/crdt-schema';
import type { Box, Vec } from '@gesso/drawing';
import type { Style } from './style.ts';

/** What every drafted element has in common. `z` is empty: drafts are painted above everything, the board gives the key. */
const draftCommon = (id: ElementId, at: Vec, style: Style) => ({
  id,
  x: snap(at.x),
  y: snap(at.y),
  z: '',
  rotation: 0,
  opacity: style.opacity,
  locked: false,
  groups: [],
});

export type BoxKind = 'rect' | 'ellipse' | 'diamond' | 'sticky';

/** A shape that fills `box` with the current style. */
export const makeBox = (kind: BoxKind, id: ElementId, box: Box, style: Style): Element => {
  const common = { ...draftCommon(id, box, style), width: snap(box.w), height: snap(box.h) };
  const label = { text: '', size: style.size, font: style.font };
  if (kind === 'sticky') return { ...common, ...label, kind, color: style.color, align: 'center' };
  const { color, fill, strokeWidth, dash, radius } = style;
  return { ...common, ...label, kind, color, fill, strokeWidth, dash, radius, align: 'center' };
};

/** A line or an arrow through `points`, relative to `at`. */
export const makeLine = (
  kind: 'line' | 'arrow',
  id: ElementId,
  at: Vec,
  points: readonly Vec[],
  style: Style,
): Element => ({
  ...draftCommon(id, at, style),
  kind,
  points: { xy: new Float32Array(points.flatMap((point) => [snap(point.x), snap(point.y)])) },
  color: style.color,
  strokeWidth: style.strokeWidth,
  dash: style.dash,
  curve: false,
  heads: kind === 'arrow' ? style.heads : ['none', 'none'],
});

/** Ink through `points`, relative to `at`. */
export const makeStroke = (id: ElementId, at: Vec, points: Points, style: Style): Element => ({
  ...draftCommon(id, at, style),
  kind: 'stroke',
  points,
  color: style.color,
  width: style.width,
  brush: style.brush,
});

/** An empty text whose first line starts at `at`. */
export const makeText = (at: Vec, style: Style): TextElement => ({
  ...draftCommon(newElementId(), { x: at.x, y: at.y - style.size * 0.6 }, style),
  kind: 'text',
  text: '',
  color: style.color,
  size: style.size,
  font: style.font,
  align: style.align,
});

/** A drafted element as the document takes it: without the order key, which the board gives. */
export const asNew = (element: Element): NewElement => {
  const { z: _z, ...rest } = element;
  return rest as NewElement;
};

/** A copy with an id of its own, moved by `by` board units. */
export const copyOf = (element: Element, by: Vec): NewElement => {
  const { z: _z, id: _id, ...rest } = element;
  return { ...rest, id: newElementId(), x: snap(element.x + by.x), y: snap(element.y + by.y) } as NewElement;
};

/** Whether a text can be typed into it. */
export const holdsText = (element: Element): boolean => 'text' in element;
