import { type Element, holdsOthers } from '@gesso/crdt-schema';
import { draw, exportedBox, exportSvg, faceRule, facesUsed, type Picture, withHeld } from '@gesso/drawing';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { dataUrl } from './data-url.ts';
import { bytesOf, servedFaces } from './faces.ts';
import type { Look, Unpaintable, Wanted } from './painter-protocol.ts';
import { pictureSizeOf } from './picture-size.ts';
import { writePng } from './write-png.ts';

/** Pixels that a thumbnail has at most, and the board units around its content. */
export const thumbnail = { width: 640, height: 480, padding: 24 } as const;

/** Pixels of a picture, and of its longer side. The memory of one is four bytes each. */
export const mostPixels = { area: 40_000_000, side: 16_384 } as const;

/** Pixels of all pictures on a board that are decoded for one file of it: what lies beyond is left to its placeholder. */
export const mostDecoded = 100_000_000;

/** Files of pictures by their assets. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** Decodes pictures by their names, `most` pixels of them; one that is beyond or cannot be decoded is left to its placeholder. */
export async function decoded(assets: Files, most = mostDecoded): Promise<ReadonlyMap<string, Picture>> {
  const pictures = new Map<string, Picture>();
  let left = most;
  for (const [hash, bytes] of assets) {
    const size = pictureSizeOf(bytes);
    if (size === undefined || size.width * size.height > left) continue;
    left -= size.width * size.height;
    const source = await loadImage(bytes).catch(() => undefined);
    if (source !== undefined) pictures.set(hash, { source, width: source.width, height: source.height });
  }
  return pictures;
}

/** How a thumbnail of elements looks: all of them, however large the board is. */
function lookOfThumbnail(elements: readonly Element[], theme: Look['theme']): Look {
  const { width, height, padding } = thumbnail;
  const box = exportedBox({ elements, padding });
  return { theme, background: 'theme', padding, scale: Math.min(1, width / box.w, height / box.h) };
}

async function paintPng(elements: readonly Element[], assets: Files, look: Look, round: (n: number) => number) {
  const box = exportedBox({ elements, padding: look.padding });
  const [width, height] = [box.w, box.h].map((side) => Math.max(1, round(side * look.scale)));
  const canvas = createCanvas(width ?? 1, height ?? 1);
  const pictures = await decoded(assets);
  const { theme, scale, background } = look;
  const painted = { theme, scale, picture: (asset: string) => pictures.get(asset) };
  for (const _ of draw(canvas.getContext('2d'), { elements, theme, background }, box, painted));
  return await writePng(canvas);
}

/** A drawing holds the files of its pictures: none is decoded for it. */
function writeSvg(elements: readonly Element[], assets: Files, look: Look): Uint8Array {
  const picture = (asset: string): Picture | undefined => {
    const bytes = assets.get(asset);
    const size = bytes && pictureSizeOf(bytes);
    return bytes && size && { ...size, source: dataUrl(bytes) };
  };
  const faces = facesUsed(elements, servedFaces).map((face) =>
    faceRule(face, `data:font/woff2;base64,${bytesOf(face).toString('base64')}`),
  );
  return new TextEncoder().encode(exportSvg({ elements, ...look, picture, faces }));
}

/** What of a board is shown: a frame and what lies in it, or all of it. Undefined where there is no such frame. */
export function shownOf(elements: readonly Element[], wanted: Wanted): readonly Element[] | undefined {
  if (!('frame' in wanted) || wanted.frame === undefined) return elements;
  const frame = elements.find((element) => element.id === wanted.frame && holdsOthers(element));
  return frame === undefined ? undefined : withHeld(elements, [frame]);
}

/** Why elements cannot be painted as is wanted; undefined where they can. */
export function whyNot(elements: readonly Element[], wanted: Wanted): Unpaintable | undefined {
  if (wanted.as !== 'png') return undefined;
  const { w, h } = exportedBox({ elements, padding: wanted.padding });
  const { area, side } = mostPixels;
  const [width, height] = [w * wanted.scale, h * wanted.scale];
  return Math.max(width, height) <= side && width * height <= area ? undefined : 'too large';
}

/**
 * The file of a picture, by the painters of the screen. `assets`: the files of the pictures on it, as far as they are here. Throws what
 * the canvas throws where there is no memory.
 */
export async function paintBoard(
  elements: readonly Element[],
  assets: Files,
  wanted: Exclude<Wanted, { as: 'gesso' | 'pdf' }>,
): Promise<Uint8Array> {
  if (wanted.as === 'thumbnail')
    return await paintPng(elements, assets, lookOfThumbnail(elements, wanted.theme), Math.round);
  if (wanted.as === 'svg') return writeSvg(elements, assets, wanted);
  // As the app counts pixels: nothing at the edge is cut.
  return await paintPng(elements, assets, wanted, (pixels) => Math.ceil(pixels - 1e-6));
}
