import type { CommentThread } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { foundElsewhere, threadsFor, withUnread } from './filter.ts';

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

test('threads that hold the words and are not asked for are told of', () => {
  const elsewhere = (more: object) => foundElsewhere(threads, { ...asked, ...more });
  expect(elsewhere({ words: 'cafe' })).toEqual([{ filter: 'resolved', n: 1 }]);
  expect(elsewhere({ words: 'zoe', filter: 'mentions' })).toEqual([
    { filter: 'open', n: 2 },
    { filter: 'resolved', n: 1 },
  ]);
  expect(elsewhere({ words: 'nowhere' })).toEqual([]);
});

test('what is unread is told of by the filter that lists it', () => {
  const none = new Set<string>();
  expect([...withUnread(threads, asked.unread, none)]).toEqual(['resolved']);
  expect([...withUnread(threads, new Set(['old', 'done']), none)]).toEqual(['open', 'resolved']);
  expect([...withUnread(threads, new Set(['named']), new Set(['named']))]).toEqual(['open', 'mentions']);
  expect([...withUnread(threads, none, none)]).toEqual([]);
});
