/// <reference path="./modules.d.ts" />

import type { Font } from '@gesso/crdt-schema';
import type PDFDocument from 'pdfkit';
import type { OpenedImage } from 'pdfkit';
import { alignedAt } from '../fonts/text-layout.ts';
import type { Paint2D } from '../paint.ts';
import { short } from '../picture/svg-path.ts';
import { beginWriting, type PaintMethods, type Writing, writingContext } from '../picture/writing-context.ts';
import type { ForeignPicture, ForeignPictures, LetterRun, PdfFonts } from './pdf-fonts.ts';
import { openImage, type Pixels } from './pdf-image.ts';
import { addOutline, createPdfPath, type PdfPath } from './pdf-path.ts';
import { visualOrder } from './visual-order.ts';

/** A line of letters that no served face has; lengths are pixels of the picture that is to show it. */
export interface ForeignLine {
  readonly text: string;
  /** A CSS `font` value. */
  readonly font: string;
  readonly color: string;
  readonly direction: 'ltr' | 'rtl';
  readonly width: number;
  readonly height: number;
  /** From the top down to the baseline, and from the left to where letters begin. */
  readonly ascent: number;
  readonly margin: number;
}

/** Paints a line in the faces of the machine; undefined where it cannot. */
export type PaintForeign = (line: ForeignLine) => Pixels | undefined;

/** A picture as this context's `drawImage` takes it: its source. */
export interface PdfPicture {
  readonly image: OpenedImage;
  readonly width: number;
  readonly height: number;
}

interface State extends Writing<PdfPath> {
  readonly doc: PDFDocument;
  readonly fonts: PdfFonts;
  readonly paintForeign: PaintForeign | undefined;
  readonly foreign: ForeignPictures;
}

/** Pixels of a picture of letters to a unit of length: half as many each time that so many are in the document. */
const foreignScale = 4;
const foreignPixels = 20_000_000;
/** Pixels that one of its sides has at most. */
const mostForeignSide = 4_096;

/** A context that writes the page of a document that is open. Understands what the painters use; colors are `#rrggbb`. */
export function createPdfContext(doc: PDFDocument, fonts: PdfFonts, paintForeign?: PaintForeign): Paint2D {
  const state: State = { ...beginWriting(createPdfPath()), doc, fonts, paintForeign, foreign: fonts.foreign };
  return writingContext(state, createPdfPath, paintMethods(state));
}

function paintMethods(state: State): PaintMethods {
  const { now } = state;
  const rectangle = (x: number, y: number, w: number, h: number) => {
    const path = createPdfPath();
    path.rect(x, y, w, h);
    return path;
  };
  return {
    fill: () => fillPath(state, state.path),
    stroke: () => strokePath(state, state.path),
    clip: () => {
      now.clips = [...now.clips, `${state.path.operators(now.matrix)} W n`];
    },
    fillRect: (x: number, y: number, w: number, h: number) => fillPath(state, rectangle(x, y, w, h)),
    strokeRect: (x: number, y: number, w: number, h: number) => strokePath(state, rectangle(x, y, w, h)),
    fillText: (text: string, x: number, y: number) => fillText(state, text, x, y),
    strokeText: (text: string, x: number, y: number) => strokeText(state, text, x, y),
    drawImage: (...given: Parameters<NonNullable<Paint2D['drawImage']>>) => drawImage(state, given),
  };
}

const blendModes: Readonly<Record<string, string>> = { multiply: 'Multiply', screen: 'Screen' };

/** A color as the three numbers of a PDF; black for what is none. */
function colorOf(style: unknown): string {
  const [, red = '0', green = '0', blue = '0'] = /^#(..)(..)(..)/.exec(String(style)) ?? [];
  return [red, green, blue].map((part) => short((Number.parseInt(part, 16) || 0) / 255)).join(' ');
}

/** Writes something within the clips that are set, where and as dense as it is to be. */
function within({ doc, now }: State, write: () => void): void {
  doc.addContent(['q', ...now.clips].join(' '));
  const blend = blendModes[now.globalCompositeOperation];
  if (blend !== undefined) {
    if (doc.page.ext_gstates[blend] === undefined) {
      const mode = doc.ref({ Type: 'ExtGState', BM: blend });
      mode.end();
      doc.page.ext_gstates[blend] = mode;
    }
    doc.addContent(`/${blend} gs`);
  }
  if (now.globalAlpha !== 1) doc.fillOpacity(now.globalAlpha).strokeOpacity(now.globalAlpha);
  doc.addContent(`${now.matrix.map((n) => Number(n.toFixed(6))).join(' ')} cm`);
  write();
  doc.addContent('Q');
}

const caps = { butt: 0, round: 1, square: 2 } as const;
const joins = { miter: 0, round: 1, bevel: 2 } as const;

function fillPath(state: State, path: PdfPath): void {
  const operators = path.operators();
  if (operators === '') return;
  within(state, () => state.doc.addContent(`${colorOf(state.now.fillStyle)} rg ${operators} f`));
}

function strokePath(state: State, path: PdfPath): void {
  const operators = path.operators();
  if (operators === '') return;
  const { strokeStyle, lineWidth, lineCap, lineJoin, miterLimit, dash } = state.now;
  const line = [
    `${colorOf(strokeStyle)} RG ${short(lineWidth)} w ${caps[lineCap]} J ${joins[lineJoin]} j ${short(miterLimit)} M`,
    ...(dash.length > 0 ? [`[${dash.map(short).join(' ')}] 0 d`] : []),
  ];
  within(state, () => state.doc.addContent([...line, operators, 'S'].join(' ')));
}

