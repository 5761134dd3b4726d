/// <reference path="./modules.d.ts" />
import type { Element } from '@gesso/crdt-schema';
import * as kit from 'pdfkit';
import timesRoman from 'pdfkit/standard-fonts/TimesRoman';
import { boundsOf } from '../elements/registry.ts';
import type { Box } from '../geometry/units.ts';
import type { Picture } from '../paint.ts';
import { type Drawing, draw, exportedBox } from '../picture/draw.ts';
import type { Page } from '../picture/pages.ts';
import { createPdfContext, type PaintForeign, type PdfPicture } from './pdf-context.ts';
import { openFonts, type PdfFace } from './pdf-fonts.ts';
import { openImage, type PdfImage } from './pdf-image.ts';

export interface PdfOptions extends Omit<Drawing, 'elements'> {
  readonly title: string;
  /** At least one; of several, their names are listed. */
  readonly pages: readonly Page[];
  /** The files of the faces that elements are written in. */
  readonly faces: readonly PdfFace[];
  /** A picture by the asset that elements name; undefined where there is none: then a placeholder is painted. */
  picture?(asset: string): PdfImage | undefined;
  /** The address of the board, from where links within its site lead; without it they are left out, as they lead nowhere from a file. */
  readonly base?: string | undefined;
  /** Shows letters that no face has; without it they can be found, and are not seen. */
  readonly paintForeign?: PaintForeign;
}

const { default: PDFDocument } = kit;
// On a server all standard fonts are there, and nothing registers one.
if ('registerStdFonts' in kit) kit.registerStdFonts?.(timesRoman);

/** Points to a board unit: one is a pixel of CSS. */
const pointsPerUnit = 0.75;
/** The longest side of a page that every reader shows (ISO 32000-1, annex C), in points. */
const longestSide = 14_400;
/** Detail as at this scale: small letters stay letters. */
const detail = 4;

/** Where a board's box comes to lie on its page. */
const scaleFor = ({ w, h }: Box): number => Math.min(pointsPerUnit, longestSide / w, longestSide / h);

/** Pictures of assets as this document has them, each opened once. */
function opened(doc: kit.default, pictureOf: PdfOptions['picture']): (asset: string) => Picture | undefined {
  const known = new Map<string, Picture | undefined>();
  const open = (asset: string): Picture | undefined => {
    const given = pictureOf?.(asset);
    if (given === undefined) return undefined;
    try {
      const image = openImage(doc, given, `Picture${known.size}`);
      const { width, height } = image;
      return { source: { image, width, height } satisfies PdfPicture, width, height };
    } catch {
      return undefined;
    }
  };
  return (asset) => {
    if (!known.has(asset)) known.set(asset, open(asset));
    return known.get(asset);
  };
}

/** What browsers and servers both have, and this package's own library of types has not. */
interface Addresses {
  readonly URL: {
    canParse(link: string, base?: string): boolean;
    new (link: string, base?: string): { readonly href: string };
  };
}
const { URL } = globalThis as typeof globalThis & Addresses;

/** Where a link leads from anywhere, in ASCII as a URI has to be (ISO 32000-1, 12.6.4.7); undefined where it leads nowhere. */
const addressOf = (link: string, base: string | undefined): string | undefined =>
  URL.canParse(link, base) ? new URL(link, base).href : undefined;

/** Lets what elements lead to be opened from the page. */
function addLinks(doc: kit.default, elements: readonly Element[], place: (box: Box) => Box, base?: string): void {
  for (const element of elements) {
    const address = element.link === undefined ? undefined : addressOf(element.link, base);
    if (address === undefined) continue;
    const { x, y, w, h } = place(boundsOf(element));
    doc.link(x, y, w, h, address);
  }
}

const collected = (doc: kit.default): Promise<Uint8Array<ArrayBuffer>> =>
  new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    doc.on('data', (part) => parts.push(part));
    doc.on('error', reject);
    doc.on('end', () => {
      const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      resolve(all);
    });
  });

/**
 * A PDF with a page for each of some drawings, by the painters of the screen: lines stay lines, and letters can be found and copied. `pause` is
 * waited for between elements.
 */
export async function exportPdf(options: PdfOptions, pause: () => Promise<void>): Promise<Uint8Array<ArrayBuffer>> {
  const { title, pages, theme, background, padding, faces, paintForeign } = options;
  const info = { Title: title, Creator: 'Gesso' };
  const doc = new PDFDocument({ autoFirstPage: false, font: null, info, displayTitle: true });
  const bytes = collected(doc);
  const fonts = openFonts(doc, faces);
  const picture = opened(doc, options.picture);
  for (const { name, elements } of pages) {
    const box = exportedBox({ elements, padding });
    const scale = scaleFor(box);
    doc.addPage({ size: [box.w * scale, box.h * scale], margin: 0 });
    if (pages.length > 1) doc.outline.addItem(name);
    const g = createPdfContext(doc, fonts, paintForeign);
    g.scale(scale / detail, scale / detail);
    const look = { theme, scale: detail, picture };
    for (const _ of draw(g, { elements, background, theme }, box, look)) await pause();
    const placed = ({ x, y, w, h }: Box): Box => ({
      ...{ x: (x - box.x) * scale, y: (y - box.y) * scale },
      ...{ w: w * scale, h: h * scale },
    });
    addLinks(doc, elements, placed, options.base);
  }
  doc.end();
  return await bytes;
}
