import { Failure } from '@gesso/crdt-schema';
import { describe, expect, test, vi } from 'vitest';
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
const opened = (answers: Readonly<Record<string, Answer>>, storage = memory(), tags: unknown = undefined) => {
  const asked: string[] = [];
  const refuse = () => Promise.reject(new Failure('INTERNAL'));
  const api: Api = {
    createBoard: refuse,
    join: refuse,
    session: refuse,
    async call(method, path, body) {
      // Tags are asked for beside the list.
      if (path === '/api/tags') return tags;
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
  test('are looked for on, where a search ended early and has found none yet', async () => {
    const pages = (path: string) =>
      path.includes('after=far') ? { boards: [board('b')], next: null } : { boards: [], next: 'far' };
    const { boards } = opened({ 'GET /api/boards': pages });
    await boards.ask({ words: 'needle' });
    expect(ids(boards.list.value)).toEqual(['b']);
  });

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
      'DELETE /api/boards/a/forever': new Failure('OVERLOADED'),
      'DELETE /api/boards/a': new Failure('STORE_UNAVAILABLE'),
      'PATCH /api/boards/a': new Failure('FORBIDDEN'),
      'PUT /api/boards/a/star': new Failure('DISK_FULL'),
    });
    await boards.ask();
    await expect(boards.trash('a')).rejects.toThrow();
    await expect(boards.removeForGood('a')).rejects.toThrow();
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

  test('have tags, which choose from the list and are taken back if the server refuses', async () => {
    let works = true;
    const known = { tags: [{ tag: 'Work', boards: 1 }, { tag: '' }, 5] };
    const { boards, asked } = opened(
      {
        'GET /api/boards?': { boards: [{ ...board('a'), tags: ['Work', 5] }, board('b')], next: null },
        'PUT /api/boards/a/tags': (_path: string, body: unknown) => {
          if (!works) throw new Failure('STORE_UNAVAILABLE');
          return body;
        },
      },
      memory(),
      known,
    );
    await boards.ask();
    expect(boards.tags.value).toEqual([{ tag: 'Work', boards: 1 }]);
    expect(boards.list.value?.map(({ tags }) => tags)).toEqual([['Work'], []]);
    works = false;
    await expect(boards.tag('a', ['Home'])).rejects.toThrow();
    expect(boards.list.value?.[0]?.tags).toEqual(['Work']);
    works = true;
    await boards.ask({ tag: 'work' });
    expect(asked.at(-1)).toContain('&tag=work');
    await boards.tag('a', ['WORK', 'Home']);
    expect(ids(boards.list.value)).toEqual(['a', 'b']);
    await boards.tag('a', ['Home']);
    expect(ids(boards.list.value)).toEqual(['b']);
  });

  test('that are still being read are asked for again, unless something else is', async () => {
    vi.useFakeTimers();
    try {
      let times = 0;
      const { boards } = opened({
        'GET /api/boards?sort=updated&limit=100&q=tea': () => {
          times += 1;
          return times < 3
            ? { boards: [], next: null, reading: true }
            : { boards: [{ ...board('a'), found: 'green tea' }], next: null };
        },
        'GET /api/boards?': { boards: [board('b')], next: null },
      });
      await boards.ask({ words: 'tea' });
      expect([boards.isReading.value, boards.list.value]).toEqual([true, []]);
      await vi.advanceTimersByTimeAsync(10_000);
      expect([boards.isReading.value, boards.list.value?.[0]?.found, times]).toEqual([false, 'green tea', 3]);
      times = 0;
      await boards.ask({ words: 'tea' });
      await boards.ask({ words: '' });
      await vi.advanceTimersByTimeAsync(10_000);
      expect([ids(boards.list.value), times]).toEqual([['b'], 1]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('that were found late are shown in their places also after a person has scrolled on', async () => {
    vi.useFakeTimers();
    try {
      let isRead = false;
      const { boards } = opened({
        'GET /api/boards?': (path: string) => {
          if (path.includes('after=')) return { boards: [board('c'), ...(isRead ? [board('d')] : [])], next: null };
          const late = isRead ? [board('b')] : [];
          return { boards: [board('a'), ...late], next: '~1', reading: !isRead };
        },
      });
      await boards.ask({ words: 'tea' });
      // The last page says nothing of what is read: that was the first one's.
      await boards.more();
      expect([ids(boards.list.value), boards.isReading.value]).toEqual([['a', 'c'], true]);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(ids(boards.list.value)).toEqual(['a', 'c']);
      isRead = true;
      await vi.advanceTimersByTimeAsync(10_000);
      expect([ids(boards.list.value), boards.isReading.value]).toEqual([['a', 'b', 'c', 'd'], false]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('are looked for again also where a page is on its way just then, and where only a later page is being read', async () => {
    vi.useFakeTimers();
    try {
      let isRead = false;
      const { boards } = opened({
        'GET /api/boards?': async (path: string) => {
          if (!path.includes('after=')) return { boards: [board('a')], next: '~1' };
          await new Promise((resolve) => setTimeout(resolve, isRead ? 0 : 2_000));
          return { boards: isRead ? [board('b')] : [], next: null, reading: !isRead };
        },
      });
      await boards.ask({ words: 'tea' });
      const more = boards.more();
      await vi.advanceTimersByTimeAsync(2_000);
      await more;
      // This look meets the slow page once more, and is not the last.
      await vi.advanceTimersByTimeAsync(3_000);
      isRead = true;
      await vi.advanceTimersByTimeAsync(10_000);
      expect([ids(boards.list.value), boards.isReading.value]).toEqual([['a', 'b'], false]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('are not looked for without end, nor said to be read then; a refusal meanwhile ends nothing', async () => {
    vi.useFakeTimers();
    try {
      let times = 0;
      const { boards } = opened({
        'GET /api/boards?': () => {
          times += 1;
          if (times === 3) throw new Failure('RATE_LIMITED');
          return { boards: [board('a')], next: null, reading: true };
        },
      });
      await boards.ask({ words: 'tea' });
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(times).toBe(31);
      expect([ids(boards.list.value), boards.isReading.value, boards.failure.value]).toEqual([['a'], false, undefined]);
      // Asked anew by the person it is looked for once more.
      await boards.ask();
      expect(boards.isReading.value).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  test('are opened by the link that this browser remembers', () => {
    const { boards, storage } = opened({});
    expect(boards.pathOf('a')).toBe('/b/a');
    linkMemory(storage, 'a').remember({ id: openedBy, url: '/b/a#k=secret' });
    expect(boards.pathOf('a')).toBe('/b/a#k=secret');
    linkMemory(storage, 'a').remember({ id: openedBy, url: '' });
    expect(boards.pathOf('a')).toBe('/b/a');
  });

  test('are given away by a link that lets everybody draw, or by a new one', async () => {
    vi.stubGlobal('window', { location: { href: 'https://gesso.test/boards' } });
    const storage = memory();
    const known = linkMemory(storage, 'a');
    const plain = { role: 'editor', label: null, expiresAt: null, hasPassword: false };
    const links: Record<string, unknown>[] = [
      { id: 'few', ...plain, maxUses: 1 },
      { id: 'class', ...plain, label: 'Class 3' },
      { id: 'short', ...plain, expiresAt: '2030-01-01T00:00:00.000Z' },
      { id: 'secret', ...plain, hasPassword: true },
      { id: 'view', ...plain, role: 'viewer' },
    ];
    for (const { id } of links) known.remember({ id: String(id), url: `/b/a#k=${id}` });
    const { boards } = opened(
      { 'GET /api/boards/a/links': { links }, 'POST ': { id: 'new', url: '/b/a#k=new' } },
      storage,
    );
    const mine = { ...board('a'), role: 'owner' } as unknown as Parameters<typeof boards.linkTo>[0];
    expect(await boards.linkTo(mine)).toBe('https://gesso.test/b/a#k=new');
    links.push({ id: 'all', ...plain });
    known.remember({ id: 'all', url: '/b/a#k=all' });
    expect(await boards.linkTo(mine)).toBe('https://gesso.test/b/a#k=all');
    vi.unstubAllGlobals();
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

  test('tags are those of the boards that are known, and choose among them', async () => {
    const storage = memory();
    const known = [
      { ...board('a'), tags: ['Home', 'Work'] },
      { ...board('b'), tags: ['work'] },
    ];
    await opened({ 'GET /api/boards?': { boards: known } }, storage).boards.ask();
    const { boards: later } = opened({ 'GET /api/boards?': new Failure('UNREACHABLE') }, storage);
    await later.ask();
    expect(later.tags.value).toEqual([
      { tag: 'Home', boards: 1 },
      { tag: 'work', boards: 2 },
    ]);
    await later.ask({ tag: 'HOME' });
    expect(ids(later.list.value)).toEqual(['a']);
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
