import type { Box, Look } from '@gesso/drawing';

/** Part of the board to be painted into a picture of the given pixels. */
export interface PaintJob {
  readonly box: Box;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly look: Look;
}

/** Paints somewhere else and answers when it is done. It knows the board itself, as it was when the job was given. */
export interface RemoteRasterizer<P> {
  /** Whether it takes another job now. */
  readonly ready: boolean;
  /** Whether what is in the box can be painted there at all. `scale`: device pixels per board unit. */
  can(box: Box, scale: number): boolean;
  /**
   * `done` gets the picture, or undefined when there is nothing on it; `lost` is called when there will never be one.
   * Gives what takes the job back: after that neither is called.
   */
  start(job: PaintJob, done: (picture: P | undefined) => void, lost: () => void): () => void;
}
