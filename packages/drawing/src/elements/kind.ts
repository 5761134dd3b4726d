import type { Color, ElementKind, ElementOf, PatchOf } from '@gesso/crdt-schema';
import type { TextLayout } from '../fonts/text-layout.ts';
import type { Box, Vec } from '../geometry/units.ts';
import type { Look, Paint2D, Theme } from '../paint.ts';
import type { FindAnchor } from './follow.ts';

/**
 * Everything Gesso knows about how one element kind looks. Adding a kind is adding a file and a line in `registry.ts`;
 * the registry's type does not compile until every part is there. All coordinates are board units.
 */
export interface Kind<K extends ElementKind> {
  /** The box before rotation, without ink width: what the handles hold. Turned about its middle, it lies on the element. */
  box(element: ElementOf<K>): Box;
  /** What it turns about. Absent = the middle of its box. */
  pivot?(element: ElementOf<K>): Vec;
  /** Everything the element covers before rotation, ink width included. */
  bounds(element: ElementOf<K>): Box;
  /** Whether a point, already turned back by the element's rotation, touches it, `slack` board units generous. */
  hit(element: ElementOf<K>, at: Vec, slack: number): boolean;
  /**
   * Paints in board coordinates: the context is already moved by the camera and turned by the element's rotation, its
   * alpha is the element's opacity. Need not restore what it sets: `paintElement` leaves the context as it found it.
   */
  paint(g: Paint2D, element: ElementOf<K>, look: Look): void;
  /** Whether it mixes with what is under it (a highlighter), which needs that to be on the same canvas. Absent = never. */
  mixes?(element: ElementOf<K>): boolean;
  /**
   * The lines its ink lies along before rotation, x0, y0, x1, y1, … relative to its `x`, `y`, and how far ink reaches to both
   * sides of them: what a selection rectangle must touch. Absent = its edge, else its box.
   */
  lines?(element: ElementOf<K>): InkLines;
  /** Where its text is, or undefined for a kind without any. */
  text?(element: ElementOf<K>): TextLayout | undefined;
  /** Where its texts are, of a kind that has several. */
  texts?(element: ElementOf<K>): readonly TextLayout[];
  /** The color of its letters as they are painted. Absent = that of its text's layout, as ink. */
  textInk?(element: ElementOf<K>, theme: Theme): Color;
  /**
   * The patch that turns the element's box into `to` (board units, unrotated) — a resize. `flip`: pulled through to its
   * other side, so that what has a left and a right is mirrored.
   */
  resize(element: ElementOf<K>, to: Box, flip: Flip): PatchOf<K>;
  /** Points that are pulled one by one, board units, as they are on the board. Absent = it is held by its box. */
  vertices?(element: ElementOf<K>): readonly Vec[];
  /** The patch that puts one of them at `to`. */
  moveVertex?(element: ElementOf<K>, index: number, to: Vec): PatchOf<K>;
  /** Places, board units, from which it can be bent by a new point: one between each two of its points. */
  bends?(element: ElementOf<K>): readonly Vec[];
  /** The patch that bends it by a new point after the `index`th. */
  bend?(element: ElementOf<K>, index: number, to: Vec): PatchOf<K>;
  /** The patch without points that bend nothing, `slack` board units generous; undefined when all do. */
  withoutIdleBends?(element: ElementOf<K>, slack: number): PatchOf<K> | undefined;
  /** Its edge before rotation, where arrows that point at it stop. Absent = its box. */
  edge?(element: ElementOf<K>): readonly Vec[];
  /** What lies inside is not it: only its edge takes arrows. Absent = its inside does too. */
  readonly open?: true;
  /** The patch that takes its tied ends to where they belong now; undefined when they are there. */
  follow?(element: ElementOf<K>, find: FindAnchor): PatchOf<K> | undefined;
  /** Whether resizing keeps the proportions unless asked otherwise (images, text). */
  readonly keepsRatio: boolean;
}

export interface InkLines {
  readonly lines: readonly ArrayLike<number>[];
  /** Board units. */
  readonly reach: number;
}

/** Along which of its own axes something is mirrored. */
export interface Flip {
  readonly x: boolean;
  readonly y: boolean;
}
