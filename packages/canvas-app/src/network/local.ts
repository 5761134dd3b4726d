import type { BoardDoc } from '@gesso/crdt-schema';
import { IndexeddbPersistence } from 'y-indexeddb';
import { databaseOf } from './stored.ts';

/** A board's copy on this device: what keeps offline work across a closed tab. */
export interface LocalCopy {
  /** Resolves once what was stored is in the document; false when this browser does not allow storing. */
  readonly loaded: Promise<boolean>;
  /** Resolves once nothing that was stored is missing in the document: on a first visit long before `loaded`. */
  readonly complete: Promise<void>;
  /** Whether a transaction came from this copy. */
  made(origin: unknown): boolean;
  stop(): void;
}

const canStore = async (): Promise<boolean> => {
  try {
    return await new Promise<boolean>((resolve) => {
      const request = indexedDB.open('gesso:probe');
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = () => resolve(false);
      request.onblocked = () => resolve(false);
    });
  } catch {
    return false;
  }
};

/**
 * Stores the document of `board` on this device and loads what was stored before. `stored` is what `storedBoards` gave when the
 * page began.
 */
export const keepLocally = (
  board: string,
  doc: BoardDoc,
  stored: Promise<ReadonlySet<string> | undefined>,
): LocalCopy => {
  let store: IndexeddbPersistence | undefined;
  let stopped = false;
  const first = stored.then((names) => names !== undefined && !names.has(databaseOf(board)));
  const open = async (): Promise<boolean> => {
    if (!(await canStore()) || stopped) return false;
    store = new IndexeddbPersistence(databaseOf(board), doc);
    await store.whenSynced;
    return true;
  };
  const loaded = open();
  return {
    loaded,
    complete: first.then(async (isFirst) => {
      if (!isFirst) await loaded;
    }),
    made: (origin) => origin !== null && origin === store,
    stop() {
      stopped = true;
      void store?.destroy();
    },
  };
};
