import type { Background, Theme } from '@gesso/drawing';
import type { Stored } from './board-content.ts';

/** How a picture of a board is to look. Lengths are board units, `scale` is pixels per board unit. */
export interface Look {
  readonly theme: Theme;
  readonly background: Background;
  readonly padding: number;
  readonly scale: number;
  /** Of a PDF: a page for each frame, or one with all of the board. By frames unless it is said. */
  readonly pages?: 'frames' | 'board' | undefined;
  /** The frame that is shown alone, with what lies in it. */
  readonly frame?: string | undefined;
  /** The address of the board, from where links on its pages lead. */
  readonly base?: string | undefined;
}

/** What a painter is to make of a board. */
export type Wanted =
  | { readonly as: 'thumbnail'; readonly theme: Theme }
  | { readonly as: 'gesso' }
  | ({ readonly as: 'png' | 'svg' | 'pdf' } & Look);

/** First a board, then the bytes of the pictures that the painter has asked for. */
export type ToPainter =
  | { readonly stored: Stored; readonly wanted: Wanted }
  | { readonly assets: ReadonlyMap<string, Uint8Array> };

/** Why a file cannot be made: there is no such frame, it would have too many pixels, or more text than Gesso opens again. */
export type Unpaintable = 'no frame' | 'too large' | 'text too large';

/** A file that was made; `missing` is how many pictures a board file only names. */
export interface Painted {
  readonly file: Uint8Array;
  readonly missing?: number;
}

/** Which pictures are on the board and in the end the file, or why there is none. */
export type FromPainter = { readonly assets: readonly string[] } | Painted | { readonly unpaintable: Unpaintable };
