import type { Background, Box, Theme } from '@gesso/drawing';
import type { Face } from '../../workers/font-faces.ts';
import type { PackedChange } from '../../workers/pack-elements.ts';

/** What the page and the workers that paint an exported picture say to each other. All are of one build. */

/** Rows of a picture, px. */
export interface Band {
  readonly top: number;
  readonly height: number;
}

/** A picture, and the part of it that one worker paints. */
export interface Sheet {
  /** The part of the board in the whole picture. */
  readonly box: Box;
  /** Pixels per board unit. */
  readonly scale: number;
  readonly theme: Theme;
  readonly background: Background;
  /** Size of the worker's canvas, px: the whole picture's for the one that puts it together. */
  readonly width: number;
  readonly height: number;
  readonly band: Band;
}

export type ToPainter =
  | { readonly type: 'elements'; readonly change: PackedChange }
  /** Those are all. Begins to paint; not answered. */
  | { readonly type: 'paint'; readonly sheet: Sheet; readonly faces: readonly Face[] }
  /** Answered by `part` when it is painted. */
  | { readonly type: 'give' }
  /** Puts what others painted below its own and makes a PNG; answered by `blob`. */
  | { readonly type: 'join'; readonly parts: readonly Part[] };

export interface Part {
  readonly top: number;
  readonly picture: ImageBitmap;
}

export type FromPainter =
  /** It has started. */
  | { readonly type: 'ready' }
  | { readonly type: 'part'; readonly picture: ImageBitmap }
  | { readonly type: 'blob'; readonly blob: Blob }
  /** It cannot be done here. */
  | { readonly type: 'failed' };
