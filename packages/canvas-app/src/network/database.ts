/**
 * A board's database on this device: the rows of its store `updates` are Yjs updates that together are the board, as
 * y-indexeddb has always laid them out. Every promise rejects when the browser refuses; none is sure to settle at all.
 */

const updates = 'updates';

/** Calls `lost` when the browser closes or clears it: from then on it takes nothing. */
export const whenLost = (database: IDBDatabase, lost: () => void): void => {
  database.onclose = lost;
};

/** Opens or makes it. */
const openDatabase = (name: string): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(updates, { autoIncrement: true });
      request.result.createObjectStore('custom');
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => resolve(request.result);
  });

/** Resolves when all that `work` asked of the store is on disk. */
const written = (database: IDBDatabase, work: (store: IDBObjectStore) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction([updates], 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(updates));
  });

export interface Rows {
  readonly updates: readonly Uint8Array[];
  /** Key of the last of them, or of the one before the first. */
  readonly last: number;
}

const takeBack = (transaction: IDBTransaction): void => {
  try {
    transaction.abort();
  } catch {
    // It was taken back already.
  }
};

const rowsAfter = (store: IDBObjectStore, after: number, done: (rows: Rows) => void): void => {
  const range = IDBKeyRange.lowerBound(after, true);
  const values = store.getAll(range);
  const keys = store.getAllKeys(range);
  keys.onsuccess = () => {
    const found = (values.result as unknown[]).filter((value) => value instanceof Uint8Array);
    try {
      done({ updates: found, last: Number(keys.result.at(-1) ?? after) });
    } catch {
      // Nobody else hears of an exception here: taken back, the transaction tells the caller that waits for it.
      takeBack(store.transaction);
    }
  };
};

/** All rows. */
const readRows = (database: IDBDatabase): Promise<Rows> =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction([updates], 'readonly');
    transaction.onabort = () => reject(transaction.error);
    rowsAfter(transaction.objectStore(updates), 0, resolve);
  });

/** A database that is open, and what stood in it then. */
export interface Opened {
  readonly database: IDBDatabase;
  readonly rows: Rows;
}

/** Opens or makes one, and reads all of it. */
export const openRows = async (name: string): Promise<Opened> => {
  const database = await openDatabase(name);
  // Another page clears it, which has to wait for this one otherwise. Of what a page closes itself the browser does not tell it.
  database.onversionchange = (event) => {
    database.close();
    database.onclose?.(event);
  };
  try {
    return { database, rows: await readRows(database) };
  } catch (error) {
    database.close();
    throw error;
  }
};

export const addRows = (database: IDBDatabase, rows: readonly Uint8Array[]): Promise<void> =>
  written(database, (store) => {
    for (const row of rows) store.add(row);
    // All that there is: a page that is closed now takes nothing of it along.
    store.transaction.commit();
  });

/**
 * Puts one row in the place of all. `whole` is given the rows behind `after`, which other pages may have added, and gives
 * what holds them and everything else. Resolves with how many rows there are now, and their last key.
 */
export const replaceRows = async (
  database: IDBDatabase,
  after: number,
  whole: (others: readonly Uint8Array[]) => Uint8Array,
): Promise<number> => {
  let replaced = after;
  await written(database, (store) => {
    rowsAfter(store, after, ({ updates: others, last }) => {
      replaced = last;
      store.add(whole(others));
      store.delete(IDBKeyRange.upperBound(last));
    });
  });
  return replaced;
};
