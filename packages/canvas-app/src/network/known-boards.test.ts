import { expect, test } from 'vitest';
import { keepKnownBoards, noteOpened, readKnownBoards } from './known-boards.ts';

const memory = (text?: string) => {
  const values = new Map<string, string>(text === undefined ? [] : [['gesso.boards', text]]);
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
};

const idsIn = (storage: ReturnType<typeof memory>) =>
  readKnownBoards(storage)?.boards.map((board) => (board as { id: unknown }).id);

test('a list that the server gave is known later, without who was there', () => {
  const storage = memory();
  keepKnownBoards(storage, [{ id: 'a', title: 'Plan', people: [{ id: 'p' }] }], 7);
  expect(readKnownBoards(storage)).toEqual({ at: 7, boards: [{ id: 'a', title: 'Plan', people: [] }] });
  keepKnownBoards(storage, [{ id: 'b' }], 8);
  expect(idsIn(storage)).toEqual(['b']);
});

test('a board that is opened stands first, with its new name and all else that was known of it', () => {
  const storage = memory();
  const times = { createdAt: 'then', updatedAt: 'later' };
  keepKnownBoards(storage, [{ id: 'a' }, { id: 'b', title: 'old', starred: true, ...times }], 7);
  noteOpened(storage, { id: 'b', title: 'new', role: 'editor' }, new Date(0));
  expect(idsIn(storage)).toEqual(['b', 'a']);
  expect(readKnownBoards(storage)?.boards[0]).toEqual({
    ...{ id: 'b', title: 'new', role: 'editor', starred: true },
    ...times,
    people: [],
  });
});

test('boards that were only opened are known too, but not as of a time', () => {
  const storage = memory();
  noteOpened(storage, { id: 'a', title: '', role: 'owner' }, new Date(0));
  const when = '1970-01-01T00:00:00.000Z';
  expect(readKnownBoards(storage)?.boards).toEqual([
    { id: 'a', title: '', role: 'owner', createdAt: when, updatedAt: when },
  ]);
  expect(readKnownBoards(storage)?.at).toBeUndefined();
  expect(idsIn(storage)).toEqual(['a']);
});

test('no more than a hundred are remembered', () => {
  const storage = memory();
  for (let n = 0; n < 120; n++) noteOpened(storage, { id: `${n}`, title: '', role: 'owner' }, new Date(n));
  expect(idsIn(storage)).toHaveLength(100);
  expect(idsIn(storage)?.[0]).toBe('119');
});

test.each(['', '[]', '{"boards":7}', 'null', '{"boards":[]}'])('what is not such a list is none: %s', (text) => {
  expect(readKnownBoards(memory(text))).toBeUndefined();
});
