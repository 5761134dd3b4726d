/// <reference path="./modules.d.ts" />
import type PDFDocument from 'pdfkit';
import type { OpenedImage, Reference } from 'pdfkit';

/** Pixels as a canvas gives them: red, green, blue and how dense, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A picture as a PDF can hold it: the bytes of a JPEG, or pixels. */
export type PdfImage = Uint8Array | Pixels;

const colorsOf = ({ data }: Pixels): Uint8Array => {
  const colors = new Uint8Array((data.length / 4) * 3);
  // A view for each pixel would take four times as long.
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    colors[to] = data[from] ?? 0;
    colors[to + 1] = data[from + 1] ?? 0;
    colors[to + 2] = data[from + 2] ?? 0;
  }
  return colors;
};

/** How dense the pixels are; undefined where nothing is seen through any. */
const densitiesOf = ({ data }: Pixels): Uint8Array | undefined => {
  const densities = new Uint8Array(data.length / 4);
  let isClear = false;
  for (let i = 0; i < densities.length; i += 1) {
    densities[i] = data[i * 4 + 3] ?? 0;
    if (densities[i] !== 255) isClear = true;
  }
  return isClear ? densities : undefined;
};

/** Pixels as an image object (ISO 32000-1, 8.9.5): the library reads PNGs only, in a worker that no page of ours may start. */
function embedPixels(doc: PDFDocument, pixels: Pixels): Reference {
  const { width, height } = pixels;
  const facts = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height, BitsPerComponent: 8 };
  const densities = densitiesOf(pixels);
  const mask = densities && doc.ref({ ...facts, ColorSpace: 'DeviceGray' });
  mask?.end(densities);
  const image = doc.ref({ ...facts, ColorSpace: 'DeviceRGB', ...(mask ? { SMask: mask } : {}) });
  image.end(colorsOf(pixels));
  return image;
}

/** Opens a picture for a document. `label` is a name that no other has there. Throws for bytes that are no JPEG. */
export function openImage(doc: PDFDocument, picture: PdfImage, label: string): OpenedImage {
  if (picture instanceof Uint8Array) return doc.openImage(picture);
  const { width, height } = picture;
  return { width, height, label, obj: embedPixels(doc, picture) };
}
