import { type Color, type Element, inPaintingOrder } from '@gesso/crdt-schema';
import { paintRich } from '../elements/paint-runs.ts';
import { boundsOf, paintElement } from '../elements/registry.ts';
import { paintRichWith } from '../elements/rich-painter.ts';
import { expand, unionAll } from '../geometry/box.ts';
import type { Box } from '../geometry/units.ts';
import type { Look, Paint2D } from '../paint.ts';
import { grounds } from '../style/palette.ts';

/** What is behind an exported picture: nothing, the theme's ground, or a color. */
export type Background = 'none' | 'theme' | Color;

/** What is to be exported, and how it is to look. */
export interface Drawing {
  readonly elements: readonly Element[];
  readonly background: Background;
  /** Light unless asked otherwise: a board drawn on the dark ground comes out as dark ink on white. */
  readonly theme: Look['theme'];
  /** Board units around the content. */
  readonly padding: number;
}

/** The part of the board that is exported. Without elements it is one empty unit and the padding. */
export const exportedBox = ({ elements, padding }: Pick<Drawing, 'elements' | 'padding'>): Box =>
  expand(unionAll(elements.map(boundsOf)) ?? { x: 0, y: 0, w: 1, h: 1 }, padding);

const inOrder = (elements: readonly Element[]): Element[] => [...elements].sort(inPaintingOrder);

/** The background's color, or undefined where it is see-through. */
const backgroundColor = ({ background, theme }: Pick<Drawing, 'background' | 'theme'>): Color | undefined => {
  if (background === 'none') return undefined;
  return background === 'theme' ? grounds[theme] : background;
};

/**
 * Paints a part of a board into any context, at `look.scale` pixels per board unit, with the same painters as the screen.
 * Yields after every element, so the caller decides when to let others work.
 */
export function* draw(
  g: Paint2D,
  drawing: Pick<Drawing, 'elements' | 'background' | 'theme'>,
  box: Box,
  look: Look,
): Generator<void> {
  const { scale } = look;
  paintRichWith(paintRich);
  g.save();
  g.scale(scale, scale);
  g.translate(-box.x, -box.y);
  const color = backgroundColor(drawing);
  if (color !== undefined) {
    g.fillStyle = color;
    g.fillRect(box.x, box.y, box.w, box.h);
  }
  for (const element of inOrder(drawing.elements)) {
    paintElement(g, element, look);
    yield;
  }
  g.restore();
}
