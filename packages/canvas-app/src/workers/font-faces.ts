import type { Element } from '@gesso/crdt-schema';
import { cssFont, textLayouts } from '@gesso/drawing';

/** A typeface the page may use: the arguments of `FontFace`. */
export interface Face {
  readonly family: string;
  readonly source: string;
  readonly descriptors: Readonly<Record<'weight' | 'style' | 'unicodeRange', string>>;
}

const unquoted = (name: string): string => name.replace(/^(["'])(.*)\1$/, '$2');

/** The typefaces that the page's own style sheets define, for where there are no style sheets. Addresses are absolute. */
export const facesOf = (sheets: Iterable<CSSStyleSheet>): Face[] => {
  const faces: Face[] = [];
  for (const sheet of sheets) {
    const base = sheet.href ?? document.baseURI;
    for (const rule of rulesOf(sheet)) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const read = (name: string, otherwise: string) => rule.style.getPropertyValue(name).trim() || otherwise;
      faces.push({
        family: unquoted(read('font-family', '')),
        source: read('src', '').replace(
          /url\((["']?)([^"')]+)\1\)/g,
          (_all, _quote, url: string) => `url("${new URL(url, base).href}")`,
        ),
        descriptors: {
          weight: read('font-weight', '400'),
          style: read('font-style', 'normal'),
          unicodeRange: read('unicode-range', 'U+0-10FFFF'),
        },
      });
    }
  }
  return faces;
};

/** None for a sheet from elsewhere, which may not be read. */
const rulesOf = (sheet: CSSStyleSheet): Iterable<CSSRule> => {
  try {
    return sheet.cssRules;
  } catch {
    return [];
  }
};

/** Lets a worker use typefaces; each is fetched when text first asks for it. */
export const addFaces = (fonts: FontFaceSet, faces: readonly Face[]): void => {
  for (const { family, source, descriptors } of faces) fonts.add(new FontFace(family, source, descriptors));
};

/** Tells which characters of which fonts elements bring that none had before. */
export const watchText = (): ((elements: readonly Element[]) => (readonly [font: string, text: string])[]) => {
  const known = new Map<string, Set<string>>();
  return (elements) => {
    const fresh = new Map<string, string>();
    for (const element of elements) {
      for (const layout of textLayouts(element)) {
        const font = cssFont(layout.font, 20);
        const seen = known.get(font) ?? new Set();
        known.set(font, seen);
        for (const { text } of layout.lines) {
          for (const character of text) {
            if (seen.has(character)) continue;
            seen.add(character);
            fresh.set(font, (fresh.get(font) ?? '') + character);
          }
        }
      }
    }
    return [...fresh];
  };
};
