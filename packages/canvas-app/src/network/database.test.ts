import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openRows, whenLost } from './database.ts';

interface Asked<T> {
  result: T;
  onsuccess?: (() => void) | undefined;
}

/** What is answered as soon as the caller listens. */
function answered<T>(result: T): Asked<T> {
  const request: Asked<T> = { result };
  queueMicrotask(() => request.onsuccess?.());
  return request;
}

/** A database without rows, as far as opening it goes. */
function emptyDatabase() {
  const database = {
    close: vi.fn(),
    transaction: () => ({ objectStore: () => ({ getAll: () => answered([]), getAllKeys: () => answered([]) }) }),
  } as unknown as IDBDatabase;
  vi.stubGlobal('indexedDB', { open: () => answered(database) });
  return database;
}

/** As another tab does that wants to delete it. */
const ask = (database: IDBDatabase) => database.onversionchange?.({} as IDBVersionChangeEvent);

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', { lowerBound: () => undefined });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('an open database that another tab clears', () => {
  test('stands in its way for no moment, not even while nobody uses it yet', async () => {
    const database = emptyDatabase();
    await openRows('gesso:b');
    ask(database);
    expect(database.close).toHaveBeenCalledOnce();
  });

  test('is lost to the one who uses it, as is one that the browser closes', async () => {
    const lost = vi.fn();
    for (const lose of [ask, (database: IDBDatabase) => database.onclose?.({} as Event)]) {
      emptyDatabase();
      const { database } = await openRows('gesso:b');
      whenLost(database, lost);
      lose(database);
    }
    expect(lost).toHaveBeenCalledTimes(2);
  });
});
