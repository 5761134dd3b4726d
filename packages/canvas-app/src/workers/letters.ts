import { cssFont, type MeasureForeign } from '@gesso/drawing';

/** The part of a 2D context that is used. */
interface Ruler {
  font: string;
  fontKerning?: string;
  textRendering?: string;
  measureText(text: string): { readonly width: number };
}

/** Font size at which letters are measured (px): large, so that no rounding to whole pixels shows. */
const size = 100;

/** Measures letters in the fonts of this device; undefined where there is no context. */
export const deviceLetters = (ruler: Ruler | null): MeasureForeign | undefined => {
  if (ruler === null) return undefined;
  if ('fontKerning' in ruler) ruler.fontKerning = 'none';
  if ('textRendering' in ruler) ruler.textRendering = 'geometricPrecision';
  return (font, cluster) => {
    ruler.font = cssFont(font, size);
    return ruler.measureText(cluster).width / size;
  };
};
