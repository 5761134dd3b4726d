import { Failure } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';

/**
 * What every browser we support can hold in one canvas: the longest side of Safari's and Firefox's, and an area of half a
 * gigabyte of pixels. Beyond it a canvas silently stays empty.
 */
const longestSide = 16_384;
const largestArea = 2 ** 27;

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** The largest scale at which a box fits into a canvas, cut to two digits. */
export const largestScale = (box: Box): number => {
  const most = Math.min(longestSide / box.w, longestSide / box.h, Math.sqrt(largestArea / (box.w * box.h)));
  const step = 10 ** (Math.floor(Math.log10(most)) - 1);
  return Math.floor(most / step + 1e-9) * step;
};

/** Pixels of an exported box. Throws `TOO_LARGE`, whose detail names the scale that would fit. */
export const pixelSize = (box: Box, scale: number): PixelSize => {
  const width = Math.max(1, Math.ceil(box.w * scale - 1e-6));
  const height = Math.max(1, Math.ceil(box.h * scale - 1e-6));
  if (width <= longestSide && height <= longestSide && width * height <= largestArea) return { width, height };
  const fitting = Number(largestScale(box).toPrecision(2));
  throw new Failure(
    'TOO_LARGE',
    `The picture would be ${width} × ${height} pixels. It fits at scale ${fitting} or less.`,
  );
};
