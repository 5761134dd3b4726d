/**
 * What is on a board, in plain names, as it follows from the kinds. Everything here is a frozen value; the document's own short
 * keys are written in `props/` and `kinds/`, and read in `codec/`. Lengths and positions are board units (1 unit = 1 px at
 * 100 % zoom), angles are radians, clockwise, about the center of the element's unrotated box.
 */
import type { ElementId } from '../ids.ts';
import type { Points } from '../points/point-codec.ts';
import type { ErasedRanges } from './erased-ranges.ts';
import type { Grid } from './grid.ts';
import type { common } from './kinds/common.ts';
import type { DefinitionOf, ElementKind, KnownKind } from './kinds/registry.ts';
import type { TextMarks } from './marks.ts';
import type { Prop, TextProp } from './props/prop.ts';

export type { ElementId } from '../ids.ts';
export type { Points } from '../points/point-codec.ts';
export type { ErasedRanges } from './erased-ranges.ts';
export type { Column, Grid, Row } from './grid.ts';
export type { ElementKind, KnownKind } from './kinds/registry.ts';
export type { MarkChange, MarkedRange, MarkName, Marks, TextMarks } from './marks.ts';
export type { Color } from './parse.ts';
export type { Binding } from './props/binding.ts';
export type { Crop } from './props/crop.ts';
export type {
  Align,
  Brush,
  Dash,
  Edge,
  FillStyle,
  Font,
  Form,
  Head,
  Route,
  StyleName,
  StyleValues,
  VAlign,
} from './props/styles.ts';

type PropsOf<K extends ElementKind> = DefinitionOf<K>['props'];
type ValueOf<P> = P extends TextProp ? string : P extends Prop<infer T> ? T : never;
type Named<P, How> = {
  [N in keyof P]: P[N] extends Prop<infer _, infer Has> ? (Has extends How ? N : never) : never;
}[keyof P];
type OptionalIn<P> = Named<P, 'optional'>;
type RequiredIn<P> = Named<P, 'required'>;

/** Properties as an element shows them. */
type Shown<P> = { readonly [N in keyof P as Exclude<N, OptionalIn<P>>]: ValueOf<P[N]> } & {
  readonly [N in keyof P as Extract<N, OptionalIn<P>>]?: ValueOf<P[N]> | undefined;
};
/** Properties as a patch changes them; null takes an optional one away. */
type Changed<P> = { [N in keyof P]?: ValueOf<P[N]> | (N extends OptionalIn<P> ? null : never) };

interface Common extends Shown<typeof common> {
  readonly id: ElementId;
  readonly x: number;
  readonly y: number;
  /** Order key: elements are painted in ascending (z, id). */
  readonly z: string;
  readonly rotation: number;
}

interface Box {
  readonly width: number;
  readonly height: number;
}
interface Pointed {
  /** All of them, also where ink was erased. */
  readonly points: Points;
}
interface Erasable {
  /** What was erased, by all people together; absent when nothing was. Scripts and hosts know it as `cuts`, and as `cut` in a patch. */
  readonly cuts?: ErasedRanges | undefined;
}
interface Wrapped {
  /** Wrapping width; absent = as wide as its longest line. */
  readonly width?: number | undefined;
}

/** What an element with a text has besides. */
type Marked<P> = [Extract<P[keyof P], TextProp>] extends [never]
  ? unknown
  : {
      /** How letters of its text are set apart; absent when none are. */
      readonly marks?: TextMarks | undefined;
    };
type MarksChanged<P> = [Extract<P[keyof P], TextProp>] extends [never] ? unknown : { marks?: TextMarks | null };

/** What its definition says besides its properties, as its element shows it. */
type Placed<D> = D extends { readonly placing: 'box' }
  ? Box & (D extends { readonly grid: true } ? Grid : unknown)
  : D extends { readonly placing: 'text' }
    ? Wrapped
    : Pointed & (D extends { readonly erasable: true } ? Erasable : unknown);

