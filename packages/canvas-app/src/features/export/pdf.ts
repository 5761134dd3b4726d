import type { Drawing, Page } from '@gesso/drawing';
import { exportPdf, type PaintForeign } from '@gesso/drawing/pdf';
import { takeTurns } from '../../time-slicing.ts';
import { fetchFaces } from './faces.ts';
import { quality } from './formats.ts';
import { filesFor, type LoadsPictures } from './shown-pictures.ts';

/** Pages, and what they are to look like. */
export interface PdfRequest extends Omit<Drawing, 'elements'> {
  readonly title: string;
  readonly pages: readonly Page[];
}

const painted = (width: number, height: number, paint: (g: CanvasRenderingContext2D) => void): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const g = canvas.getContext('2d');
  if (g) paint(g);
  return canvas;
};

const bytesOf = (canvas: HTMLCanvasElement, type: string): Uint8Array<ArrayBuffer> => {
  const address = canvas.toDataURL(type, quality);
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
};

/** Letters in the faces of this machine. */
const paintForeign: PaintForeign = ({ text, font, color, direction, width, height, ascent, margin }) => {
  const canvas = painted(width, height, (g) => {
    Object.assign(g, { font, fillStyle: color, direction, textAlign: 'left' });
    g.fillText(text, margin, ascent);
  });
  return bytesOf(canvas, 'image/png');
};

/** Whether anything is seen through a picture. */
const isClear = (canvas: HTMLCanvasElement): boolean => {
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
  for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) < 255) return true;
  return false;
};

/** Pixels of a picture in a PDF: what is larger is made smaller, as no page shows more. */
const mostPixels = 16_000_000;

/** A picture as every reader of PDFs takes it: a photograph as a JPEG, what is see-through as a PNG. */
const pictureFile = (source: CanvasImageSource, width: number, height: number): Uint8Array<ArrayBuffer> => {
  const share = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  const [w, h] = [Math.max(1, Math.floor(width * share)), Math.max(1, Math.floor(height * share))];
  const canvas = painted(w, h, (g) => g.drawImage(source, 0, 0, w, h));
  return bytesOf(canvas, isClear(canvas) ? 'image/png' : 'image/jpeg');
};

/** Pages as a PDF, written in short turns. Rejects with the signal's reason once nobody wants it any more. */
export async function pdfFile(request: PdfRequest, shown: LoadsPictures, signal: AbortSignal): Promise<Blob> {
  const all = request.pages.flatMap(({ elements }) => elements);
  const [fetched, picture] = await Promise.all([fetchFaces(all), filesFor(all, shown, pictureFile)]);
  const faces = fetched.map((face) => ({ ...face, bytes: new Uint8Array(face.bytes) }));
  const options = { ...request, faces, paintForeign, ...(picture ? { picture } : {}) };
  return new Blob([await exportPdf(options, takeTurns(signal))], { type: 'application/pdf' });
}
