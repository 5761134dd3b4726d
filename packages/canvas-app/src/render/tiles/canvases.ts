import { tileSize } from './grid.ts';
import type { PyramidTools } from './pyramid.ts';

/** Canvases kept for the next tile instead of making new ones. */
const spare = 12;

const contextOf = (canvas: HTMLCanvasElement): CanvasRenderingContext2D => {
  const g = canvas.getContext('2d');
  if (!g) throw new Error('this browser has no 2D canvas');
  return g;
};

/** Tiles as canvases of one size, used again and again. */
export const canvasTools = (): PyramidTools<HTMLCanvasElement> => {
  const pool: HTMLCanvasElement[] = [];
  const make = () => {
    const canvas = document.createElement('canvas');
    canvas.width = tileSize;
    canvas.height = tileSize;
    return canvas;
  };
  const probe = document.createElement('canvas');
  probe.width = 1;
  probe.height = 1;
  const look = contextOf(probe);

  return {
    canvas() {
      const reused = pool.pop();
      const picture = reused ?? make();
      const g = contextOf(picture);
      if (reused) g.clearRect(0, 0, tileSize, tileSize);
      // Taking a picture of a canvas makes the browser carry out what it has noted down.
      return { picture, g, flush: () => look.drawImage(picture, 0, 0, 1, 1, 0, 0, 1, 1) };
    },
    free(picture) {
      if (pool.length < spare) pool.push(picture);
      else {
        // Browsers give up a canvas's memory when it loses its size, and only much later when it is collected.
        picture.width = 0;
        picture.height = 0;
      }
    },
    patch(tile, { x, y, w, h }, patch) {
      const g = contextOf(tile);
      g.clearRect(x, y, w, h);
      if (patch) g.drawImage(patch, 0, 0, w, h, x, y, w, h);
    },
    now: () => performance.now(),
  };
};
