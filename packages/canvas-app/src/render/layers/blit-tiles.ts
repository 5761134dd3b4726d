import type { Camera } from '../../editor/camera.ts';
import type { TilePicture } from '../tiles/canvas-pool.ts';
import type { View } from '../tiles/plan.ts';
import type { Pyramid } from '../tiles/pyramid.ts';
import { tileSize } from '../tiles/tile-address.ts';

/**
 * Copies the tiles in view. Edges are rounded to device pixels from the board side, so neighbors meet without a seam, and
 * at the tiles' own scale every pixel lands on one pixel.
 */
export const blitTiles = (
  g: CanvasRenderingContext2D,
  pyramid: Pyramid<TilePicture>,
  view: View,
  camera: Camera,
  frame: number,
): void => {
  const device = camera.zoom * view.base;
  const side = (tileSize / (view.base * 2 ** view.level)) * device;
  const left = camera.x * device;
  const top = camera.y * device;
  g.imageSmoothingEnabled = true;
  g.imageSmoothingQuality = 'low';
  for (const { address, parts } of pyramid.show(view, frame)) {
    for (const { tile, from, to } of parts) {
      if (!tile.picture) continue;
      const x = Math.round((address.column + to.x) * side - left);
      const y = Math.round((address.row + to.y) * side - top);
      const right = Math.round((address.column + to.x + to.size) * side - left);
      const bottom = Math.round((address.row + to.y + to.size) * side - top);
      g.drawImage(tile.picture, from.x, from.y, from.w, from.h, x, y, right - x, bottom - y);
    }
  }
};
