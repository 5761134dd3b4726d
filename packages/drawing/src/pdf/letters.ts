/// <reference path="./modules.d.ts" />
import type { Font as FontkitFont, PathCommand } from 'fontkit';
import { trueType } from './true-type.ts';

/** Letters of one face as pdfkit takes a font: each letter is a glyph, as wide as was measured, without kerning and ligatures. */
export interface Letters {
  /** The name by which it is asked for in the document. */
  readonly name: string;
  has(code: number): boolean;
  /** Width of a letter as a part of the font size. */
  advance(code: number): number;
  /** The outline of a letter in parts of the font size, `y` upwards; undefined where that is not known. */
  outline(code: number): readonly PathCommand[] | undefined;
  /** What `registerFont` takes; nothing for what every document has. */
  readonly font: unknown;
}

interface Source {
  readonly name: string;
  readonly metrics: { readonly unitsPerEm: number; readonly ascent: number; readonly descent: number };
  readonly capHeight: number;
  readonly xHeight: number;
  /** In font units; undefined for a letter that it does not have. */
  glyph(code: number): { readonly advance: number; readonly commands: readonly PathCommand[] } | undefined;
}

const missing = { advance: 500, commands: [] } as const;

/** What pdfkit asks of a font: layout, and a subset that is written in the end. A letter's code point is its number before that. */
function fontOf({ name, metrics, capHeight, xHeight, glyph }: Source) {
  const { unitsPerEm, ascent, descent } = metrics;
  const getGlyph = (id: number) => ({ id, advanceWidth: (glyph(id) ?? missing).advance, codePoints: [id] });
  return {
    ...{ postscriptName: name, unitsPerEm, ascent, descent, capHeight, xHeight, lineGap: 0, italicAngle: 0 },
    bbox: { minX: 0, minY: descent, maxX: unitsPerEm, maxY: ascent },
    post: { isFixedPitch: false },
    head: { macStyle: { italic: false } },
    getGlyph,
    layout(text: string) {
      const glyphs = [...text].map((letter) => getGlyph(letter.codePointAt(0) ?? 0));
      const positions = glyphs.map(({ advanceWidth }) => ({
        xAdvance: advanceWidth,
        yAdvance: 0,
        xOffset: 0,
        yOffset: 0,
      }));
      return { glyphs, positions, advanceWidth: glyphs.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) };
    },
    createSubset() {
      const ids = [0];
      const numbers = new Map([[0, 0]]);
      return {
        includeGlyph(id: number): number {
          const known = numbers.get(id);
          if (known !== undefined) return known;
          numbers.set(id, ids.length);
          return ids.push(id) - 1;
        },
        encode: () =>
          trueType(
            ids.map((id) => (id === 0 ? missing : (glyph(id) ?? missing))),
            metrics,
          ),
      };
    },
  };
}

/** The letters of a file of a face. */
export function lettersOf(name: string, file: FontkitFont): Letters {
  const { unitsPerEm, ascent, descent, capHeight, xHeight } = file;
  const glyph = (code: number) => {
    if (!file.hasGlyphForCodePoint(code)) return undefined;
    const { advanceWidth, path } = file.glyphForCodePoint(code);
    return { advance: Math.round(advanceWidth), commands: path.commands };
  };
  return {
    name,
    has: (code) => file.hasGlyphForCodePoint(code),
    advance: (code) => (glyph(code) ?? missing).advance / unitsPerEm,
    outline: (code) =>
      (glyph(code)?.commands ?? []).map(({ command, args }) => ({ command, args: args.map((n) => n / unitsPerEm) })),
    font: fontOf({ name, metrics: { unitsPerEm, ascent, descent }, capHeight, xHeight, glyph }),
  };
}

/** Signs of the Latin alphabet beyond Latin-1 that the standard encoding of a PDF has as well. */
const typographic = '–—‘’‚“”„•…€';

/** Letters of Times, which every reader of PDFs has: those of Latin-1 and its signs. Their outlines are the reader's. `advance`: parts of the font size. */
export const timesLetters = (advance: (code: number) => number): Letters => ({
  ...{ name: 'Times-Roman', font: undefined, outline: () => undefined, advance },
  has: (code) =>
    (code >= 0x20 && code < 0x7f) || (code >= 0xa1 && code <= 0xff) || typographic.includes(String.fromCodePoint(code)),
});

/** Letters without ink, as wide as they are elsewhere: what can be found and copied where a picture shows it. `advance`: parts of the font size. */
export function inklessLetters(name: string, advance: (code: number) => number): Letters {
  const metrics = { unitsPerEm: 1000, ascent: 800, descent: -200 };
  const glyph = (code: number) => ({ advance: Math.round(advance(code) * 1000), commands: [] });
  return {
    ...{ name, has: () => true, advance, outline: () => [] },
    font: fontOf({ name, metrics, capHeight: 700, xHeight: 500, glyph }),
  };
}
