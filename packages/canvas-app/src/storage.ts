/** What this browser keeps for the page. It may be forbidden or full: then only this page knows, and nothing fails. */

/** Where the settings of a person stand. */
export const preferencesKey = 'gesso.preferences';

/** The part of `localStorage` that remembers. */
export type KeyValue = Pick<Storage, 'getItem' | 'setItem'>;

/** The part of it that also lists and forgets. */
export type KeyedStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/** Returns `localStorage`, undefined where it is forbidden. */
export const storageOf = (): Storage | undefined => {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
};

/** Returns what stands under a key; undefined when there is nothing or it cannot be read. */
export function readItem(storage: KeyValue | undefined, key: string): string | undefined {
  try {
    return storage?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Puts a text under a key, where the storage takes it. */
export function writeItem(storage: KeyValue | undefined, key: string, text: string): void {
  try {
    storage?.setItem(key, text);
  } catch {
    // What is kept this way makes a later page more comfortable and no more.
  }
}

/** Leaves nothing under a key. */
export function forgetItem(storage: Pick<Storage, 'removeItem'> | undefined, key: string): void {
  try {
    storage?.removeItem(key);
  } catch {
    // As above.
  }
}

/** Returns the JSON object under a key; an empty one when there is none. */
export function readObject(storage: KeyValue | undefined, key: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readItem(storage, key) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