type Flat<T> = { readonly [N in keyof T]: T[N] };

/** An element of a kind. */
export type ElementOf<K extends ElementKind> = {
  [Q in K]: Flat<{ readonly kind: Q } & Common & Placed<DefinitionOf<Q>> & Shown<PropsOf<Q>> & Marked<PropsOf<Q>>>;
}[K];

export type Element = ElementOf<ElementKind>;

/** Kinds with a trait. */
type KindsWith<Trait> = { [K in ElementKind]: DefinitionOf<K> extends Trait ? K : never }[ElementKind];

export type StrokeElement = ElementOf<'stroke'>;
export type TextElement = ElementOf<'text'>;
export type TableElement = ElementOf<'table'>;
/** What shows a picture. */
export type PictureElement = Extract<Element, { readonly asset: string }>;
/** Ink: what may be erased in part. */
export type ErasableElement = ElementOf<KindsWith<{ readonly erasable: true }>>;
/** What a box is all that is needed to make one. */
export type BoxKind = {
  [K in KnownKind]: [DefinitionOf<K>, RequiredIn<PropsOf<K>>] extends [{ readonly placing: 'box' }, never] ? K : never;
}[KnownKind];
/** What runs through points that can be pulled. */
export type LineKind = KindsWith<{ readonly reshapable: true }>;

type Needed<D> = D extends { readonly required: readonly (infer N)[] } ? N : never;

/** What makes an element of a kind: its kind and place, and all that differs from the defaults. `z` is given by the board. */
type NewOf<E, N extends keyof E> = Pick<E, N> & Partial<Omit<E, N>>;

export type NewElement = {
  [K in KnownKind]: NewOf<
    ElementOf<K>,
    Extract<keyof ElementOf<K>, 'kind' | 'x' | 'y' | 'points' | RequiredIn<PropsOf<K>> | Needed<DefinitionOf<K>>>
  >;
}[KnownKind];

type PlaceChanged<D> = D extends { readonly placing: 'box' }
  ? { width?: number; height?: number } & (D extends { readonly grid: true } ? GridChanged : unknown)
  : D extends { readonly placing: 'text' }
    ? { width?: number | null }
    : (D extends { readonly reshapable: true }
        ? {
            /** The new shape. */
            points?: Points;
          }
        : {
            /** Resizes by factors of what is shown now; stored as placement, so the points stay as they were drawn. */
            scale?: readonly [number, number];
          }) &
        (D extends { readonly erasable: true }
          ? {
              /** Erases these parts, besides what is erased already. Undone on its own. */
              cut?: ErasedRanges;
            }
          : unknown);

/** The grid that is wanted; only where it differs from the one that is there is it written. A track whose `id` is '' is new. */
interface GridChanged {
  rows?: Grid['rows'];
  columns?: Grid['columns'];
  cells?: Grid['cells'];
}

interface CommonChanged extends Changed<typeof common> {
  x?: number;
  y?: number;
  z?: string;
  rotation?: number;
}

/**
 * Properties of an element of a kind that may change after it was made; `undefined` never appears, `null` takes an optional
 * property away.
 */
export type PatchOf<K extends ElementKind> = {
  [Q in K]: {
    [N in keyof (CommonChanged &
      PlaceChanged<DefinitionOf<Q>> &
      Changed<PropsOf<Q>> &
      MarksChanged<PropsOf<Q>>)]: (CommonChanged &
      PlaceChanged<DefinitionOf<Q>> &
      Changed<PropsOf<Q>> &
      MarksChanged<PropsOf<Q>>)[N];
  };
}[K];

type NamesIn<T> = T extends unknown ? keyof T : never;
type In<T, N extends PropertyKey> = T extends { [M in N]?: infer V } ? (N extends keyof T ? V : never) : never;

/** A patch of any kind: properties that the element it meets does not have are ignored. */
export type Patch = { [N in NamesIn<PatchOf<ElementKind>>]?: In<PatchOf<ElementKind>, N> };
