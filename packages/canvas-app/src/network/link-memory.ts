import { type KeyValue, readObject, writeItem } from '../storage.ts';
import type { ShareLink } from './api.ts';

/** Under this stands, beside the links by their ids, the path by which the board was last opened here. */
export const openedBy = 'opened';

/** Addresses of links are shown once, to the one who made them; this device remembers them for the share panel and the list of boards. */
export const linkMemory = (storage: KeyValue | undefined, board: string) => {
  const key = `gesso.links.${board}`;
  return {
    urlOf: (id: string): string | undefined => {
      const url = readObject(storage, key)[id];
      return typeof url === 'string' && url !== '' ? url : undefined;
    },
    /** An empty address forgets. */
    remember({ id, url }: Pick<ShareLink, 'id' | 'url'>) {
      if (url !== undefined) writeItem(storage, key, JSON.stringify({ ...readObject(storage, key), [id]: url }));
    },
  };
};

/** The part of a link's address behind the server's own. */
export const pathOf = (url: string): string => {
  const { pathname, hash } = new URL(url);
  return `${pathname}${hash}`;
};
