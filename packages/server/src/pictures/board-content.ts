import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Element, openBoard, showsPicture } from '@gesso/crdt-schema';
import { cssFont, type MeasureForeign, measureForeignWith, shownBoard } from '@gesso/drawing';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { documentOf } from '../stores/compaction.ts';

/** Font size at which letters are measured that no metrics are kept of (px). */
const measured = 100;

/** The faces that boards are written with, as the app has them: by the name under which `cssFont` asks, in parts by alphabet. */
const faces = {
  'Shantell Sans': {
    file: (part: string) => `@fontsource/shantell-sans/files/shantell-sans-${part}-500-normal.woff2`,
    parts: ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'vietnamese'],
  },
  'Inter Variable': {
    file: (part: string) => `@fontsource-variable/inter/files/inter-${part}-wght-normal.woff2`,
    parts: ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'],
  },
  'JetBrains Mono': {
    file: (part: string) => `@fontsource/jetbrains-mono/files/jetbrains-mono-${part}-400-normal.woff2`,
    parts: ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'vietnamese'],
  },
} as const;

/** Reads the faces, once in a thread; what they have no letters for is in a face of this machine. */
export function readFaces(): void {
  for (const [name, { file, parts }] of Object.entries(faces))
    for (const part of parts) GlobalFonts.register(readFileSync(fileURLToPath(import.meta.resolve(file(part)))), name);
  const ruler = createCanvas(1, 1).getContext('2d');
  const measure: MeasureForeign = (font, cluster) => {
    ruler.font = cssFont(font, measured);
    return ruler.measureText(cluster).width / measured;
  };
  measureForeignWith(measure);
}

/** A board as it is stored: see `Loaded`. */
export interface Stored {
  readonly parts: readonly Uint8Array[];
  readonly unchecked?: number | undefined;
}

/** Reads what is to be seen of a board that is stored. Takes as long as it is large. */
export function elementsOf({ parts, unchecked }: Stored): readonly Element[] {
  return shownBoard(openBoard(documentOf(parts, unchecked))).all();
}

/** The pictures that elements name, each once. */
export const assetsOf = (elements: readonly Element[]): readonly string[] => [
  ...new Set(elements.flatMap((element) => (showsPicture(element) ? element.asset : []))),
];
