import type { Picture } from '@gesso/drawing';
import { within } from '../waiting.ts';

/** Decoded pictures by asset. */
export interface Pictures {
  /** The picture if it is here; asking for one that is not makes it come. */
  get(asset: string): Picture | undefined;
  /** The picture once it is here. Rejects when it cannot be had. */
  load(asset: string): Promise<Picture>;
  /** Shows a picture that this page has, in place of what the address would give. */
  show(asset: string, picture: Picture): void;
  /** Called with the asset when a picture has come. */
  onLoad(listener: (asset: string) => void): () => void;
  /** Asks again for those that could not be had, for one after being offline. */
  retry(): void;
  /** Resolves when none is on its way, with whether any was. */
  settled(): Promise<boolean>;
}

/** ms that a picture of 25 MB may take to come and to be decoded. */
const pictureTimeout = 60_000;

/**
 * Loads each picture once, from the address given for its asset. One that has no address yet is asked for again when it is shown
 * again; one that cannot be had stays a placeholder.
 */
export const createPictures = (
  addressOf: (asset: string) => string | undefined,
  load: (address: string) => Promise<Picture> = loadImage,
): Pictures => {
  const known = new Map<string, Picture | 'failed'>();
  const coming = new Map<string, Promise<Picture>>();
  const listeners = new Set<(asset: string) => void>();

  const keep = (asset: string, picture: Picture) => {
    known.set(asset, picture);
    for (const listener of listeners) listener(asset);
  };

  const fetchOne = (asset: string, address: string): Promise<Picture> => {
    const found = within(pictureTimeout, load(address)).then(
      (picture) => {
        coming.delete(asset);
        // What was shown meanwhile is the same picture.
        if (typeof known.get(asset) !== 'object') keep(asset, picture);
        return picture;
      },
      (error: unknown) => {
        coming.delete(asset);
        if (typeof known.get(asset) !== 'object') known.set(asset, 'failed');
        throw error;
      },
    );
    found.catch(() => undefined);
    coming.set(asset, found);
    return found;
  };

  const begin = (asset: string): Promise<Picture> => {
    const address = addressOf(asset);
    return (
      coming.get(asset) ?? (address === undefined ? Promise.reject(new Error('no address')) : fetchOne(asset, address))
    );
  };

  return {
    get(asset) {
      const found = known.get(asset);
      if (found === undefined) begin(asset).catch(() => undefined);
      return typeof found === 'object' ? found : undefined;
    },
    async load(asset) {
      const found = known.get(asset);
      return typeof found === 'object' ? found : await begin(asset);
    },
    show: keep,
    onLoad(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry() {
      for (const [asset, state] of known) if (state === 'failed') begin(asset).catch(() => undefined);
    },
    async settled() {
      const due = [...coming.values()];
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
