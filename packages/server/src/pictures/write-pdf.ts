import { facesUsed, type Picture, pagesOf } from '@gesso/drawing';
import { exportPdf, type PaintForeign, type PdfImage } from '@gesso/drawing/pdf';
import { createCanvas, type Image } from '@napi-rs/canvas';
import { nextTurn, systemTimers } from '../timers.ts';
import type { BoardContent } from './board-content.ts';
import { bytesOf, servedFaces } from './faces.ts';
import { decoded, type Files } from './paint-board.ts';
import type { Look } from './painter-protocol.ts';

/** Pixels of a picture in a PDF: what is larger is made smaller, as no page shows more. */
const mostPixels = 8_000_000;

/** Of a JPEG, in percent. */
const quality = 92;

/** A picture as a PDF holds it: what is see-through, or came without loss, as pixels, a photograph as a JPEG. */
function taken(bytes: Uint8Array, { source, width, height }: Picture): PdfImage {
  const share = Math.min(1, Math.sqrt(mostPixels / (width * height)));
  const [w, h] = [Math.max(1, Math.floor(width * share)), Math.max(1, Math.floor(height * share))];
  const canvas = createCanvas(w, h);
  const g = canvas.getContext('2d');
  g.drawImage(source as Image, 0, 0, w, h);
  const { data } = g.getImageData(0, 0, w, h);
  let isClear = bytes[0] === 0x89;
  for (let i = 3; i < data.length && !isClear; i += 4) isClear = (data[i] ?? 0) < 255;
  return isClear ? { width: w, height: h, data } : canvas.toBuffer('image/jpeg', quality);
}

/** Letters in the faces of this machine. All are painted on one canvas, which grows: the memory of each is not the engine's to watch. */
function foreignPainter(): PaintForeign {
  let canvas = createCanvas(1, 1);
  return ({ text, font, color, direction, width, height, ascent, margin }) => {
    if (width > canvas.width || height > canvas.height)
      canvas = createCanvas(Math.max(width, canvas.width), Math.max(height, canvas.height));
    const g = canvas.getContext('2d');
    g.clearRect(0, 0, width, height);
    Object.assign(g, { font, fillStyle: color, direction, textAlign: 'left' });
    g.fillText(text, margin, ascent);
    return { width, height, data: g.getImageData(0, 0, width, height).data };
  };
}

/** A board as a PDF: a page for each frame, or one where it has none, one of them is shown alone or all of the board is asked for. */
export async function writePdf({ name, elements }: BoardContent, assets: Files, look: Look): Promise<Uint8Array> {
  const pictures = await decoded(assets);
  const isByFrames = look.frame === undefined && look.pages !== 'board';
  const pages = isByFrames ? pagesOf(name, elements) : [{ name, elements }];
  const all = pages.flatMap((page) => page.elements);
  const picture = (asset: string): PdfImage | undefined => {
    const [bytes, known] = [assets.get(asset), pictures.get(asset)];
    return bytes && known && taken(bytes, known);
  };
  const faces = facesUsed(all, servedFaces).map((face) => ({ ...face, bytes: bytesOf(face) }));
  return await exportPdf({ ...look, title: name, pages, faces, picture, paintForeign: foreignPainter() }, () =>
    // What the canvas lets go of is freed between turns, and not before.
    nextTurn(systemTimers),
  );
}
