/// <reference path="./modules.d.ts" />
import type { Font } from '@gesso/crdt-schema';
import { create } from 'fontkit';
import type PDFDocument from 'pdfkit';
import type { OpenedImage } from 'pdfkit';
import { fontFamilies } from '../fonts/families.ts';
import { advance, measureText } from '../fonts/measure.ts';
import { directionsOf } from '../fonts/unicode-ranges.ts';
import { type FaceFile, servedFamily } from '../picture/faces.ts';
import { inklessLetters, type Letters, lettersOf, timesLetters } from './letters.ts';

/** A file of a face with its bytes: WOFF, WOFF 2.0 or TrueType. */
export interface PdfFace extends FaceFile {
  readonly bytes: Uint8Array;
}

/** Letters that stand side by side and are in one file; `letters` undefined where no file has them. */
export interface LetterRun {
  readonly text: string;
  readonly letters: Letters | undefined;
  /** Parts of the font size. */
  readonly width: number;
}

/** Pictures of letters there are in a document, by what they show, and their pixels. */
export interface ForeignPictures {
  readonly known: Map<string, ForeignPicture>;
  pixels: number;
}

/** A picture of letters, and its sides in units of length. */
export interface ForeignPicture {
  readonly image: OpenedImage;
  readonly width: number;
  readonly height: number;
}

/** What a document is written with. */
export interface PdfFonts {
  /** The font that a CSS `font` value names, its size and its value without the size. */
  read(css: string): { readonly font: Font; readonly size: number };
  runs(text: string, font: Font): readonly LetterRun[];
  /** Width of a letter as a part of the font size. */
  advance(font: Font, letter: string): number;
  readonly foreign: ForeignPictures;
  /** Letters of a font without ink, to lie behind a picture of them. */
  inkless(font: Font): Letters;
}

const fonts = Object.keys(fontFamilies) as readonly Font[];

/** As wide as they were measured. */
const times = timesLetters((code) => advance('serif', String.fromCodePoint(code)));

/** What takes no room and shows nothing: joiners and marks of direction, which a picture alone needs. */
const isUnseen = (code: number): boolean => (code >= 0x200b && code <= 0x200f) || code === 0xfeff || code < 0x20;

/** The letters of a file; undefined for one that cannot be read. */
function readable({ bytes }: PdfFace, name: string): Letters | undefined {
  try {
    return lettersOf(name, create(bytes));
  } catch {
    return undefined;
  }
}

/** Makes letters known to a document when the first of them is written. */
export function openFonts(doc: PDFDocument, faces: readonly PdfFace[]): PdfFonts {
  const opened = new Map<PdfFace, Letters | undefined>();
  const open = (face: PdfFace): Letters | undefined => {
    if (!opened.has(face)) {
      const letters = readable(face, `Letters${opened.size}`);
      if (letters !== undefined) doc.registerFont(letters.name, letters.font);
      opened.set(face, letters);
    }
    return opened.get(face);
  };
  const inkless = new Map<Font, Letters>();

  /** The letters of a font's own face, else those of any other. */
  function lettersWith(code: number, font: Font): Letters | undefined {
    const family = servedFamily(font);
    const own = faces.filter((face) => face.family === family);
    // No serif is served: what stands for it on the screen is Times.
    if (font === 'serif' && own.length === 0 && times.has(code)) return times;
    for (const face of [...own, ...faces.filter((one) => one.family !== family)]) {
      const letters = open(face);
      if (letters?.has(code)) return letters;
    }
    return undefined;
  }

  return {
    foreign: { known: new Map(), pixels: 0 },
    advance,
    read(css) {
      const [, size = '10', family = ''] = /([\d.]+)px (.*)$/.exec(css) ?? [];
      return { font: fonts.find((font) => fontFamilies[font] === family) ?? 'sans', size: Number(size) };
    },
    runs(text, font) {
      // Letters that run to the left are laid out by what paints the picture, with all beside them.
      if (directionsOf(text) !== 'ltr') return [{ text, letters: undefined, width: measureText(text, font, 1) }];
      const runs: { text: string; letters: Letters | undefined; width: number }[] = [];
      for (const letter of text) {
        const code = letter.codePointAt(0) ?? 0;
        const last = runs.at(-1);
        if (isUnseen(code)) {
          if (last !== undefined && last.letters === undefined) last.text += letter;
          continue;
        }
        const letters = lettersWith(code, font);
        const width = letters?.advance(code) ?? advance(font, letter);
        if (last !== undefined && (last.letters === letters || (letter === ' ' && last.letters?.has(code)))) {
          last.text += letter;
          last.width += width;
        } else runs.push({ text: letter, letters, width });
      }
      return runs;
    },
    inkless(font) {
      const known = inkless.get(font);
      if (known !== undefined) return known;
      const letters = inklessLetters(`Inkless${font}`, (code) => advance(font, String.fromCodePoint(code)));
      doc.registerFont(letters.name, letters.font);
      inkless.set(font, letters);
      return letters;
    },
  };
}
