import type { Element } from '@gesso/crdt-schema';
import { type Box, boundsOf, intersects, type Look, type Paint2D, paintElement } from '@gesso/drawing';

/** Something to paint: these elements, in this order, into a picture of the given pixels. */
export interface RasterJob {
  readonly elements: readonly Element[];
  /** The part of the board to show. */
  readonly box: Box;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly look: Look;
}

/**
 * Turns elements into pictures, a little at a time. This one works on the main thread; one in a worker gives the same
 * answers and needs no `work`.
 */
export interface Raster<P> {
  /** Takes one job; `done` gets the picture. Refused while another is under way. */
  start(job: RasterJob, done: (picture: P) => void): void;
  readonly busy: boolean;
  /** Forgets the job under way. */
  cancel(): void;
  /** Paints until `now()` reaches `until` (ms) or the job is done. */
  work(until: number): void;
}

export interface RasterCanvas<P> {
  readonly picture: P;
  readonly g: Paint2D;
  /** Makes the canvas do what it was told: browsers only note calls down, and the time must be known. */
  flush(): void;
}

export interface RasterTools<P> {
  /** A clear canvas of this size in pixels. */
  canvas(width: number, height: number): RasterCanvas<P>;
  /** Gives a canvas back. */
  free(picture: P): void;
  /** ms. */
  now(): number;
}

/** Elements painted between two looks at the clock, to begin with, and the time they should take (ms). */
const firstChunk = 16;
const chunkTime = 2;

export const createRaster = <P>({ canvas, free, now }: RasterTools<P>): Raster<P> => {
  let current: { job: RasterJob; target: RasterCanvas<P>; next: number; done: (picture: P) => void } | undefined;
  let chunk = firstChunk;

  const paintSome = (job: RasterJob, g: Paint2D, from: number): number => {
    const scale = job.look.scale;
    g.save();
    g.translate(-job.box.x * scale, -job.box.y * scale);
    g.scale(scale, scale);
    const to = Math.min(job.elements.length, from + chunk);
    for (let i = from; i < to; i++) {
      const element = job.elements[i];
      if (element && intersects(boundsOf(element), job.box)) paintElement(g, element, job.look);
    }
    g.restore();
    return to;
  };

  return {
    get busy() {
      return current !== undefined;
    },
    start(job, done) {
      if (current) throw new Error('a job is under way');
      current = { job, target: canvas(job.width, job.height), next: 0, done };
    },
    cancel() {
      if (current) free(current.target.picture);
      current = undefined;
    },
    work(until) {
      while (current) {
        const before = now();
        if (before >= until) return;
        const { job, target, next, done } = current;
        current.next = paintSome(job, target.g, next);
        target.flush();
        const took = now() - before;
        if (took < chunkTime / 2) chunk = Math.min(1024, chunk * 2);
        else if (took > chunkTime) chunk = Math.max(4, chunk >> 1);
        if (current.next < job.elements.length) continue;
        current = undefined;
        done(target.picture);
      }
    },
  };
};
