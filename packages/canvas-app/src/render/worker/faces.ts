import type { Element } from '@gesso/crdt-schema';
import { cssFont, textLayout } from '@gesso/drawing';
import type { Face } from './messages.ts';

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

/** Tells which characters of which fonts elements bring that none had before. */
export const watchText = (): ((elements: readonly Element[]) => (readonly [font: string, text: string])[]) => {
  const known = new Map<string, Set<string>>();
  return (elements) => {
    const fresh = new Map<string, string>();
    for (const element of elements) {
      const layout = element.kind === 'stroke' ? undefined : textLayout(element);
      if (!layout) continue;
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
    return [...fresh];
  };
};
