import type { ElementId } from '@gesso/crdt-schema';
import type { Box, Theme } from '@gesso/drawing';
import type { PackedChange } from '../../workers/pack-elements.ts';

/** Part of the board to be painted, as it is told to the worker. */
export interface TileJob {
  readonly box: Box;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per board unit. */
  readonly scale: number;
  readonly theme: Theme;
}

/** Where a picture on the board is to be had. */
export interface PictureAddress {
  readonly asset: string;
  readonly address: string;
}

/** What the page asks of the worker that paints its tiles: what is said, and the answer. */
export interface TileCalls {
  /** Answered when the fonts with these characters are there, or cannot be had: whether text may have been painted without them. */
  readonly loadFonts: readonly [texts: readonly (readonly [font: string, text: string])[], late: boolean];
  readonly change: readonly [change: PackedChange, nothing: undefined];
  /** What tiles leave out from now on. */
  readonly hide: readonly [ids: readonly ElementId[], nothing: undefined];
  /** Answered with a small copy of the picture, once the worker has one as well; without when there is none to be had. */
  readonly copyPicture: readonly [picture: PictureAddress, copy: ImageBitmap | undefined];
  /** Answered without a picture where there is nothing. */
  readonly paintTile: readonly [job: TileJob, picture: ImageBitmap | undefined];
}
