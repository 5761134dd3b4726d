import type { Cuts, Element, ElementId } from '@gesso/crdt-schema';
import type { Box, Theme } from '@gesso/drawing';

/** What the page and the worker that paints its tiles say to each other. Both are of one build. */

/** Strokes in columns, so that 50,000 of them are a handful of values: their points stay packed and are moved, not copied. */
export interface PackedStrokes {
  readonly ids: readonly ElementId[];
  readonly zs: readonly string[];
  readonly colors: readonly string[];
  /** What was rubbed out of some of them, by their place in the columns. */
  readonly cuts: ReadonlyMap<number, Cuts>;
  /** x, y, width, opacity, rotation and brush of each, then its bounds: left, top, right, bottom. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Packed points, one after the other; `ends` is where each ends. */
  readonly points: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

/** A change of the board. */
export interface PackedChange {
  readonly strokes: PackedStrokes | undefined;
  /** Everything that is no stroke as it was stored, with its bounds. */
  readonly others: readonly { readonly element: Element; readonly box: Box }[];
  readonly removed: readonly ElementId[];
}

/** A typeface the page may use: the arguments of `FontFace`. */
export interface Face {
  readonly family: string;
  readonly source: string;
  readonly descriptors: Readonly<Record<'weight' | 'style' | 'unicodeRange', string>>;
}

export type ToWorker =
  | { readonly type: 'faces'; readonly faces: readonly Face[] }
  /** Fonts that are about to be needed, with the characters; answered by `fonts`. */
  | { readonly type: 'text'; readonly texts: readonly (readonly [font: string, text: string])[] }
  | { readonly type: 'change'; readonly change: PackedChange }
  /** What tiles leave out from now on. */
  | { readonly type: 'hidden'; readonly ids: readonly ElementId[] }
  /** Answered by `painted`, unless it is cancelled. */
  | {
      readonly type: 'job';
      readonly job: number;
      readonly box: Box;
      readonly width: number;
      readonly height: number;
      readonly scale: number;
      readonly theme: Theme;
    }
  | { readonly type: 'cancel'; readonly job: number };

export type FromWorker =
  | { readonly type: 'ready' }
  /** Without a picture where there is nothing. */
  | { readonly type: 'painted'; readonly job: number; readonly picture: ImageBitmap | undefined }
  /** The fonts asked for are there, or cannot be had. `late`: something may have been painted without them. */
  | { readonly type: 'fonts'; readonly late: boolean };
