import { type KeyValue, readObject, writeItem } from '../storage.ts';
import type { ShareLink } from './api.ts';

/** Addresses of links are shown once, to the one who made them; this device remembers them for the share panel. */
export const linkMemory = (storage: KeyValue | undefined, board: string) => {
  const key = `gesso.links.${board}`;
  return {
    urlOf: (id: string): string | undefined => {
      const url = readObject(storage, key)[id];
      return typeof url === 'string' ? url : undefined;
    },
    remember({ id, url }: ShareLink) {
      if (url !== undefined) writeItem(storage, key, JSON.stringify({ ...readObject(storage, key), [id]: url }));
    },
  };
};
