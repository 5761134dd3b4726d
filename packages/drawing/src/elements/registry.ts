import { type Color, type Element, type ElementId, type ElementKind, kindSpec, type Patch } from '@gesso/crdt-schema';
import type { TextLayout } from '../fonts/text-layout.ts';
import { center, containsPoint, corners, expand, turnedBounds } from '../geometry/box.ts';
import { lineTouchesBox, packLine, turnedLine } from '../geometry/line-in-box.ts';
import { distanceToEdge, insidePolygon } from '../geometry/polygon.ts';
import type { Box, Vec } from '../geometry/units.ts';
import { turn } from '../geometry/vec.ts';
import type { Look, Paint2D, Theme } from '../paint.ts';
import { colorOn } from '../style/theme-colors.ts';
import { arrow } from './arrow.ts';
import { cached } from './cache.ts';
import { clipOf, clippedBox, clipTo, isShownAt } from './clip.ts';
import { diamond } from './diamond.ts';
import { ellipse } from './ellipse.ts';
import { frame } from './frame.ts';
import { image } from './image.ts';
import type { Flip, InkLines, Kind } from './kind.ts';
import { line } from './line.ts';
import { rect } from './rect.ts';
import { sticky } from './sticky.ts';
import { stroke } from './stroke.ts';
import { table } from './table.ts';
import { text } from './text.ts';
import { unknown } from './unknown.ts';

/** Every kind, once. */
const kinds: { readonly [K in ElementKind]: Kind<K> } = {
  stroke,
  rect,
  ellipse,
  diamond,
  line,
  arrow,
  text,
  sticky,
  image,
  frame,
  table,
  unknown,
};

// An element's kind is the one for that element: the compiler cannot pair the two unions.
const kindOf = (element: Element): Kind<ElementKind> => kinds[element.kind] as Kind<ElementKind>;

/** The box before rotation, without ink width: what the handles hold. Board units. */
export const boxOf = (element: Element): Box => kindOf(element).box(element);

/** The board point an element turns about: the middle of its box, but for a stroke of which part is erased. */
export const pivotOf = (element: Element): Vec => kindOf(element).pivot?.(element) ?? center(boxOf(element));

/** Everything the painted element covers, rotation and ink width included, as far as its frame shows it. Board units; kept with the element. */
export const boundsOf: (element: Element) => Box = cached((element: Element): Box => {
  const box = kindOf(element).bounds(element);
  const turned = element.rotation === 0 ? box : turnedBounds(box, element.rotation, pivotOf(element));
  return clippedBox(element, turned);
});

/** Corners of the rotated box, clockwise from the top left: where a selection is drawn. */
export const selectionCorners = (element: Element): readonly Vec[] => corners(boxOf(element), element.rotation);

/** Whether a point touches the element, `slack` board units generous. */
export const hitTest = (element: Element, at: Vec, slack: number): boolean => {
  if (!containsPoint(expand(boundsOf(element), slack), at) || !isShownAt(element, at)) return false;
  const local = element.rotation === 0 ? at : turn(at, pivotOf(element), -element.rotation);
  return kindOf(element).hit(element, local, slack);
};

/**
 * Paints an element into a context that the camera has already moved, and leaves the context as it found it. The
 * context's alpha counts: painted at 0.25, everything is a quarter as strong.
 */
export const paintElement = (g: Paint2D, element: Element, look: Look): void => {
  g.save();
  const edge = clipOf(element);
  if (edge !== undefined) clipTo(g, edge);
  if (element.opacity < 100) g.globalAlpha *= element.opacity / 100;
  if (element.rotation !== 0) {
    const c = pivotOf(element);
    g.translate(c.x, c.y);
    g.rotate(element.rotation);
    g.translate(-c.x, -c.y);
  }
  kindOf(element).paint(g, element, look);
  g.restore();
};

const upright: Flip = { x: false, y: false };

/** The patch that turns the element's box into `to` (board units, before rotation), mirrored along its own axes. */
export const resizeElement = (element: Element, to: Box, flip: Flip = upright): Patch =>
  kindOf(element).resize(element, to, flip);

/** What is seen of an element: lines x0, y0, x1, y1, … from a board point, its rotation carried out, and how far ink reaches beside them. */
export const seenLines = (element: Element): InkLines & { readonly at: Vec } => {
  const kind = kindOf(element);
  const own = kind.lines?.(element);
  const { x, y, rotation } = element;
  const at = own === undefined ? { x: 0, y: 0 } : { x, y };
  const lines = own?.lines ?? [packLine(kind.edge?.(element) ?? corners(boxOf(element)), true)];
  const reach = own?.reach ?? 0;
  if (rotation === 0) return { at, lines, reach };
  const pivot = pivotOf(element);
  const about = { x: pivot.x - at.x, y: pivot.y - at.y };
  return { at, lines: lines.map((line) => turnedLine(line, about, rotation)), reach };
};

