import type { ElementId } from '@gesso/crdt-schema';
import type { Box, Theme } from '@gesso/drawing';
import type { Face } from '../../workers/font-faces.ts';
import type { PackedChange } from '../../workers/pack-elements.ts';

/** What the page and the worker that paints its tiles say to each other. Both are of one build. */

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
