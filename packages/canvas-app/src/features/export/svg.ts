import { exportSvg, type SvgOptions } from '@gesso/drawing';

/** The elements as an SVG file. */
export const svgFile = (options: SvgOptions): Blob => new Blob([exportSvg(options)], { type: 'image/svg+xml' });
