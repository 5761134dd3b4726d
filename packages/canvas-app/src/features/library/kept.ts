import { within } from '../../waiting.ts';
import { type Piece, parsePiece } from './piece.ts';

/** Pieces as a device keeps them. A browser may refuse it all: then nothing fails, and the caller is told. */
export interface KeptPieces {
  /** Undefined where the browser gives nothing. */
  all(): Promise<readonly Piece[] | undefined>;
  /** Puts pieces here, and takes those away that give way to them: all of it or nothing. Resolves with whether all of them are safe here. */
  put(pieces: readonly Piece[], gone?: readonly string[]): Promise<boolean>;
  remove(ids: readonly string[]): Promise<boolean>;
}

const database = 'gesso-library';
const store = 'pieces';
/** ms that the browser may take. */
const storageTimeout = 10_000;

const openDatabase = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(store, { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('not opened'));
  });

/** Runs one transaction. What cannot be had is undefined. */
async function ask<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => () => T): Promise<T | undefined> {
  const asked = async (): Promise<T> => {
    const opened = await openDatabase();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = opened.transaction([store], mode);
        const result = run(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(result());
        transaction.onabort = () => reject(transaction.error ?? new Error('taken back'));
      });
    } finally {
      opened.close();
    }
  };
  return await within(storageTimeout, asked()).catch(() => undefined);
}

/** Pieces in this browser's database. */
export const keptPieces = (): KeptPieces => ({
  async all() {
    const rows: unknown = await ask('readonly', (pieces) => {
      const request = pieces.getAll();
      return () => request.result;
    });
    return Array.isArray(rows) ? rows.flatMap((row) => parsePiece(row) ?? []) : undefined;
  },
  async put(added, gone = []) {
    const isDone = await ask('readwrite', (pieces) => {
      for (const id of gone) pieces.delete(id);
      for (const piece of added) pieces.put(piece);
      return () => true;
    });
    return isDone === true;
  },
  async remove(ids) {
    const isDone = await ask('readwrite', (pieces) => {
      for (const id of ids) pieces.delete(id);
      return () => true;
    });
    return isDone === true;
  },
});

/** Where nothing may be left behind, as in the frame of another site: this page alone has them. */
export const keptNowhere: KeptPieces = {
  all: async () => undefined,
  put: async () => false,
  remove: async () => false,
};
