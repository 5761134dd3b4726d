import type { Element, Font } from '@gesso/crdt-schema';
import { textLayouts } from '../elements/registry.ts';
import { fontFamilies } from '../fonts/families.ts';

/** A file with the letters of a face that are in a range: faces are served in parts by alphabet. */
export interface FaceFile {
  /** As `cssFont` asks for it, without quotes. */
  readonly family: string;
  /** A value of CSS `font-weight`. */
  readonly weight: string;
  /** A value of CSS `unicode-range`. */
  readonly unicodeRange: string;
}

/** The face that the app serves for a font. */
export const servedFamily = (font: Font): string => /^"([^"]+)"/.exec(fontFamilies[font])?.[1] ?? '';

/** The letters that elements show, by the face that is asked for them. */
function lettersBy(elements: readonly Element[]): ReadonlyMap<string, ReadonlySet<number>> {
  const letters = new Map<string, Set<number>>();
  for (const element of elements)
    for (const { font, lines } of textLayouts(element)) {
      const family = servedFamily(font);
      const known = letters.get(family) ?? new Set();
      letters.set(family, known);
      for (const { text } of lines) for (const letter of text) known.add(letter.codePointAt(0) ?? 0);
    }
  return letters;
}

/** The code points of a `unicode-range`, as pairs; what makes no sense is left out. */
export const rangesOf = (unicodeRange: string): readonly (readonly [first: number, last: number])[] =>
  unicodeRange.split(',').flatMap((part) => {
    const [, from, to] = /^\s*U\+([0-9a-f?]{1,6})(?:-([0-9a-f]{1,6}))?\s*$/i.exec(part) ?? [];
    if (from === undefined) return [];
    return [
      [Number.parseInt(from.replaceAll('?', '0'), 16), Number.parseInt(to ?? from.replaceAll('?', 'f'), 16)] as const,
    ];
  });

/** Those of the files that have letters of the elements, in their order. */
export function facesUsed<F extends FaceFile>(elements: readonly Element[], faces: readonly F[]): readonly F[] {
  const letters = lettersBy(elements);
  return faces.filter(({ family, unicodeRange }) => {
    const shown = letters.get(family);
    if (shown === undefined) return false;
    const ranges = rangesOf(unicodeRange);
    for (const letter of shown) if (ranges.some(([first, last]) => letter >= first && letter <= last)) return true;
    return false;
  });
}

/** What makes a face known to a style sheet. `address`: a data URL of a WOFF 2.0 file keeps the sheet whole. */
export const faceRule = ({ family, weight, unicodeRange }: FaceFile, address: string): string =>
  `@font-face{font-family:"${family}";font-weight:${weight};src:url(${address}) format("woff2");unicode-range:${unicodeRange}}`;
