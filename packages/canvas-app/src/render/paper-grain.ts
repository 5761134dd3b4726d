import type { Theme } from '@gesso/drawing';
import type { Camera } from '../editor/camera.ts';

/** Device pixels after which the grain begins again. */
const period = 256;
/** Below this zoom there is none. */
const leastZoom = 0.5;
/** Opacity of a grain at most; one in two has none. */
const strongest = 0.03;

/** One period of paper: grains of all strengths, the same in every window. */
const makeTile = (theme: Theme): HTMLCanvasElement => {
  const tile = document.createElement('canvas');
  tile.width = period;
  tile.height = period;
  const g = tile.getContext('2d');
  const pixels = g?.createImageData(period, period);
  if (!g || !pixels) return tile;
  const shade = theme === 'dark' ? 255 : 0;
  // Xorshift (Marsaglia, 2003).
  let state = 1;
  for (let i = 0; i < pixels.data.length; i += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const strength = Math.max(0, state / 2 ** 31);
    pixels.data.set([shade, shade, shade, Math.round(strength * strongest * 255)], i);
  }
  g.putImageData(pixels, 0, 0);
  return tile;
};

/** Paints the grain of the paper, which moves with the board and is no larger close up. */
export const createGrain = () => {
  let made: { readonly theme: Theme; readonly pattern: CanvasPattern | null } | undefined;
  return (g: CanvasRenderingContext2D, camera: Camera, ratio: number, theme: Theme): void => {
    if (camera.zoom < leastZoom) return;
    if (made?.theme !== theme) made = { theme, pattern: g.createPattern(makeTile(theme), 'repeat') };
    if (made.pattern === null) return;
    const offset = (start: number) => Math.round(-start * camera.zoom * ratio) % period;
    made.pattern.setTransform(new DOMMatrix([1, 0, 0, 1, offset(camera.x), offset(camera.y)]));
    g.fillStyle = made.pattern;
    g.fillRect(0, 0, g.canvas.width, g.canvas.height);
  };
};
