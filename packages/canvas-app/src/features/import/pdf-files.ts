import dingbats from 'pdfjs-dist/standard_fonts/FoxitDingbats.pfb?url';
import fixed from 'pdfjs-dist/standard_fonts/FoxitFixed.pfb?url';
import fixedBold from 'pdfjs-dist/standard_fonts/FoxitFixedBold.pfb?url';
import fixedBoldItalic from 'pdfjs-dist/standard_fonts/FoxitFixedBoldItalic.pfb?url';
import fixedItalic from 'pdfjs-dist/standard_fonts/FoxitFixedItalic.pfb?url';
import serif from 'pdfjs-dist/standard_fonts/FoxitSerif.pfb?url';
import serifBold from 'pdfjs-dist/standard_fonts/FoxitSerifBold.pfb?url';
import serifBoldItalic from 'pdfjs-dist/standard_fonts/FoxitSerifBoldItalic.pfb?url';
import serifItalic from 'pdfjs-dist/standard_fonts/FoxitSerifItalic.pfb?url';
import symbol from 'pdfjs-dist/standard_fonts/FoxitSymbol.pfb?url';
import bold from 'pdfjs-dist/standard_fonts/LiberationSans-Bold.ttf?url';
import boldItalic from 'pdfjs-dist/standard_fonts/LiberationSans-BoldItalic.ttf?url';
import italic from 'pdfjs-dist/standard_fonts/LiberationSans-Italic.ttf?url';
import sans from 'pdfjs-dist/standard_fonts/LiberationSans-Regular.ttf?url';

/** The typefaces that every PDF may use without holding them (ISO 32000, 9.6.2.2), by the names that the reader of PDFs has for them. */
const typefaces: Readonly<Record<string, string>> = {
  'LiberationSans-Regular.ttf': sans,
  'LiberationSans-Bold.ttf': bold,
  'LiberationSans-BoldItalic.ttf': boldItalic,
  'LiberationSans-Italic.ttf': italic,
  'FoxitDingbats.pfb': dingbats,
  'FoxitFixed.pfb': fixed,
  'FoxitFixedBold.pfb': fixedBold,
  'FoxitFixedBoldItalic.pfb': fixedBoldItalic,
  'FoxitFixedItalic.pfb': fixedItalic,
  'FoxitSerif.pfb': serif,
  'FoxitSerifBold.pfb': serifBold,
  'FoxitSerifBoldItalic.pfb': serifBoldItalic,
  'FoxitSerifItalic.pfb': serifItalic,
  'FoxitSymbol.pfb': symbol,
};

/** What a PDF asks for that it does not hold. */
interface Wanted {
  readonly kind: string;
  readonly filename: string;
}

/**
 * What gives a PDF the typefaces that need not be in it, from this server and from nowhere else. All else that it asks for (tables of
 * characters of East Asian typefaces, 1.7 MB) is not here: `missing` is told of it by name.
 */
export const ownFiles = (missing: (name: string) => void) =>
  class {
    async fetch({ kind, filename }: Wanted): Promise<Uint8Array> {
      const address =
        kind === 'standardFontDataUrl' && Object.hasOwn(typefaces, filename) ? typefaces[filename] : undefined;
      const answer = address === undefined ? undefined : await fetch(address).catch(() => undefined);
      if (answer?.ok === true) return new Uint8Array(await answer.arrayBuffer());
      missing(filename);
      throw new Error(`there is no ${filename}`);
    }
  };
