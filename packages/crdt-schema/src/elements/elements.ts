/**
 * What is on a board, in plain names. Everything here is a frozen value; the document's own short keys live in
 * `codec/` alone. Lengths and positions are board units (1 unit = 1 px at 100 % zoom), angles are radians, clockwise,
 * about the centre of the element's unrotated box.
 */
import type { ElementId } from '../ids.ts';
import type { Points } from '../points/point-codec.ts';

export type { ElementId, Points };

/** `#rrggbb`, lower case. */
export type Color = string;

/**
 * Parts of a stroke that were rubbed out: `from, to, from, to, …` in order and apart. A position is an index into the
 * stroke's points; 2.5 is half-way from the third to the fourth.
 */
export type Cuts = readonly number[];

interface Common {
  readonly id: ElementId;
  readonly x: number;
  readonly y: number;
  /** Order key: elements are painted in ascending (z, id). */
  readonly z: string;
  readonly rotation: number;
  /** 0–100. */
  readonly opacity: number;
  readonly locked: boolean;
  /** Group ids, innermost first. */
  readonly groups: readonly string[];
  readonly frame?: ElementId | undefined;
  readonly link?: string | undefined;
}

export type Brush = 'pen' | 'marker' | 'highlighter';
export type Dash = 'solid' | 'dashed' | 'dotted';
export type Head = 'none' | 'arrow' | 'triangle' | 'dot' | 'bar';
export type Font = 'hand' | 'sans' | 'serif' | 'mono';
export type Align = 'left' | 'center' | 'right';

/** One end of an arrow tied to an element; `at` is where, as fractions of that element's box. */
export interface Binding {
  readonly element: ElementId;
  readonly at: readonly [number, number];
}

export interface StrokeElement extends Common {
  readonly kind: 'stroke';
  /** All of them, also where the ink was rubbed out. */
  readonly points: Points;
  /** What was rubbed out, by whomever; absent when nothing was. A stroke of which nothing is left is not on the board. */
  readonly cuts?: Cuts | undefined;
  readonly color: Color;
  readonly width: number;
  readonly brush: Brush;
}

interface BoxCommon extends Common {
  readonly width: number;
  readonly height: number;
}

interface ShapeCommon extends BoxCommon {
  readonly color: Color;
  /** `none` leaves the shape see-through. */
  readonly fill: Color | 'none';
  readonly strokeWidth: number;
  readonly dash: Dash;
  /** Corner radius; ignored where a shape has no corners. */
  readonly radius: number;
  /** Label in the middle of the shape. */
  readonly text: string;
  readonly size: number;
  readonly font: Font;
  readonly align: Align;
}

export interface RectElement extends ShapeCommon {
  readonly kind: 'rect';
}
export interface EllipseElement extends ShapeCommon {
  readonly kind: 'ellipse';
}
export interface DiamondElement extends ShapeCommon {
  readonly kind: 'diamond';
}

interface LineCommon extends Common {
  readonly points: Points;
  readonly color: Color;
  readonly strokeWidth: number;
  readonly dash: Dash;
  readonly curve: boolean;
  /** Heads at the first and the last point. */
  readonly heads: readonly [Head, Head];
  readonly start?: Binding | undefined;
  readonly end?: Binding | undefined;
}

export interface LineElement extends LineCommon {
  readonly kind: 'line';
}
export interface ArrowElement extends LineCommon {
  readonly kind: 'arrow';
}

export interface TextElement extends Common {
  readonly kind: 'text';
  readonly text: string;
  readonly color: Color;
  /** Font size in board units. */
  readonly size: number;
  readonly font: Font;
  readonly align: Align;
  /** Wrapping width; absent = as wide as its longest line. */
  readonly width?: number | undefined;
}

export interface StickyElement extends BoxCommon {
  readonly kind: 'sticky';
  readonly text: string;
  readonly color: Color;
  readonly size: number;
  readonly font: Font;
  readonly align: Align;
}

export interface ImageElement extends BoxCommon {
  readonly kind: 'image';
  /** SHA-256 of the bytes, base64url, 43 characters. */
  readonly asset: string;
  /** Part of the picture that is shown, as fractions [x, y, width, height]. */
  readonly crop?: readonly [number, number, number, number] | undefined;
}

export interface FrameElement extends BoxCommon {
  readonly kind: 'frame';
  readonly name: string;
}

/** A kind written by a newer version: kept untouched, drawn as a placeholder box, movable and deletable. */
export interface UnknownElement extends BoxCommon {
  readonly kind: 'unknown';
}

export type Element =
  | StrokeElement
  | RectElement
  | EllipseElement
  | DiamondElement
  | LineElement
  | ArrowElement
  | TextElement
  | StickyElement
  | ImageElement
  | FrameElement
  | UnknownElement;

export type ElementKind = Element['kind'];
export type ElementOf<K extends ElementKind> = Extract<Element, { readonly kind: K }>;

/** What makes an element: its kind and place, and everything that differs from the defaults. `z` is given by the board. */
export type NewElement = {
  [K in Exclude<ElementKind, 'unknown'>]: Pick<ElementOf<K>, 'kind' | 'x' | 'y'> &
    Partial<Omit<ElementOf<K>, 'kind' | 'x' | 'y'>> &
    (K extends 'stroke' | 'line' | 'arrow' ? { readonly points: Points } : unknown) &
    (K extends 'image' ? Pick<ImageElement, 'asset' | 'width' | 'height'> : unknown);
}[Exclude<ElementKind, 'unknown'>];

/**
 * Properties of an element that may change after it was made; `undefined` never appears, `null` takes an optional
 * property (frame, link, start, end, crop, a text's width) away. For a stroke, `scale` resizes by factors of what is
 * shown now and is stored as placement, so the points stay as they were drawn.
 */
export type Patch = Partial<{
  x: number;
  y: number;
  z: string;
  rotation: number;
  opacity: number;
  locked: boolean;
  groups: readonly string[];
  frame: ElementId | null;
  link: string | null;
  color: Color;
  fill: Color | 'none';
  /** Box width, a text's wrapping width, or the width of a stroke's ink. */
  width: number | null;
  height: number;
  strokeWidth: number;
  dash: Dash;
  radius: number;
  brush: Brush;
  /** Lines and arrows only: the new shape of the line. */
  points: Points;
  /** Strokes only. */
  scale: readonly [number, number];
  /** Strokes only: rubs these parts out, besides what is rubbed out already. Undone on its own. */
  cut: Cuts;
  curve: boolean;
  heads: readonly [Head, Head];
  start: Binding | null;
  end: Binding | null;
  text: string;
  size: number;
  font: Font;
  align: Align;
  asset: string;
  crop: readonly [number, number, number, number] | null;
  name: string;
}>;
