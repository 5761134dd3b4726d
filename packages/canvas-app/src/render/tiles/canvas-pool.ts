import type { PyramidTools } from './paint-jobs.ts';
import { tileSize } from './tile-address.ts';

/** Canvases kept for the next tile instead of making new ones. */
const spare = 12;

const contextOf = (canvas: HTMLCanvasElement): CanvasRenderingContext2D => {
  const g = canvas.getContext('2d');
  if (!g) throw new Error('this browser has no 2D canvas');
  return g;
};

/** A tile: painted here, or come from a worker. */
export type TilePicture = HTMLCanvasElement | ImageBitmap;

/** Tiles as canvases of one size, used again and again, and as bitmaps that come from elsewhere. */
export const canvasTools = (): PyramidTools<TilePicture> => {
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

  const clear = (): { readonly picture: HTMLCanvasElement; readonly g: CanvasRenderingContext2D } => {
    const reused = pool.pop();
    const picture = reused ?? make();
    const g = contextOf(picture);
    if (reused) g.clearRect(0, 0, tileSize, tileSize);
    return { picture, g };
  };
  const free = (picture: TilePicture) => {
    if (!(picture instanceof HTMLCanvasElement)) picture.close();
    else if (pool.length < spare) pool.push(picture);
    else {
      // Browsers give up a canvas's memory when it loses its size, and only much later when it is collected.
      picture.width = 0;
      picture.height = 0;
    }
  };

  return {
    canvas() {
      const { picture, g } = clear();
      const flush = () => {
        // Taking a picture of a canvas makes the browser carry out what it has noted down.
        look.drawImage(picture, 0, 0, 1, 1, 0, 0, 1, 1);
        // While that picture is kept, even for one pixel of it, the next line drawn copies the whole canvas first.
        // Safari 16 has no other way to let go of it than a new size.
        if (typeof look.reset === 'function') look.reset();
        else probe.width = 1;
      };
      return { picture, g, flush };
    },
    free,
    patch(tile, { x, y, w, h }, patch) {
      let canvas = tile;
      if (!(canvas instanceof HTMLCanvasElement)) {
        // A bitmap cannot be painted on.
        const { picture, g } = clear();
        g.drawImage(canvas, 0, 0);
        canvas.close();
        canvas = picture;
      }
      const g = contextOf(canvas);
      g.clearRect(x, y, w, h);
      if (patch) g.drawImage(patch, 0, 0, w, h, x, y, w, h);
      return canvas;
    },
    now: () => performance.now(),
  };
};
