import { expect, test } from 'vitest';
import type { KeyedStorage } from '../storage.ts';
import { unsavedChanges } from './unsaved-changes.ts';

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
  ada.wrote(7, 12);
  ada.wrote(7, 13);
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
  ada.wrote(7, 1);
  ada.keep();
  const ben = page();
  ben.wrote(8, 2);
  ben.keep();
  ada.stored();
  expect(entries(page())).toEqual([[8, 2]]);
});

test('what another page has gone on to write since it was read stays as well', () => {
  const { page } = pages();
  const ben = page();
  ben.wrote(8, 2);
  ben.keep();
  const ada = page();
  expect(entries(ada)).toEqual([[8, 2]]);
  ben.wrote(8, 3);
  ben.keep();
  ada.wrote(7, 1);
  ada.keep();
  ada.stored();
  expect(entries(page())).toEqual([[8, 2]]);
  ben.stored();
  expect(entries(page())).toEqual([]);
});
