import { expect, test } from 'vitest';
import type { KeyedStorage } from '../storage.ts';
import { unsavedChanges, unsentChanges } from './unsaved-changes.ts';

const memory = (): KeyedStorage => {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
};

const pages = () => {
  const storage = memory();
  return { storage, page: () => unsavedChanges(() => 'b', storage) };
};
const entries = (page: ReturnType<typeof unsavedChanges>) => [...page.begins()];

test('what a page has kept is known to the next page until it is stored', () => {
  const { page, storage } = pages();
  const ada = page();
  ada.wrote(7, 12, 13);
  ada.wrote(7, 13, 14);
  ada.keep();
  const next = page();
  expect(entries(next)).toEqual([[7, 12]]);
  next.stored();
  expect(storage.length).toBe(0);
  expect(entries(page())).toEqual([]);
});

test('what another page keeps stays when all of this page is stored', () => {
  const { page } = pages();
  const ada = page();
  ada.begins();
  ada.wrote(7, 1, 2);
  ada.keep();
  const ben = page();
  ben.wrote(8, 2, 3);
  ben.keep();
  ada.stored();
  expect(entries(page())).toEqual([[8, 2]]);
});

test('what another page has gone on to write since it was read stays as well', () => {
  const { page } = pages();
  const ben = page();
  ben.wrote(8, 2, 3);
  ben.keep();
  const ada = page();
  expect(entries(ada)).toEqual([[8, 2]]);
  ben.wrote(8, 3, 4);
  ben.keep();
  ada.wrote(7, 1, 2);
  ada.keep();
  ada.stored();
  expect(entries(page())).toEqual([[8, 2]]);
  ben.stored();
  expect(entries(page())).toEqual([]);
});

test('what waits is counted for each board, and by the next page, until it is stored', () => {
  const { storage, page } = pages();
  const ada = page();
  for (const clock of [12, 13, 14]) ada.wrote(7, clock, clock + 1);
  ada.keep();
  const ben = page();
  ben.wrote(8, 2, 3);
  ben.keep();
  storage.setItem('gesso.own.c.9', 'not so');
  expect([...unsentChanges(storage)]).toEqual([['b', 4]]);
  const next = page();
  expect(next.earlier()).toBe(4);
  next.stored();
  expect(unsentChanges(storage).size).toBe(0);
  // What is written after everything was stored begins to count anew.
  ada.stored();
  ada.wrote(7, 20, 21);
  ada.keep();
  expect([...unsentChanges(storage)]).toEqual([['b', 1]]);
});

test('what a page has left that ended while this one was away too is not counted once it came here and is stored', () => {
  const { storage, page } = pages();
  const [ada, ben] = [page(), page()];
  ada.begins();
  ben.wrote(8, 2, 3);
  ben.wrote(8, 3, 6);
  ben.keep();
  ada.keep();
  expect([...unsentChanges(storage)]).toEqual([['b', 2]]);
  // Not all of it has come.
  ada.stored(() => 5);
  expect([...unsentChanges(storage)]).toEqual([['b', 2]]);
  ada.keep();
  ada.stored((client) => (client === 8 ? 6 : 0));
  expect(unsentChanges(storage).size).toBe(0);
  // Of one who was not away nobody looks, nor at what another version has kept.
  storage.setItem('gesso.own.b.9', '1 1');
  ada.stored(() => 6);
  ada.keep();
  ada.stored(() => 6);
  expect([...unsentChanges(storage)]).toEqual([['b', 1]]);
});

test('a storage that is closed or missing has nothing that waits', () => {
  const closed = {
    get length(): number {
      throw new Error('closed');
    },
  } as KeyedStorage;
  expect(unsentChanges(closed).size).toBe(0);
  expect(unsentChanges(undefined).size).toBe(0);
});
