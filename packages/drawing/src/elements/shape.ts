import type {
  Align,
  Color,
  Dash,
  Edge,
  ElementKind,
  ElementOf,
  FillStyle,
  Font,
  Form,
  TextMarks,
  VAlign,
} from '@gesso/crdt-schema';
import type { TextLayout } from '../fonts/text-layout.ts';
import type { ShapeForm } from '../forms/form.ts';
import { shapeForms } from '../forms/registry.ts';
import { containsPoint, expand, union } from '../geometry/box.ts';
import { flatten } from '../geometry/curve.ts';
import { distanceToEdge, insidePolygon } from '../geometry/polygon.ts';
import { isSide } from '../geometry/ring.ts';
import type { Box, Vec } from '../geometry/units.ts';
import { distance } from '../geometry/vec.ts';
import type { Look, Paint2D, Theme } from '../paint.ts';
import { mix } from '../style/contrast.ts';
import { grounds } from '../style/palette.ts';
import { colorOn, labelOn } from '../style/theme-colors.ts';
import { cached } from './cache.ts';
import { drawnReach, drawnStrokes, isDrawn, passWidth, traceCubics, traceStrokes } from './drawn-edge.ts';
import { grownBox, layLabel, resizeGrown } from './grown-box.ts';
import { hachureCover, paintHachure } from './hachure.ts';
import type { Kind } from './kind.ts';
import { setLine } from './line-style.ts';
import { paintText, textBounds } from './paint-text.ts';

/** What shapes have in common. */
export interface Shape {
  readonly id: string;
  readonly form: Form;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  readonly color: Color;
  readonly fill: Color | 'none';
  readonly fillStyle: FillStyle;
  readonly strokeWidth: number;
  readonly dash: Dash;
  readonly edge: Edge;
  readonly radius: number;
  readonly opacity: number;
  readonly text: string;
  readonly marks?: TextMarks | undefined;
  readonly size: number;
  readonly font: Font;
  readonly align: Align;
  readonly valign: VAlign;
}

/** The kinds that are shapes: all that hold what a shape has. */
type ShapeKind = { [K in ElementKind]: ElementOf<K> extends Shape ? K : never }[ElementKind];

type BoxPatch = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const sizedBox = (e: BoxPatch): Box => ({ x: e.x, y: e.y, w: e.width, h: e.height });

export const boxResize = (_element: unknown, to: Box): BoxPatch => ({ x: to.x, y: to.y, width: to.w, height: to.h });

const formOf = ({ form }: Shape): ShapeForm => shapeForms[form];

/** The box of a shape as it is shown: as tall as its label needs. */
const boxOf: (element: Shape) => Box = cached((element: Shape) => grownBox(element, formOf(element).room));

const label: (element: Shape) => TextLayout = cached((element: Shape) =>
  layLabel(element, formOf(element).room(boxOf(element))),
);

const edge: (element: Shape) => readonly Vec[] = cached((element: Shape) =>
  formOf(element)
    .ring(boxOf(element), element.radius)
    .flatMap((c) => (isSide(c) ? c.to : flatten([c], 8).slice(1))),
);

/** What a label stands on: the fill, with the board showing through it. */
const groundOf = ({ fill, fillStyle, opacity }: Shape, theme: Theme): Color =>
  mix(grounds[theme], colorOn(fill, theme), (opacity / 100) * (fillStyle === 'solid' ? 1 : hachureCover));

/** The color of a label in each theme: the ink of the edge where that can be read. */
const labelInks = cached((element: Shape) => labelOn(element.color, (theme) => groundOf(element, theme)));

const labelInk = (element: Shape, theme: Theme): Color =>
  element.fill === 'none' ? colorOn(element.color, theme) : labelInks(element)[theme];

/** The kind of a shape. */
export const shapeKind: Kind<ShapeKind> = {
  box: boxOf,
  bounds(element) {
    const reach = element.strokeWidth / 2 + (element.edge === 'drawn' ? drawnReach : 0);
    const box = expand(boxOf(element), element.strokeWidth > 0 ? reach : 0);
    return element.text === '' ? box : union(box, textBounds(label(element)));
  },
  hit(element, at, slack) {
    const reach = element.strokeWidth / 2 + slack;
    if (!containsPoint(expand(boxOf(element), reach), at)) return false;
    if (distanceToEdge(at, edge(element)) <= reach) return true;
    if (element.fill !== 'none') return insidePolygon(at, edge(element));
    return element.text !== '' && containsPoint(label(element).box, at);
  },
  paint(g, element, look) {
    paintFill(g, element, look);
    if (element.strokeWidth > 0) paintEdge(g, element, look);
    if (element.text === '') return;
    paintText(g, label(element), labelInk(element, look.theme), look);
  },
  text: label,
  textInk: labelInk,
  edge,
  resize: (element, to) => resizeGrown(element, boxOf(element), to),
  keepsRatio: false,
};

/** The path of a shape whose sides are moved out by `by` board units. */
const trace = (g: Paint2D, element: Shape, by = 0) => {
  const form = formOf(element);
  const box = expand(boxOf(element), by);
  const radius = Math.max(0, element.radius + by);
  g.beginPath();
  if (form.path !== undefined) form.path(g, box, radius);
  else {
    traceCubics(g, form.ring(box, radius));
    g.closePath();
  }
};

const paintFill = (g: Paint2D, element: Shape, look: Look) => {
  const { fill, fillStyle, strokeWidth, width, height } = element;
  if (fill === 'none') return;
  // Under a see-through line the fill would show through its inner half as a second, darker line.
  const under = element.opacity < 100 && element.dash === 'solid';
  const color = colorOn(fill, look.theme);
  g.fillStyle = color;
  trace(g, element, under ? -Math.min(strokeWidth / 2, width / 2, height / 2) : 0);
  if (fillStyle === 'solid') {
    g.fill();
    return;
  }
  g.save();
  g.clip();
  g.strokeStyle = color;
  paintHachure(g, element.id, boxOf(element), look);
  g.restore();
};

/** The strokes of the edge as a hand draws it: twice, or once where it is dashed. */
const strokes: (element: Shape) => readonly Float32Array[] = cached((element: Shape) => {
  const form = formOf(element);
  const box = boxOf(element);
  const passes = element.dash === 'solid' ? 2 : 1;
  return drawnStrokes(
    element.id,
    { ring: form.ring(box, element.radius), lines: form.inner?.(box) ?? [] },
    element,
    passes,
  );
});

const paintEdge = (g: Paint2D, element: Shape, look: Look) => {
  const { strokeWidth, dash } = element;
  const color = colorOn(element.color, look.theme);
  if (isDrawn(element, look)) {
    setLine(g, color, dash === 'solid' ? passWidth(strokeWidth) : strokeWidth, dash);
    g.beginPath();
    traceStrokes(g, strokes(element), element);
    g.stroke();
    return;
  }
  setLine(g, color, strokeWidth, dash, dash === 'solid' ? undefined : around(edge(element)));
  trace(g, element);
  for (const line of formOf(element).inner?.(boxOf(element)) ?? []) traceCubics(g, line);
  g.stroke();
};

/** Length of a closed polygon. */
const around = (polygon: readonly Vec[]): number =>
  polygon.reduce((sum, p, i) => sum + distance(p, polygon[(i + 1) % polygon.length] ?? p), 0);
