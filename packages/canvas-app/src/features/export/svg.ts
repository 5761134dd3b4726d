import { exportSvg, faceRule, type SvgOptions } from '@gesso/drawing';
import { dataUrl } from './data-url.ts';
import { fetchFaces } from './faces.ts';

/** The elements as an SVG file, with the faces in it that it is written in. */
export async function svgFile(options: SvgOptions): Promise<Blob> {
  const fetched = await fetchFaces(options.elements);
  // Whatever a server says of its type: readers of an SVG look at what is said here.
  const rule = async ({ bytes, ...face }: (typeof fetched)[number]) =>
    faceRule(face, await dataUrl(new Blob([bytes], { type: 'font/woff2' })));
  const faces = await Promise.all(fetched.map(rule));
  return new Blob([exportSvg({ ...options, faces })], { type: 'image/svg+xml' });
}
