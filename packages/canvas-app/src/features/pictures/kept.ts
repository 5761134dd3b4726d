import { isPendingAsset } from '@gesso/crdt-schema';
import { within } from '../../waiting.ts';
import type { Instead } from './queue.ts';

/** A picture that waits on this device until the server has it. */
export interface KeptPicture {
  readonly asset: string;
  readonly board: string;
  readonly name: string;
  readonly file: Blob;
  readonly instead?: Instead | undefined;
  /** When it was put here, ms since 1970. */
  readonly at: number;
}

/** Pictures that wait on this device. The browser may refuse it all: then only this page has them, and nothing fails. */
export interface Kept {
  /** Resolves with whether it is safe here. */
  put(picture: KeptPicture): Promise<boolean>;
  remove(asset: string): Promise<void>;
  of(board: string): Promise<readonly KeptPicture[]>;
}

const database = 'gesso-pictures';
const store = 'waiting';
/** ms that the browser may take. */
const storageTimeout = 5_000;

const openDatabase = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(store, { keyPath: 'asset' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('not opened'));
  });

/** Runs one transaction. What cannot be had is undefined. */
async function ask<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  const asked = async (): Promise<T> => {
    const opened = await openDatabase();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = opened.transaction([store], mode);
        const request = run(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = () => reject(transaction.error ?? new Error('taken back'));
      });
    } finally {
      opened.close();
    }
  };
  return await within(storageTimeout, asked()).catch(() => undefined);
}

const isInstead = (value: unknown): boolean => {
  const { element, ratio } = Object(value) as Partial<Record<keyof Instead, unknown>>;
  return value === undefined || (typeof element === 'string' && typeof ratio === 'number' && ratio > 0);
};

const isKept = (value: unknown): value is KeptPicture => {
  const { asset, board, name, file, at, instead } = Object(value) as Partial<Record<keyof KeptPicture, unknown>>;
  const isNamed = typeof asset === 'string' && isPendingAsset(asset) && typeof name === 'string';
  return isNamed && typeof board === 'string' && typeof at === 'number' && file instanceof Blob && isInstead(instead);
};

export const openKept = (): Kept => ({
  async put(picture) {
    return (await ask('readwrite', (rows) => rows.put(picture))) !== undefined;
  },
  async remove(asset) {
    await ask('readwrite', (rows) => rows.delete(asset));
  },
  async of(board) {
    const rows: unknown = await ask('readonly', (all) => all.getAll());
    return Array.isArray(rows) ? rows.filter((row) => isKept(row) && row.board === board) : [];
  },
});
