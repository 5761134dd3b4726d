import type { Picture } from '../paint.ts';
import { type Drawing, draw, exportedBox } from './draw.ts';
import { createSvgContext } from './svg-context.ts';
import { short } from './svg-path.ts';

export interface SvgOptions extends Drawing {
  /** `source` is the picture's address: a data URL keeps the file whole. */
  picture?(asset: string): Picture | undefined;
}

/** Letters stand as they were measured. SVG has no attribute for kerning: readers take it only as style. */
const lettering =
  'text-rendering="geometricPrecision" style="font-kerning:none;font-variant-ligatures:no-common-ligatures"';

/** An SVG of the elements, one unit per board unit, with fonts by name. */
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
${body()}
</svg>
`;
};
