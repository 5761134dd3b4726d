import { Failure } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import type { Api } from '../network/api.ts';
import { linkMemory, openedBy } from '../network/link-memory.ts';
import type { KeyedStorage } from '../storage.ts';
import { openBoards } from './boards.ts';

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

const board = (id: string, title = id) => ({
  id,
  title,
  role: 'owner',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
  openedAt: null,
  starred: false,
  people: [],
});

type Answer = unknown | ((path: string, body: unknown) => unknown);

/** Boards over answers by method and the beginning of the path. */
const opened = (answers: Readonly<Record<string, Answer>>, storage = memory()) => {
  const asked: string[] = [];
  const refuse = () => Promise.reject(new Failure('INTERNAL'));
  const api: Api = {
    createBoard: refuse,
    join: refuse,
    session: refuse,
    async call(method, path, body) {
      asked.push(`${method} ${path}`);
      const found = Object.entries(answers).find(([name]) => `${method} ${path}`.startsWith(name))?.[1];
      if (found instanceof Failure) throw found;
      return typeof found === 'function' ? found(path, body) : found;
    },
  };
  return { boards: openBoards(api, storage, new EventTarget() as Window), asked, storage };
};

const ids = (list: readonly { readonly id: string }[] | undefined) => list?.map(({ id }) => id);

describe('the boards of a person', () => {
  test('come page by page, each once', async () => {
    const pages = (path: string) =>
      path.includes('after=')
        ? { boards: [board('b'), board('c')], next: null }
        : { boards: [board('a'), board('b')], next: 'b:2' };
    const { boards, asked } = opened({ 'GET /api/boards?': pages });
    expect(boards.list.value).toBeUndefined();
    await boards.ask();
    await boards.more();
    await boards.more();
    expect(ids(boards.list.value)).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([
      'GET /api/boards?sort=updated&limit=100',
      'GET /api/boards?sort=updated&limit=100&after=b%3A2',
    ]);
  });

  test('of an answer that nobody waits for any more are not shown', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      answer = resolve;
    });
    const { boards } = opened({
      'GET /api/boards?sort=updated&limit=100&q=plan': { boards: [board('plan')], next: null },
      'GET /api/boards?sort=updated&limit=100': () => slow,
    });
    const first = boards.ask();
    await boards.ask({ words: 'plan' });
    answer({ boards: [board('old')], next: null });
    await first;
    expect(ids(boards.list.value)).toEqual(['plan']);
  });

  test('stay on the list when the server says no, and say why', async () => {
    const { boards } = opened({
      'GET /api/boards?': { boards: [board('a')], next: null },
      'DELETE /api/boards/a': new Failure('STORE_UNAVAILABLE'),
      'PATCH /api/boards/a': new Failure('FORBIDDEN'),
      'PUT /api/boards/a/star': new Failure('DISK_FULL'),
    });
    await boards.ask();
    await expect(boards.trash('a')).rejects.toThrow();
    await expect(boards.rename('a', 'Mine')).rejects.toThrow();
    await expect(boards.star('a', true)).rejects.toThrow();
    expect(boards.list.value).toMatchObject([{ id: 'a', title: 'a', starred: false }]);
  });

  test('whose next page cannot be had are asked for again by the person alone', async () => {
    let works = true;
    const { boards, asked } = opened({
      'GET /api/boards?': () => {
        if (!works) throw new Failure('RATE_LIMITED');
        return { boards: [board('a')], next: 'a:1' };
      },
    });
    await boards.ask();
    works = false;
    for (let i = 0; i < 5; i++) await boards.more();
    expect(asked).toHaveLength(2);
    works = true;
    await boards.ask();
    await boards.more();
    expect(asked).toHaveLength(4);
  });

  test('that cannot be thrown away come back to their place, while others went', async () => {
    let refuse: (error: Failure) => void = () => undefined;
    const refused = new Promise((_resolve, reject) => {
      refuse = reject;
    });
    const { boards } = opened({
      'GET /api/boards?': { boards: [board('a'), board('b'), board('c')], next: null },
      'DELETE /api/boards/a': () => refused,
    });
    await boards.ask();
    const trashing = boards.trash('a');
    await boards.trash('b');
    refuse(new Failure('OVERLOADED'));
    await expect(trashing).rejects.toThrow();
    expect(ids(boards.list.value)).toEqual(['a', 'c']);
  });

  test('that cannot be had leave what is shown, with the failure', async () => {
    let works = true;
    const { boards } = opened({
      'GET /api/boards?': () => {
        if (!works) throw new Failure('INTERNAL');
        return { boards: [board('a'), { id: 'strange' }, 5], next: null };
      },
    });
    await boards.ask();
    works = false;
    await boards.ask();
    expect(boards.failure.value).toBeInstanceOf(Failure);
    expect(ids(boards.list.value)).toEqual(['a']);
  });

  test('are opened by the link that this browser remembers', () => {
    const { boards, storage } = opened({});
    expect(boards.pathOf('a')).toBe('/b/a');
    linkMemory(storage, 'a').remember({ id: openedBy, url: '/b/a#k=secret' });
    expect(boards.pathOf('a')).toBe('/b/a#k=secret');
    linkMemory(storage, 'a').remember({ id: openedBy, url: '' });
    expect(boards.pathOf('a')).toBe('/b/a');
  });
});

describe('without an answer', () => {
  test('the list is what the server gave last, as of then, and chosen from on this device', async () => {
    const storage = memory();
    const { boards } = opened({ 'GET /api/boards?': { boards: [board('a', 'Plan'), board('b', 'Map')] } }, storage);
    await boards.ask();
    expect(boards.away.value).toBeUndefined();
    const { boards: later } = opened({ 'GET /api/boards?': new Failure('UNREACHABLE') }, storage);
    await later.ask();
    expect(ids(later.list.value)).toEqual(['a', 'b']);
    expect(later.away.value?.at).toBeGreaterThan(0);
    expect(later.failure.value).toBeUndefined();
    await later.ask({ words: 'pla' });
    expect(ids(later.list.value)).toEqual(['a']);
    await later.ask({ words: '', order: 'title' });
    expect(ids(later.list.value)).toEqual(['b', 'a']);
  });

  test('what only the server knows is not made up, nor is a list of what is refused', async () => {
    const storage = memory();
    const { boards } = opened({ 'GET /api/boards?': { boards: [board('a')] } }, storage);
    await boards.ask();
    const { boards: later } = opened({ 'GET /api/boards?': new Failure('UNREACHABLE') }, storage);
    await later.ask({ shelf: 'trash' });
    expect(later.list.value).toBeUndefined();
    expect(later.failure.value).toBeInstanceOf(Failure);
    const { boards: refused } = opened({ 'GET /api/boards?': new Failure('FORBIDDEN') }, storage);
    await refused.ask();
    expect(refused.list.value).toBeUndefined();
  });

  test('changes that wait here are counted for each board', async () => {
    const storage = memory();
    storage.setItem('gesso.own.a.17', '3 2');
    storage.setItem('gesso.own.a.18', '9 1');
    storage.setItem('gesso.own.b.19', 'not so');
    const { boards } = opened({}, storage);
    expect([...boards.device.value.unsent]).toEqual([['a', 3]]);
  });
});
