import { Failure } from '@gesso/crdt-schema';
import { cssFont, type Drawing, draw, exportedBox, type Picture, textLayout } from '@gesso/drawing';
import { pixelSize } from './size.ts';

export interface PngOptions extends Drawing {
  /** Pixels per board unit. */
  readonly scale: number;
  picture?(asset: string): Picture | undefined;
}

/** ms of painting before the page gets a turn. */
const turn = 12;

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** A canvas uses a font only when it has been loaded, and loads none by itself in time. */
const loadFonts = async (elements: Drawing['elements']): Promise<void> => {
  const texts = new Map<string, string>();
  for (const element of elements) {
    const layout = textLayout(element);
    if (!layout) continue;
    const font = cssFont(layout.font, 20);
    texts.set(font, (texts.get(font) ?? '') + layout.lines.map((line) => line.text).join(''));
  }
  // A font that cannot be had is replaced, as on the screen.
  await Promise.allSettled([...texts].map(([font, text]) => document.fonts.load(font, text)));
};

interface Target {
  readonly g: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  blob(): Promise<Blob | null>;
}

const createTarget = (width: number, height: number): Target | undefined => {
  if (typeof OffscreenCanvas === 'function') {
    const canvas = new OffscreenCanvas(width, height);
    const g = canvas.getContext('2d');
    return g ? { g, blob: () => canvas.convertToBlob({ type: 'image/png' }) } : undefined;
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const g = canvas.getContext('2d');
  return g ? { g, blob: () => new Promise((resolve) => canvas.toBlob(resolve, 'image/png')) } : undefined;
};

/**
 * A PNG of the elements, painted in short turns so that the page stays alive. Throws `TOO_LARGE` with the scale that would
 * fit when no canvas can hold it.
 */
export const exportPng = async (options: PngOptions): Promise<Blob> => {
  const box = exportedBox(options);
  const { width, height } = pixelSize(box, options.scale);
  await loadFonts(options.elements);
  const target = createTarget(width, height);
  const tooLarge = () => new Failure('TOO_LARGE', `This browser cannot make a picture of ${width} × ${height} pixels.`);
  if (!target) throw tooLarge();
  const picture = options.picture;
  const look = { theme: options.theme, scale: options.scale, ...(picture ? { picture } : {}) };
  let until = performance.now() + turn;
  for (const _ of draw(target.g, options, box, look)) {
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + turn;
  }
  const blob = await target.blob();
  if (!blob) throw tooLarge();
  return blob;
};
