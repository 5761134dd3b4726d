import { encodeHistory, type HistoryUpdate } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, expect, test, vi } from 'vitest';
import type { Api } from '../../network/api.ts';
import { othersSince } from './others-since.ts';

const people = ['me', 'ben'].map((id) => ({ id, name: id, color: '#3150e0' }));
const update = new Uint8Array(2);

afterEach(() => void vi.unstubAllGlobals());

/** What was done since, as pairs of an author and a time; asked for from the time 5,000 on. */
async function ask(
  done: readonly (readonly [author: number, at: number])[],
  versions: readonly unknown[],
  next = 0,
  older: string | null = null,
) {
  const asked: string[] = [];
  const updates = done.map(([author, at], i): HistoryUpdate => ({ seq: 8 + i, at, author, update }));
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return new Response(encodeHistory({ base: new Uint8Array(), authors: people, updates, next }).slice());
  });
  const api = { call: async () => ({ versions, next: older }) } as unknown as Api;
  const session = { api, id: signal('b'), visitor: undefined };
  const { signal: never } = new AbortController();
  const others = await othersSince(session, { from: 5_000, me: 'me', signal: never });
  return { who: others?.map(({ id }) => id), asked };
}

const kept = [
  { id: 'at-12', name: null, seq: 12, at: 9_000, by: people[0] },
  { id: 'at-7', name: null, seq: 7, at: 4_000, by: people[1] },
];

test('what is all of oneself is no news, and what others did before is none', async () => {
  const own = await ask(
    [
      [1, 4_500],
      [0, 6_000],
    ],
    kept,
  );
  expect(own).toEqual({ who: [], asked: ['/api/boards/b/history?after=7'] });
  const others = await ask(
    [
      [0, 6_000],
      [1, 7_000],
      [0, 9_000],
    ],
    kept,
  );
  expect(others.who).toEqual(['ben']);
});

test('where it is not told who it was, nobody is named', async () => {
  expect(await ask([[1, 6_000]], kept.slice(0, 1), 0, 'at-12')).toEqual({ who: undefined, asked: [] });
  expect((await ask([[1, 6_000]], kept.slice(0, 1))).who).toEqual(['ben']);
  expect((await ask([[0, 6_000]], kept, 40)).who).toBeUndefined();
});