/**
 * Whether a rectangle (board units, upright) touches the ink of an element: a line or an edge somewhere along its way, not
 * only at its points, and not where nothing is painted. The inside of a shape is none of it.
 */
export const touchesBox = (element: Element, box: Box): boolean => {
  const { at, lines, reach } = seenLines(element);
  const reached = expand(box, reach);
  return lines.some((line) => lineTouchesBox(line, at.x, at.y, reached));
};

/** Points that are pulled one by one (the ends and bends of a line), board units; undefined when it is held by its box. */
export const verticesOf = (element: Element): readonly Vec[] | undefined => kindOf(element).vertices?.(element);

/** The patch that puts one of `verticesOf` at a board point; undefined for what has none. */
export const moveVertex = (element: Element, index: number, to: Vec): Patch | undefined =>
  kindOf(element).moveVertex?.(element, index, to);

/** Places, board units, from which a line can be bent; none for what has no points to pull. */
export const bendsOf = (element: Element): readonly Vec[] => kindOf(element).bends?.(element) ?? [];

/** The patch that bends a line by a new point after the `index`th; undefined for what cannot be bent. */
export const bend = (element: Element, index: number, to: Vec): Patch | undefined =>
  kindOf(element).bend?.(element, index, to);

/** The patch without points that bend a line by less than `slack` board units; undefined when there are none. */
export const withoutIdleBends = (element: Element, slack: number): Patch | undefined =>
  kindOf(element).withoutIdleBends?.(element, slack);

/** The edge that arrows stop at, and that glows when one is about to be tied to it; board units, its rotation carried out. */
export const edgeOf: (element: Element) => readonly Vec[] = cached((element: Element): readonly Vec[] => {
  const box = boxOf(element);
  const edge = kindOf(element).edge?.(element) ?? corners(box);
  const pivot = pivotOf(element);
  return element.rotation === 0 ? edge : edge.map((p) => turn(p, pivot, element.rotation));
});

/** Whether arrows may be tied to it: to all that has an inside, and neither to lines nor to ink. */
export const takesArrows = (element: Element): boolean => kindSpec(element.kind).placing !== 'points';

/** Whether an arrow that ends at a board point ends on an element, `slack` board units generous. */
export const nearForArrow = (element: Element, at: Vec, slack: number): boolean => {
  const edge = edgeOf(element);
  if (distanceToEdge(at, edge) <= slack) return true;
  return kindOf(element).open !== true && insidePolygon(at, edge);
};

/** Whether a board point lies inside an element and more than `slack` board units from its edge. */
export const isWellInside = (element: Element, at: Vec, slack: number): boolean => {
  const edge = edgeOf(element);
  return insidePolygon(at, edge) && distanceToEdge(at, edge) > slack;
};

/** The board point of a place that is said in fractions of an element's box. */
export const placeOn = (element: Element, [x, y]: readonly [number, number]): Vec => {
  const box = boxOf(element);
  return turn({ x: box.x + box.w * x, y: box.y + box.h * y }, pivotOf(element), element.rotation);
};

/** A board point in fractions of an element's box. */
export const fractionsOn = (element: Element, at: Vec): readonly [number, number] => {
  const box = boxOf(element);
  const p = turn(at, pivotOf(element), -element.rotation);
  return [box.w > 0 ? (p.x - box.x) / box.w : 0.5, box.h > 0 ? (p.y - box.y) / box.h : 0.5];
};

/**
 * The patch that takes the tied ends of an arrow to the elements they are tied to, as they are now (`get` gives drafted
 * ones while they are dragged); undefined when there is nothing to do. An end whose element is gone stays where it is.
 */
export const followBindings = (element: Element, get: (id: ElementId) => Element | undefined): Patch | undefined =>
  kindOf(element).follow?.(element, ({ element: id, at, exact = false }) => {
    const target = get(id);
    if (target === undefined || !takesArrows(target)) return undefined;
    const middle = at[0] === 0.5 && at[1] === 0.5;
    return { point: placeOn(target, at), edge: edgeOf(target), exact, middle };
  });

/** Whether resizing keeps the proportions unless asked otherwise. */
export const keepsRatio = (element: Element): boolean => kindOf(element).keepsRatio;

/** Whether its color mixes with what it is painted over. */
export const mixesWithBelow = (element: Element): boolean => kindOf(element).mixes?.(element) ?? false;

/** Where its text is: lay an editor over `box`, turned by the element's rotation about the center of its box. */
export const textLayout = (element: Element): TextLayout | undefined => kindOf(element).text?.(element);

/** Every text of an element, where it lies in the element. */
export const textLayouts = (element: Element): readonly TextLayout[] => {
  const kind = kindOf(element);
  const text = kind.text?.(element);
  return text === undefined ? (kind.texts?.(element) ?? []) : [text];
};

/** The color of an element's letters as they are painted: an editor laid over them has the same. */
export const textInkOf = (element: Element, layout: TextLayout, theme: Theme): Color =>
  kindOf(element).textInk?.(element, theme) ?? colorOn(layout.color, theme);
