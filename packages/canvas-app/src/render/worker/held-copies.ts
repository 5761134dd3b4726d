import type { Picture } from '@gesso/drawing';
import { decodeCopy, fetchFile, mostCopies } from '../pictures/picture-copy.ts';

/** The small copies of pictures that the worker has. */
export interface HeldCopies {
  get(asset: string): Picture | undefined;
  /** Fetches the copy for an asset and keeps it. Gives another of it for the page; undefined when there is none to be had. */
  add(asset: string, address: string): Promise<ImageBitmap | undefined>;
}

export const createHeldCopies = (): HeldCopies => {
  const held = new Map<string, Picture>();
  let last: Promise<unknown> = Promise.resolve();

  const keep = async (asset: string, file: Blob): Promise<ImageBitmap | undefined> => {
    if (held.size >= mostCopies) return undefined;
    const source = await decodeCopy(file);
    held.set(asset, { source, width: source.width, height: source.height });
    return await createImageBitmap(source);
  };
  /** Files are decoded one after the other, as they come: a photograph takes a hundred megabytes meanwhile. */
  const inTurn = (asset: string, file: Blob): Promise<ImageBitmap | undefined> => {
    const one = last.then(() => keep(asset, file)).catch(() => undefined);
    last = one;
    return one;
  };

  return {
    get: (asset) => held.get(asset),
    add: (asset, address) =>
      fetchFile(address).then(
        (file) => inTurn(asset, file),
        () => undefined,
      ),
  };
};
