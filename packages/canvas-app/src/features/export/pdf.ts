import type { Drawing, Page } from '@gesso/drawing';
import { exportPdf, type PaintForeign, type PdfImage, type Pixels } from '@gesso/drawing/pdf';
import { takeTurns } from '../../time-slicing.ts';
import { fetchFaces } from './faces.ts';
import { quality } from './formats.ts';
import { filesFor, type LoadsPictures } from './shown-pictures.ts';

/** Pages, and what they are to look like. */
export interface PdfRequest extends Omit<Drawing, 'elements'> {
  readonly title: string;
  readonly pages: readonly Page[];
}

const painted = (width: number, height: number, paint: (g: CanvasRenderingContext2D) => void) => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const g = canvas.getContext('2d', { willReadFrequently: true });
  if (!g) throw new Error('no 2D canvas here');
  paint(g);
  const { data } = g.getImageData(0, 0, width, height);
  return { canvas, pixels: { width, height, data } };
};

/** Letters in the faces of this machine. */
const paintForeign: PaintForeign = ({ text, font, color, direction, width, height, ascent, margin }) =>
  painted(width, height, (g) => {
    Object.assign(g, { font, fillStyle: color, direction, textAlign: 'left' });
    g.fillText(text, margin, ascent);
  }).pixels;

/** Whether anything is seen through a picture. */
const isClear = ({ data }: Pixels): boolean => {
  for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) < 255) return true;
  return false;
};

/** Pixels of a picture in a PDF: what is larger is made smaller, as no page shows more. */
const mostPixels = 8_000_000;

/** A picture as a PDF holds it: a JPEG, or pixels where it is see-through. */
const pictureFile = (source: CanvasImageSource, width: number, height: number): PdfImage => {
  const share = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  const [w, h] = [Math.max(1, Math.floor(width * share)), Math.max(1, Math.floor(height * share))];
  const { canvas, pixels } = painted(w, h, (g) => g.drawImage(source, 0, 0, w, h));
  if (isClear(pixels)) return pixels;
  const address = canvas.toDataURL('image/jpeg', quality);
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
};

/** Pages as a PDF, written in short turns. Rejects with the signal's reason once nobody wants it any more. */
export async function pdfFile(request: PdfRequest, shown: LoadsPictures, signal: AbortSignal): Promise<Blob> {
  const all = request.pages.flatMap(({ elements }) => elements);
  const pause = takeTurns(signal);
  const [fetched, picture] = await Promise.all([fetchFaces(all), filesFor(all, shown, pictureFile, pause)]);
  const faces = fetched.map((face) => ({ ...face, bytes: new Uint8Array(face.bytes) }));
  // Without what a person got in by.
  const base = location.origin + location.pathname;
  const options = { ...request, faces, paintForeign, base, ...(picture ? { picture } : {}) };
  return new Blob([await exportPdf(options, pause)], { type: 'application/pdf' });
}
