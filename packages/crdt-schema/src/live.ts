import type { Brush, Color, ElementId } from './elements.ts';

/**
 * Ink and drags in progress, as they travel in a `live` frame: never stored, never in the document. The byte layout
 * follows `docs/protocol.md`; every message starts with u8 type, u32 clientID (little endian), u16 live id, uvar sequence.
 */
export type Live = { readonly client: number; readonly live: number; readonly seq: number } & (
  | {
      readonly type: 'start';
      /** Points of later messages are in steps of 2^-e board units. */
      readonly e: number;
      readonly width: number;
      readonly color: Color;
      readonly brush: Brush;
      readonly x: number;
      readonly y: number;
    }
  /** x0, y0, x1, y1, … relative to the start's x, y; pressure 0–255 per point when real. */
  | { readonly type: 'points'; readonly xy: Float32Array; readonly pressure?: Uint8Array | undefined }
  /** The stroke is finished; `id` is the element that replaces it. */
  | { readonly type: 'end'; readonly id: ElementId }
  | { readonly type: 'cancel' }
  /** Elements being dragged by dx, dy board units; an empty list ends the drag. */
  | { readonly type: 'drag'; readonly ids: readonly ElementId[]; readonly dx: number; readonly dy: number }
);
