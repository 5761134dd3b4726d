import type { Theme } from '@gesso/drawing';
import type { Stored } from './paint-thumbnail.ts';

/** First a board, then the bytes of the pictures that the painter has asked for. */
export type ToPainter =
  | { readonly stored: Stored; readonly theme: Theme }
  | { readonly assets: ReadonlyMap<string, Uint8Array> };

/** Which pictures are on the board, and in the end the PNG. */
export type FromPainter = { readonly assets: readonly string[] } | { readonly png: Uint8Array };
