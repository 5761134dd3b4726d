import type { ShareLink } from './api.ts';

/** The part of `localStorage` that is used. */
export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Addresses of links are shown once, to the one who made them; this device remembers them for the share panel. */
export const linkMemory = (storage: KeyValue | undefined, board: string) => {
  const key = `gesso.links.${board}`;
  const read = (): Record<string, string> => {
    try {
      const value: unknown = JSON.parse(storage?.getItem(key) ?? '{}');
      return typeof value === 'object' && value !== null ? (value as Record<string, string>) : {};
    } catch {
      return {};
    }
  };
  return {
    urlOf: (id: string): string | undefined => {
      const url = read()[id];
      return typeof url === 'string' ? url : undefined;
    },
    remember({ id, url }: ShareLink) {
      if (url === undefined) return;
      try {
        storage?.setItem(key, JSON.stringify({ ...read(), [id]: url }));
      } catch {
        // Without storage the address can be copied now and not later.
      }
    },
  };
};
