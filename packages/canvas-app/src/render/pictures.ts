import type { Picture } from '@gesso/drawing';

/** Decoded pictures by asset. */
export interface Pictures {
  /** The picture if it is here; asking for one that is not makes it come. */
  get(asset: string): Picture | undefined;
  /** Called with the asset when a picture has come. */
  onLoad(listener: (asset: string) => void): () => void;
  /** Asks again for those that could not be had, for one after being offline. */
  retry(): void;
}

/** Loads each picture once, from the address given for its asset. One that cannot be had stays a placeholder. */
export const createPictures = (
  addressOf: (asset: string) => string,
  load: (address: string) => Promise<Picture> = loadImage,
): Pictures => {
  const known = new Map<string, Picture | 'coming' | 'failed'>();
  const listeners = new Set<(asset: string) => void>();

  const fetchOne = async (asset: string) => {
    known.set(asset, 'coming');
    try {
      known.set(asset, await load(addressOf(asset)));
    } catch {
      known.set(asset, 'failed');
      return;
    }
    for (const listener of listeners) listener(asset);
  };

  return {
    get(asset) {
      const found = known.get(asset);
      if (found === undefined) void fetchOne(asset);
      return typeof found === 'object' ? found : undefined;
    },
    onLoad(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry() {
      for (const [asset, state] of known) if (state === 'failed') void fetchOne(asset);
    },
  };
};

const loadImage = async (address: string): Promise<Picture> => {
  const source = new Image();
  source.src = address;
  await source.decode();
  return { source, width: source.naturalWidth, height: source.naturalHeight };
};
