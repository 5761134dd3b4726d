import type { AnyProp } from '../props/prop.ts';

/** What places an element: a box of its own size, the extent of its points, or text that is as wide as it is told. */
export type Placing = 'box' | 'points' | 'text';

/**
 * All the document knows of a kind. Types, reader, writer, JSON and test values follow from it. Nothing in it may change once
 * boards hold such elements: neither a letter nor a key, nor what an absent property means.
 */
export interface KindDefinition {
  /** The value of `t` in the base record. Never reused. */
  readonly letter: string;
  readonly placing: Placing;
  /** Width and height, board units, of a box that does not say its own. */
  readonly size?: readonly [width: number, height: number];
  /** What of its size has to be said when one is made all the same. */
  readonly required?: readonly ('width' | 'height')[];
  /** Of `points`: they may be replaced. Otherwise they stay as they were drawn, and a resize (`scale`) is stored as placement. */
  readonly reshapable?: true;
  /** Of `points`: parts of it may be erased (`cuts`). */
  readonly erasable?: true;
  /** What is dropped in it belongs to it (`frame`), is cut off at its edge and moves along. */
  readonly holds?: true;
  /** Arrows point at places in it: an end that is dropped inside stays at the very point instead of aiming at the middle. */
  readonly pointedInto?: true;
  /** Of a `box`: it is a grid of `rows` and `columns` with a text in each of its `cells`, and as large as these are together. */
  readonly grid?: true;
  /**
   * Its properties besides place, points and what all kinds have, in the order in which an element shows them. Names of `styles` are
   * what the style panel offers.
   */
  readonly props: Readonly<Record<string, AnyProp>>;
  /** Styles it has and that are not offered: they would change nothing one sees, or make it another kind. What is drawn has the default. */
  readonly withheld?: readonly string[];
}

/** A kind as one file says it. Gives it back as it is; here for its type. */
export const defineKind = <const D extends KindDefinition>(definition: D): D => definition;
