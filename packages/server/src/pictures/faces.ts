import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cssFont, type FaceFile, type MeasureForeign, measureForeignWith } from '@gesso/drawing';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';

/** Font size at which letters are measured that no metrics are kept of (px). */
const measured = 100;

/** The faces that boards are written with, as the app has them: by the name under which `cssFont` asks, in parts by alphabet. */
const served = {
  'Shantell Sans': { folder: '@fontsource/shantell-sans', name: 'shantell-sans', style: '500', weight: '500' },
  'Inter Variable': { folder: '@fontsource-variable/inter', name: 'inter', style: 'wght', weight: '100 900' },
  'JetBrains Mono': { folder: '@fontsource/jetbrains-mono', name: 'jetbrains-mono', style: '400', weight: '400' },
} as const;

/** A part of a face, and where its file is. */
export interface ServedFace extends FaceFile {
  readonly path: string;
}

const fileIn = (folder: string, file: string): string => fileURLToPath(import.meta.resolve(`${folder}/${file}`));

/** All parts of all faces. */
export const servedFaces: readonly ServedFace[] = Object.entries(served).flatMap(
  ([family, { folder, name, style, weight }]) => {
    const ranges: Readonly<Record<string, string>> = JSON.parse(readFileSync(fileIn(folder, 'unicode.json'), 'utf8'));
    return Object.entries(ranges).map(([part, unicodeRange]) => {
      const path = fileIn(folder, `files/${name}-${part}-${style}-normal.woff2`);
      return { family, weight, unicodeRange, path };
    });
  },
);

const read = new Map<string, Buffer>();

/** The bytes of a part, read once in a thread. */
export function bytesOf({ path }: ServedFace): Buffer {
  const bytes = read.get(path) ?? readFileSync(path);
  read.set(path, bytes);
  return bytes;
}

/** Makes the faces known to canvases, once in a thread; what they have no letters for is in a face of this machine. */
export function readFaces(): void {
  for (const face of servedFaces) GlobalFonts.register(bytesOf(face), face.family);
  const ruler = createCanvas(1, 1).getContext('2d');
  const measure: MeasureForeign = (font, cluster) => {
    ruler.font = cssFont(font, measured);
    return ruler.measureText(cluster).width / measured;
  };
  measureForeignWith(measure);
}
