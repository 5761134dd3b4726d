import { assetsOf, type Element } from '@gesso/crdt-schema';
import type { Picture } from '@gesso/drawing';
import type { App } from '../../ui/app-context.ts';
import { within } from '../../waiting.ts';
import { dataUrl } from './data-url.ts';

/** Gives the picture behind an asset, undefined for one that could not be had: then a placeholder is painted. */
export type PictureOf = (asset: string) => Picture | undefined;

/** What gives the pictures of a board. */
export type LoadsPictures = App['pictures'];

/** ms that an export waits for a picture, from when its turn has come. */
const pictureTimeout = 20_000;
/** Pictures that are waited for at the same time: of hundreds at once the last would come too late. */
const mostAtOnce = 4;

/** What `work` makes of assets, a few at a time; what fails or takes too long is left out. */
async function gathered<T>(assets: readonly string[], work: (asset: string) => Promise<T>): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  const due = assets.values();
  // All lanes take from one list.
  const lane = async () => {
    for (const asset of due) {
      const made = await within(pictureTimeout, work(asset)).catch(() => undefined);
      if (made !== undefined) found.set(asset, made);
    }
  };
  await Promise.all(Array.from({ length: mostAtOnce }, lane));
  return found;
}

/** Waits for the pictures that elements show, each turned into what `use` makes of it. Undefined when they show none. */
async function collect(
  elements: readonly Element[],
  { load }: LoadsPictures,
  use: (picture: Picture, asset: string) => Picture | Promise<Picture>,
): Promise<PictureOf | undefined> {
  const assets = assetsOf(elements);
  if (assets.length === 0) return undefined;
  const found = await gathered(assets, async (asset) => await use(await load(asset), asset));
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

/** A file that the server has, as its own address. */
async function fetched(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return await dataUrl(await answer.blob());
}

/** The whole file behind an asset: the server's own where it has it. The page's policy lets nothing else be fetched. */
async function fileOf(asset: string, { load, addressOf }: LoadsPictures): Promise<string> {
  const address = addressOf(asset);
  if (address !== undefined) return await fetched(address);
  const picture = await load(asset);
  if (!(picture.source instanceof HTMLImageElement)) throw new Error('not a picture of this page');
  return repainted(picture, picture.source);
}

/** The pictures of elements as an SVG takes them: each with its whole file as its address, so that it needs nothing else. */
export const embeddedFor = (elements: readonly Element[], pictures: LoadsPictures) =>
  collect(elements, pictures, async (picture, asset) => ({ ...picture, source: await fileOf(asset, pictures) }));

/** Data URLs of the pictures that elements show, by their assets; those that could not be had are missing. */
export const dataUrlsFor = (elements: readonly Element[], pictures: LoadsPictures): Promise<Map<string, string>> =>
  gathered(assetsOf(elements), (asset) => fileOf(asset, pictures));

/** The pictures of elements as what `encode` makes of them, one after the other: `pause` is waited for before each. */
export async function filesFor<T>(
  elements: readonly Element[],
  pictures: LoadsPictures,
  encode: (source: CanvasImageSource, width: number, height: number) => T,
  pause: () => Promise<void>,
): Promise<((asset: string) => T | undefined) | undefined> {
  const loaded = await gathered(assetsOf(elements), pictures.load);
  const files = new Map<string, T>();
  for (const [asset, { source, width, height }] of loaded) {
    await pause();
    try {
      files.set(asset, encode(source as CanvasImageSource, width, height));
    } catch {
      // One that no canvas takes is left to its placeholder.
    }
  }
  return files.size === 0 ? undefined : (asset) => files.get(asset);
}
