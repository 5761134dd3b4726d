import { signal } from '@preact/signals-core';
import { describe, expect, test } from 'vitest';
import type { Api } from '../../network/api.ts';
import { linkMemory, openedBy, pathOf } from '../../network/link-memory.ts';
import { type BoardLink, changeOf, openSharing } from './links.ts';

const plain: BoardLink = {
  id: 'l',
  url: 'https://draw.example/b/board#k=key',
  role: 'editor',
  label: '',
  expiresAt: undefined,
  hasPassword: false,
  maxUses: undefined,
  uses: 3,
};
const as = (link: BoardLink) => {
  const { role, label, expiresAt, maxUses } = link;
  return { role, label, expiresAt, maxUses, password: '' };
};

describe('of what is chosen for a link', () => {
  const full: BoardLink = { ...plain, label: 'Class 3', expiresAt: 5_000, maxUses: 9, hasPassword: true };

  test('what it has already is not sent', () => {
    for (const link of [plain, full]) expect(changeOf(link, as(link))).toEqual({});
  });

  test('what is other is sent, and null for what it has no more', () => {
    const chosen = {
      ...as(full),
      role: 'viewer',
      label: 'Class 4',
      expiresAt: 6_000,
      maxUses: 10,
      password: 'x',
    } as const;
    expect(changeOf(full, chosen)).toEqual(chosen);
    const { label, expiresAt, maxUses } = as(plain);
    expect(changeOf(full, { ...as(full), label, expiresAt, maxUses }, true)).toEqual({
      label: null,
      expiresAt: null,
      maxUses: null,
      password: null,
    });
  });
});

/** The sharing of a board whose page shows the address of the plain link, and all that is asked of the server. */
const opened = (answer: Readonly<Record<string, unknown>>) => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const asked: unknown[] = [];
  const api: Pick<Api, 'call'> = {
    async call(...call) {
      asked.push(call);
      return { id: 'l', label: null, expiresAt: null, uses: 3, hasPassword: false, ...answer };
    },
  };
  const address = signal(plain.url ?? '');
  const memory = linkMemory(storage, 'board');
  memory.remember(plain);
  memory.remember({ id: openedBy, url: pathOf(address.peek()) });
  const sharing = openSharing({
    api: api as Api,
    storage,
    id: signal('board'),
    address,
    showAddress: (url) => {
      address.value = url;
    },
  });
  return { sharing, asked, address, memory };
};

describe('a link that is changed', () => {
  test('stays in the address bar while it lets everybody draw', async () => {
    const { sharing, asked, address, memory } = opened({ role: 'editor' });
    await sharing.change('l', { label: null });
    expect(asked).toEqual([['PATCH', '/api/boards/board/links/l', { label: null }]]);
    expect(address.value).toBe(plain.url);
    expect(memory.urlOf(openedBy)).toBe('/b/board#k=key');
  });

  test.each([
    { role: 'viewer' },
    { role: 'editor', label: 'Class 3' },
    { role: 'editor', hasPassword: true },
    { role: 'editor', expiresAt: '2030-01-01T00:00:00.000Z' },
    { role: 'editor', maxUses: 3 },
  ])('leaves it once it is one of other terms: %o', async (answer) => {
    const { sharing, address, memory } = opened(answer);
    await sharing.change('l', { role: 'viewer' });
    expect(address.value).toBe('https://draw.example/b/board');
    expect(memory.urlOf(openedBy)).toBeUndefined();
    expect(memory.urlOf('l')).toBe(plain.url);
  });
});
