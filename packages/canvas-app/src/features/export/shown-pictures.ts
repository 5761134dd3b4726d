import { type Element, showsPicture } from '@gesso/crdt-schema';
import type { Picture } from '@gesso/drawing';
import type { App } from '../../ui/app-context.ts';
import { within } from '../../waiting.ts';
import { dataUrl } from './data-url.ts';

/** Gives the picture behind an asset, undefined for one that could not be had: then a placeholder is painted. */
export type PictureOf = (asset: string) => Picture | undefined;

/** What gives the pictures of a board. */
export type LoadsPictures = App['pictures'];

/** ms that an export waits for a picture. */
const pictureTimeout = 20_000;

/** Waits for the pictures that elements show, each turned into what `use` makes of it. Undefined when they show none. */
async function collect(
  elements: readonly Element[],
  { load }: LoadsPictures,
  use: (picture: Picture, asset: string) => Picture | Promise<Picture>,
): Promise<PictureOf | undefined> {
  const assets = new Set(elements.flatMap((element) => (showsPicture(element) ? element.asset : [])));
  if (assets.size === 0) return undefined;
  const found = new Map<string, Picture>();
  const one = async (asset: string) => {
    const picture = await within(pictureTimeout, load(asset));
    found.set(asset, await within(pictureTimeout, Promise.resolve(use(picture, asset))));
  };
  await Promise.allSettled([...assets].map(one));
  return (asset) => found.get(asset);
}

/** The pictures of elements as a canvas takes them. */
export const picturesFor = (elements: readonly Element[], pictures: LoadsPictures) =>
  collect(elements, pictures, (picture) => picture);

/** What a page shows before the server has it, as a file of its own. */
const repainted = ({ width, height }: Picture, source: CanvasImageSource): string => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.drawImage(source, 0, 0);
  return canvas.toDataURL('image/png');
};

/** The picture with its whole file as its address, so that an SVG needs nothing else. */
async function embedded(picture: Picture): Promise<Picture> {
  const { source } = picture;
  if (!(source instanceof HTMLImageElement)) throw new Error('not a picture of this page');
  // The page's policy lets nothing but the server be fetched from.
  if (source.src.startsWith('blob:')) return { ...picture, source: repainted(picture, source) };
  const answer = await fetch(source.src);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return { ...picture, source: await dataUrl(await answer.blob()) };
}

/** The pictures of elements as an SVG takes them. */
export const embeddedFor = (elements: readonly Element[], pictures: LoadsPictures) =>
  collect(elements, pictures, embedded);

/** The pictures of elements as what `encode` makes of them. */
export async function filesFor<T>(
  elements: readonly Element[],
  pictures: LoadsPictures,
  encode: (source: CanvasImageSource, width: number, height: number) => T,
): Promise<((asset: string) => T | undefined) | undefined> {
  const files = new Map<string, T>();
  await collect(elements, pictures, (picture, asset) => {
    files.set(asset, encode(picture.source as CanvasImageSource, picture.width, picture.height));
    return picture;
  });
  return files.size === 0 ? undefined : (asset) => files.get(asset);
}
