import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Element, openBoard, showsPicture } from '@gesso/crdt-schema';
import {
  cssFont,
  draw,
  exportedBox,
  type MeasureForeign,
  measureForeignWith,
  type Picture,
  shownBoard,
  type Theme,
} from '@gesso/drawing';
import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas';
import { documentOf } from '../stores/compaction.ts';

/** Pixels that a picture of a board has at most. */
export const most = { width: 640, height: 480 } as const;
/** Board units around the content. */
const padding = 24;
/** Font size at which letters are measured that no metrics are kept of (px). */
const measured = 100;

/** The faces that boards are written with, as the app has them: by the name under which `cssFont` asks. */
const faces = {
  'Shantell Sans': '@fontsource/shantell-sans/files/shantell-sans-latin-500-normal.woff2',
  'Inter Variable': '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'JetBrains Mono': '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2',
} as const;

/** Reads the faces, once in a thread; what they have no letters for is in a face of this machine. */
export function readFaces(): void {
  for (const [name, file] of Object.entries(faces))
    GlobalFonts.register(readFileSync(fileURLToPath(import.meta.resolve(file))), name);
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

/** What is to be seen of a board, and the pictures that are named in it. */
export interface Content {
  readonly elements: readonly Element[];
  readonly assets: readonly string[];
}

/** Reads a board that is stored. Takes as long as it is large. */
export function contentOf({ parts, unchecked }: Stored): Content {
  const elements = shownBoard(openBoard(documentOf(parts, unchecked))).all();
  const assets = elements.flatMap((element) => (showsPicture(element) ? element.asset : []));
  return { elements, assets: [...new Set(assets)] };
}

/** Decodes pictures by their names; one that cannot be decoded is left to its placeholder. */
async function decoded(assets: ReadonlyMap<string, Uint8Array>): Promise<ReadonlyMap<string, Picture>> {
  const pictures = new Map<string, Picture>();
  for (const [hash, bytes] of assets) {
    const source = await loadImage(bytes).catch(() => undefined);
    if (source !== undefined) pictures.set(hash, { source, width: source.width, height: source.height });
  }
  return pictures;
}

/** A PNG of all of a board, by the painters of the screen. */
export async function paintThumbnail(
  elements: readonly Element[],
  assets: ReadonlyMap<string, Uint8Array>,
  theme: Theme,
): Promise<Uint8Array> {
  const box = exportedBox({ elements, padding });
  const scale = Math.min(1, most.width / box.w, most.height / box.h);
  const canvas = createCanvas(Math.max(1, Math.round(box.w * scale)), Math.max(1, Math.round(box.h * scale)));
  const pictures = await decoded(assets);
  const look = { theme, scale, picture: (asset: string) => pictures.get(asset) };
  for (const _ of draw(canvas.getContext('2d'), { elements, theme, background: 'theme' }, box, look));
  return await canvas.encode('png');
}
