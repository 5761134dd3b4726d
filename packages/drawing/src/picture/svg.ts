import type { Picture } from '../paint.ts';
import { type Drawing, draw, exportedBox } from './draw.ts';
import { createSvgContext } from './svg-context.ts';
import { short } from './svg-path.ts';
import { escapeXml } from './xml.ts';

export interface SvgOptions extends Drawing {
  /** `source` is the picture's address: a data URL keeps the file whole. */
  picture?(asset: string): Picture | undefined;
  /** Rules of CSS that make the faces known; without them letters are in those of the machine that have their names. */
  readonly faces?: readonly string[];
}

/** Letters stand as they were measured. SVG has no attribute for kerning: readers take it only as style. */
const lettering =
  'text-rendering="geometricPrecision" style="font-kerning:none;font-variant-ligatures:no-common-ligatures"';

/** The quotes of CSS need no escape, and a sheet is shorter without. */
const styleOf = (rules: readonly string[] = []): string =>
  rules.length === 0 ? '' : `<style>${escapeXml(rules.join('\n')).replaceAll('&quot;', '"')}</style>\n`;

/** An SVG of the elements, one unit per board unit. */
export const exportSvg = (options: SvgOptions): string => {
  const box = exportedBox(options);
  const { g, body } = createSvgContext();
  const picture = options.picture;
  const look = { theme: options.theme, scale: 1, ...(picture ? { picture } : {}) };
  for (const _ of draw(g, options, box, look));
  const width = short(box.w);
  const height = short(box.h);
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${lettering}>
${styleOf(options.faces)}${body()}
</svg>
`;
};
