import type { CommentThread } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { threadsFor } from './filter.ts';

const thread = (id: string, at: number, text: string, more: object = {}): CommentThread => ({
  id,
  anchor: { x: 0, y: 0 },
  pinnedBy: 'ben',
  entries: [
    {
      ...{ id: `${id}-1`, author: { id: 'ben', name: 'Zoë' }, at, editedAt: undefined, text },
      ...{ mentions: [], quotedFrom: undefined },
      ...more,
    },
  ],
  resolved: undefined,
});

const threads = [
  thread('old', 1, 'Move this'),
  thread('named', 2, '@Me look', { mentions: ['me'] }),
  { ...thread('done', 3, 'Café is spelled wrong'), resolved: { by: 'me', at: 9 } },
];
const asked = { filter: 'open', words: '', unread: new Set(['done']), me: 'me' } as const;
const ids = (more: object) => threadsFor(threads, { ...asked, ...more }).map(({ id }) => id);

test('threads are listed by what happened last, those that are open at first', () => {
  expect(ids({})).toEqual(['named', 'old']);
  expect(ids({ filter: 'resolved' })).toEqual(['done']);
  expect(ids({ filter: 'mentions' })).toEqual(['named']);
  expect(ids({ filter: 'unread' })).toEqual(['done']);
});

test('threads are found by their words and by those who wrote them', () => {
  expect(ids({ words: 'move' })).toEqual(['old']);
  expect(ids({ words: 'zoe' })).toEqual(['named', 'old']);
  expect(ids({ filter: 'resolved', words: 'cafe' })).toEqual(['done']);
  expect(ids({ words: 'nowhere' })).toEqual([]);
});
