import { Failure } from '@gesso/crdt-schema';
import { type Box, type Drawing, draw, type Look } from '@gesso/drawing';
import { takeTurns } from '../../time-slicing.ts';
import { within } from '../../waiting.ts';
import { watchText } from '../../workers/font-faces.ts';
import type { Encoding } from './png-protocol.ts';
import type { PixelSize } from './size.ts';

/** ms that painting waits for fonts. */
const fontTimeout = 3_000;
/** ms that a browser may take to encode the largest picture. */
const encodingTimeout = 60_000;

/** A canvas uses a font only when it has been loaded, and loads none by itself in time. */
const loadFonts = async (elements: Drawing['elements']): Promise<void> => {
  // A font that cannot be had, or not in time, is replaced, as on the screen.
  const loads = watchText()(elements).map(([font, text]) => within(fontTimeout, document.fonts.load(font, text)));
  await Promise.allSettled(loads);
};

interface Target {
  readonly g: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  blob(as: Encoding): Promise<Blob | null>;
}

const createTarget = ({ width, height }: PixelSize): Target | undefined => {
  if (typeof OffscreenCanvas === 'function') {
    const canvas = new OffscreenCanvas(width, height);
    const g = canvas.getContext('2d');
    return g ? { g, blob: (as) => canvas.convertToBlob(as) } : undefined;
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const g = canvas.getContext('2d');
  return g
    ? { g, blob: ({ type, quality }) => new Promise((resolve) => canvas.toBlob(resolve, type, quality)) }
    : undefined;
};

/** A picture painted on the page's own thread, in short turns. Throws `TOO_LARGE` when this browser has no canvas that large. */
export const pngOnPage = async (
  drawing: Drawing,
  box: Box,
  { size, as }: { readonly size: PixelSize; readonly as: Encoding },
  look: Look,
  signal: AbortSignal,
): Promise<Blob> => {
  await loadFonts(drawing.elements);
  const target = createTarget(size);
  const tooLarge = () =>
    new Failure('TOO_LARGE', `This browser cannot make a picture of ${size.width} × ${size.height} pixels.`);
  if (!target) throw tooLarge();
  const mayGoOn = takeTurns(signal);
  for (const _ of draw(target.g, drawing, box, look)) await mayGoOn();
  const blob = await within(encodingTimeout, target.blob(as));
  if (!blob) throw tooLarge();
  return blob;
};
