import type { Background, Box, Theme } from '@gesso/drawing';
import type { PackedChange } from '../../workers/pack-elements.ts';

/** Rows of a picture, px. */
export interface Band {
  readonly top: number;
  readonly height: number;
}

/** A picture, and the part of it that one worker paints. */
export interface BandJob {
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

/** What a picture is encoded as. */
export interface Encoding {
  /** A media type, which a browser that cannot encode it replaces by a PNG. */
  readonly type: string;
  readonly quality: number;
}

/** A painted band. */
export interface Part {
  readonly top: number;
  readonly picture: ImageBitmap;
}

/** What the page asks of a worker that paints part of an exported picture: what is said, and the answer. */
export interface PngCalls {
  readonly addElements: readonly [change: PackedChange, nothing: undefined];
  /** Those are all. Answered when they are painted. */
  readonly paint: readonly [job: BandJob, nothing: undefined];
  /** Answered when it is painted. */
  readonly givePart: readonly [nothing: undefined, picture: ImageBitmap];
  /** Puts what others painted below its own and encodes the picture. */
  readonly join: readonly [painted: { readonly parts: readonly Part[]; readonly as: Encoding }, file: Blob];
}