/** The letters of a text in runs, the size of its font and where the first begins: canvases place a text by its side or middle. */
function laid(state: State, text: string, x: number) {
  const { font: css, textAlign, direction } = state.now;
  const { font, size } = state.fonts.read(css);
  const runs = state.fonts.runs(text, font);
  const width = runs.reduce((sum, run) => sum + run.width, 0) * size;
  const sides: Readonly<Record<string, keyof typeof alignedAt>> =
    direction === 'rtl' ? { start: 'right', end: 'left' } : { start: 'left', end: 'right' };
  const align = sides[textAlign] ?? textAlign;
  return { font, size, runs, left: x - width * (align === 'center' || align === 'right' ? alignedAt[align] : 0) };
}

const directionNow = ({ now }: State): 'ltr' | 'rtl' => (now.direction === 'rtl' ? 'rtl' : 'ltr');

function fillText(state: State, text: string, x: number, y: number): void {
  const { font, size, runs, left } = laid(state, text, x);
  const write = (name: string, letters: string, at: number) =>
    state.doc.font(name).fontSize(size).text(letters, at, y, { lineBreak: false, baseline: 'alphabetic' });
  let at = left;
  for (const run of runs) {
    const { letters, width } = run;
    const begin = at;
    within(state, () => {
      state.doc.addContent(`${colorOf(state.now.fillStyle)} rg`);
      if (letters === undefined) paintForeign(state, run, font, size, begin, y);
      if (letters !== undefined) write(letters.name, run.text, begin);
      else write(state.fonts.inkless(font).name, visualOrder(run.text, directionNow(state)), begin);
    });
    at += width * size;
  }
}

/** Letters that look the same whatever is beside them: a picture of one serves wherever it is written again. */
const standsAlone =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u{ac00}-\u{d7a3}\u{3000}-\u{3029}\u{3030}-\u{303f}\u{ff01}-\u{ff60}]$/u;

/** Lays pictures of a run that no face has where its letters are to be seen. */
function paintForeign(state: State, { text, width }: LetterRun, font: Font, size: number, x: number, y: number): void {
  const letters = [...text];
  if (!letters.every((letter) => standsAlone.test(letter))) {
    layForeign(state, text, width, size, x, y);
    return;
  }
  let at = x;
  for (const letter of letters) {
    const wide = state.fonts.advance(font, letter);
    layForeign(state, letter, wide, size, at, y);
    at += wide * size;
  }
}

function layForeign(state: State, text: string, width: number, size: number, x: number, y: number): void {
  const { now, foreign, doc } = state;
  const name = [now.font, now.fillStyle, directionNow(state), text].join(' ');
  const picture = foreign.known.get(name) ?? pictureOfForeign(state, text, width, size);
  if (picture === undefined) return;
  foreign.known.set(name, picture);
  doc.image(picture.image, x - 0.5 * size, y - 1.3 * size, { width: picture.width, height: picture.height });
}

function pictureOfForeign(state: State, text: string, width: number, size: number): ForeignPicture | undefined {
  const { doc, now, foreign, paintForeign: paint } = state;
  const [w, h] = [(width + 1) * size, 2 * size];
  const fine = foreignScale / 2 ** Math.floor(foreign.pixels / foreignPixels);
  const scale = Math.min(fine, mostForeignSide / w, mostForeignSide / h);
  const pixels = paint?.({
    text,
    font: now.font.replace(/([\d.]+)px/, `${size * scale}px`),
    color: String(now.fillStyle),
    direction: directionNow(state),
    width: Math.ceil(w * scale),
    height: Math.ceil(h * scale),
    ascent: 1.3 * size * scale,
    margin: 0.5 * size * scale,
  });
  if (pixels === undefined) return undefined;
  foreign.pixels += pixels.width * pixels.height;
  const image = openImage(doc, pixels, `Letters${foreign.known.size + 1}`);
  return { image, width: Math.ceil(w * scale) / scale, height: Math.ceil(h * scale) / scale };
}

/** Draws the outlines of letters: a text that is filled as well must not be found twice. Where they are the reader's, it is found twice. */
function strokeText(state: State, text: string, x: number, y: number): void {
  const { size, runs, left } = laid(state, text, x);
  const path = createPdfPath();
  let at = left;
  for (const run of runs) {
    let place = at;
    for (const letter of run.text) {
      const code = letter.codePointAt(0) ?? 0;
      addOutline(path, run.letters?.outline(code) ?? [], size, place, y);
      place += (run.letters?.advance(code) ?? 0) * size;
    }
    if (run.letters !== undefined && run.letters.font === undefined)
      strokeLetters(state, run.letters.name, run.text, size, at, y);
    at += run.width * size;
  }
  strokePath(state, path);
}

function strokeLetters(state: State, name: string, text: string, size: number, x: number, y: number): void {
  const { doc, now } = state;
  const options = { lineBreak: false, baseline: 'alphabetic', stroke: true, fill: false };
  within(state, () => {
    doc.addContent(`${colorOf(now.strokeStyle)} RG ${short(now.lineWidth)} w 1 j`);
    doc.font(name).fontSize(size).text(text, x, y, options);
  });
}

function drawImage(state: State, given: Parameters<NonNullable<Paint2D['drawImage']>>): void {
  const [source, sx, sy, sw, sh, x, y, w, h] = given;
  const { image, width, height } = source as PdfPicture;
  const [across, down] = [w / sw, h / sh];
  const frame = createPdfPath();
  frame.rect(x, y, w, h);
  within(state, () => {
    state.doc.addContent(`${frame.operators()} W n`);
    state.doc.image(image, x - sx * across, y - sy * down, { width: width * across, height: height * down });
  });
}
