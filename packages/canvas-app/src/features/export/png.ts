import { Failure } from '@gesso/crdt-schema';
import { type Drawing, exportedBox, type Picture } from '@gesso/drawing';
import { facesOf } from '../../workers/font-faces.ts';
import { formats, type PixelFormat, quality } from './formats.ts';
import { openPainter, pngInWorkers } from './png-in-workers.ts';
import { pngOnPage } from './png-on-page.ts';
import { pixelSize } from './size.ts';

export interface PngOptions extends Drawing {
  /** Pixels per board unit. */
  readonly scale: number;
  picture?(asset: string): Picture | undefined;
  /** PNG unless another is asked for. */
  readonly format?: PixelFormat;
  /** Ends the work when nobody wants the picture any more: the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** More workers than this wait for the one that puts their bands together. */
const mostWorkers = 4;

/** The same picture, if it is of the type that was asked for. */
const encoded = (blob: Blob, type: string): Blob => {
  if (blob.type !== type) throw new Failure('TOO_LARGE', `This browser makes no ${type} of that size.`);
  return blob;
};

/**
 * A picture of the elements in pixels. Workers paint it, so that the page stays at its full rate; where there are none or they fail, and
 * when there are pictures, which are decoded on the page, the page paints the same in short turns. Throws `TOO_LARGE` with the
 * scale that would fit when no canvas can hold it, and without it
 * when the browser does not encode this one: it writes a PNG then.
 */
export const exportPng = async (options: PngOptions): Promise<Blob> => {
  const {
    elements,
    scale,
    theme,
    background,
    picture,
    format = 'png',
    signal = new AbortController().signal,
  } = options;
  const as = { type: formats[format].type, quality };
  const box = exportedBox(options);
  const size = pixelSize(box, scale);
  if (!picture) {
    const workers = Math.min(mostWorkers, navigator.hardwareConcurrency);
    const pool = { open: openPainter, workers, faces: facesOf(document.styleSheets) };
    const blob = await pngInWorkers({ elements, box, scale, theme, background, size, as }, pool, signal);
    if (blob) return encoded(blob, as.type);
  }
  const look = { theme, scale, ...(picture ? { picture } : {}) };
  return encoded(await pngOnPage(options, box, { size, as }, look, signal), as.type);
};

/** Has the browser fetch what `exportPng` starts, so that it is there when the server is gone. */
export const fetchPainter = (): void => {
  const line = openPainter();
  const stop = () => line?.terminate();
  line?.addEventListener('message', stop);
  line?.addEventListener('error', stop);
};
