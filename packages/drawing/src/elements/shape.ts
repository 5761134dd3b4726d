import type { Align, Color, Dash, ElementKind, ElementOf, Font } from '@gesso/crdt-schema';
import { layInside, type TextLayout } from '../fonts/text-layout.ts';
import { containsPoint, expand, union } from '../geometry/box.ts';
import { distanceToEdge, insidePolygon } from '../geometry/polygon.ts';
import type { Box, Vec } from '../geometry/units.ts';
import type { Look, Paint2D } from '../paint.ts';
import { mix } from '../style/contrast.ts';
import { fillOn, inkOn, readableOn } from '../style/ink.ts';
import { grounds } from '../style/palette.ts';
import { cached } from './cache.ts';
import type { Kind } from './kind.ts';
import { setLine } from './line-style.ts';
import { paintText, textBounds } from './paint-text.ts';

/** What shapes have in common. */
export interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: Color;
  readonly fill: Color | 'none';
  readonly strokeWidth: number;
  readonly dash: Dash;
  readonly radius: number;
  readonly opacity: number;
  readonly text: string;
  readonly size: number;
  readonly font: Font;
  readonly align: Align;
}

/** The kinds that are shapes: all that hold what a shape has. */
type ShapeKind = { [K in ElementKind]: ElementOf<K> extends Shape ? K : never }[ElementKind];

/** How one shape differs from another. Boxes and radii are board units. */
export interface ShapeForm {
  /** What people call it, as a sentence begins. */
  readonly label: string;
  /** Its edge as a polygon, for hit tests. */
  edge(box: Box, radius: number): readonly Vec[];
  /** Begins and closes its path. */
  path(g: Paint2D, box: Box, radius: number): void;
  /** Length around. */
  around(box: Box, radius: number): number;
  /** The part where a label has room, padding left out. */
  room(box: Box): Box;
}

type BoxPatch = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const sizedBox = (e: BoxPatch): Box => ({ x: e.x, y: e.y, w: e.width, h: e.height });

export const boxResize = (_element: unknown, to: Box): BoxPatch => ({ x: to.x, y: to.y, width: to.w, height: to.h });

/** Makes the kind of a shape from its form. */
export const shapeKind = (form: ShapeForm): Kind<ShapeKind> => {
  const label = cached((element: Shape): TextLayout => layInside(element, form.room(sizedBox(element))));
  return {
    label: form.label,
    box: sizedBox,
    bounds(element) {
      const box = expand(sizedBox(element), element.strokeWidth / 2);
      return element.text === '' ? box : union(box, textBounds(label(element)));
    },
    hit(element, at, slack) {
      const box = sizedBox(element);
      const reach = element.strokeWidth / 2 + slack;
      if (!containsPoint(expand(box, reach), at)) return false;
      const edge = form.edge(box, element.radius);
      if (distanceToEdge(at, edge) <= reach) return true;
      if (element.fill !== 'none') return insidePolygon(at, edge);
      return element.text !== '' && containsPoint(label(element).box, at);
    },
    paint(g, element, look) {
      paintShape(g, element, look, form);
      if (element.text === '') return;
      const ink = inkOn(element.color, look.theme);
      paintText(g, label(element), element.fill === 'none' ? ink : readableOn(ink, groundOf(element, look)), look);
    },
    text: label,
    edge: (element) => form.edge(sizedBox(element), element.radius),
    resize: boxResize,
    keepsRatio: false,
  };
};

/** What a label stands on: the fill, with the board showing through it. */
const groundOf = ({ fill, opacity }: Shape, { theme }: Look): Color =>
  mix(grounds[theme], fillOn(fill, theme), opacity / 100);

const paintShape = (g: Paint2D, element: Shape, look: Look, form: ShapeForm) => {
  const box = sizedBox(element);
  const { strokeWidth, dash, radius } = element;
  if (element.fill !== 'none') {
    // Under a see-through line the fill would show through its inner half as a second, darker line.
    const inset = element.opacity < 100 && dash === 'solid' ? -Math.min(strokeWidth / 2, box.w / 2, box.h / 2) : 0;
    g.fillStyle = fillOn(element.fill, look.theme);
    g.beginPath();
    form.path(g, expand(box, inset), Math.max(0, radius + inset));
    g.fill();
  }
  if (strokeWidth <= 0) return;
  setLine(g, inkOn(element.color, look.theme), strokeWidth, dash, form.around(box, radius));
  g.beginPath();
  form.path(g, box, radius);
  g.stroke();
};
