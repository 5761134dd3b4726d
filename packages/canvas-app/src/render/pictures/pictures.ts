import type { Picture } from '@gesso/drawing';
import { within } from '../../waiting.ts';
import { copySide, decodeCopy, fetchFile, isEnough, mostCopies, pictureTimeout } from './picture-copy.ts';

/** Makes the small copy of a picture. Undefined when there is to be none. */
export type Copier = (asset: string, address: string) => Promise<Picture | undefined>;

/** Decoded pictures by asset: whole, and as small copies for seeing them from afar. */
export interface Pictures {
  /**
   * The best that is here for a picture whose longer side takes `pixels` on the screen; what is better and not here is made to
   * come. Absent `pixels` = the whole picture.
   */
  get(asset: string, pixels?: number): Picture | undefined;
  /** The whole picture once it is here. Rejects when it cannot be had. */
  load(asset: string): Promise<Picture>;
  /** Where an asset is to be had; undefined while it is nowhere. */
  addressOf(asset: string): string | undefined;
  /** Shows a picture that this page has, in place of what the address would give. */
  show(asset: string, picture: Picture): void;
  /** Has small copies made by another from now on; undefined takes that back. */
  copyBy(copier: Copier | undefined): void;
  /** Called with the asset when a picture or a copy of it has come, or may be asked for again. */
  onLoad(listener: (asset: string) => void): () => void;
  /** Lets those be asked for again that could not be had, for one after being offline. */
  retry(): void;
  /** Resolves when none is on its way, with whether any was. */
  settled(): Promise<boolean>;
}

/** What comes once for each asset: what is here, what is on its way, and what could not be had. */
function createShelf(onCome: (asset: string) => void) {
  const here = new Map<string, Picture>();
  const coming = new Map<string, Promise<Picture>>();
  const failed = new Set<string>();

  const keep = (asset: string, picture: Picture) => {
    failed.delete(asset);
    here.set(asset, picture);
    onCome(asset);
  };
  const begin = (asset: string, load: () => Promise<Picture>): Promise<Picture> => {
    const under = coming.get(asset);
    if (under) return under;
    const found = within(pictureTimeout, load()).then(
      (picture) => {
        coming.delete(asset);
        // What was shown meanwhile is the same picture.
        if (!here.has(asset)) keep(asset, picture);
        return picture;
      },
      (error: unknown) => {
        coming.delete(asset);
        if (!here.has(asset)) failed.add(asset);
        throw error;
      },
    );
    found.catch(() => undefined);
    coming.set(asset, found);
    return found;
  };
  return { here, coming, failed, keep, begin };
}

const copyHere: Copier = async (_asset, address) => {
  const source = await decodeCopy(await fetchFile(address));
  return { source, width: source.width, height: source.height };
};

/**
 * Loads each picture once, from the address given for its asset: a small copy of it, and all of it when it is seen from near. One
 * that has no address yet is asked for again when it is shown again; one that cannot be had stays a placeholder.
 */
export const createPictures = (
  addressOf: (asset: string) => string | undefined,
  loadWhole: (address: string) => Promise<Picture> = loadImage,
  loadCopy: Copier = copyHere,
): Pictures => {
  const listeners = new Set<(asset: string) => void>();
  const tell = (asset: string) => {
    for (const listener of listeners) listener(asset);
  };
  const wholes = createShelf(tell);
  const copies = createShelf(tell);
  let copier: Copier | undefined;

  const beginWhole = (asset: string): Promise<Picture> => {
    const address = addressOf(asset);
    return address === undefined
      ? (wholes.coming.get(asset) ?? Promise.reject(new Error('no address')))
      : wholes.begin(asset, () => loadWhole(address));
  };
  const beginCopy = (asset: string): void => {
    const address = addressOf(asset);
    if (address === undefined || copies.here.size >= mostCopies) return;
    const make = async () => {
      const copy = await (copier ?? loadCopy)(asset, address);
      if (copy === undefined) throw new Error('there is no copy');
      return copy;
    };
    copies.begin(asset, make).catch(() => undefined);
  };
  const hasNoCopy = (asset: string) => copies.failed.has(asset) || copies.here.size >= mostCopies;

  return {
    get(asset, pixels = Number.POSITIVE_INFINITY) {
      const copy = copies.here.get(asset);
      if (copy && isEnough(copy, pixels)) return copy;
      if (!copy && !hasNoCopy(asset)) beginCopy(asset);
      const whole = wholes.here.get(asset);
      if (whole) return whole;
      const wants = pixels > copySide || hasNoCopy(asset);
      if (wants && !wholes.failed.has(asset)) beginWhole(asset).catch(() => undefined);
      return copy;
    },
    load: async (asset) => wholes.here.get(asset) ?? (await beginWhole(asset)),
    addressOf,
    show: wholes.keep,
    copyBy(next) {
      copier = next;
    },
    onLoad(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry() {
      const due = new Set([...wholes.failed, ...copies.failed]);
      wholes.failed.clear();
      copies.failed.clear();
      // Who shows them looks again, and asks for what is needed there.
      for (const asset of due) tell(asset);
    },
    async settled() {
      const due = [...wholes.coming.values(), ...copies.coming.values()];
      await Promise.allSettled(due);
      return due.length > 0;
    },
  };
};

const loadImage = async (address: string): Promise<Picture> => {
  const source = new Image();
  source.src = address;
  await source.decode();
  return { source, width: source.naturalWidth, height: source.naturalHeight };
};
