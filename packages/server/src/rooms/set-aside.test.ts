import { describe, expect, test } from 'vitest';
import { bucket, type Member } from './member.ts';
import { createSetAside } from './set-aside.ts';

const member = (id: string): Member => ({
  access: { person: { id, name: id, color: '#123456' }, role: 'editor' },
  wire: { send: () => {}, close: () => {}, backlog: 0 },
  gesso: true,
  left: false,
  received: 0,
  open: new Set(),
  saved: 0,
  sentAt: 0,
  grace: 0,
  slowSince: undefined,
  missed: undefined,
  syncBudget: bucket(1, 1),
  queryBudget: bucket(1, 1),
  liveBudget: bucket(1, 1),
});

const early = (author: Member, count: number, bytes = 1) => ({
  update: new Uint8Array(bytes),
  author,
  count,
  history: false,
  leftTo: [],
});

describe('updates that are set aside', () => {
  test('come back in the order they were sent, and go with their author', () => {
    const aside = createSetAside();
    const [ann, ben] = [member('ann'), member('ben')];
    for (const one of [early(ann, 1), early(ben, 1), early(ann, 2)]) aside.add(one);
    aside.drop(ben);
    expect(aside.take().map(({ author, count }) => [author.access.person.id, count])).toEqual([
      ['ann', 1],
      ['ann', 2],
    ]);
    expect(aside.take()).toEqual([]);
  });

  test('are bounded for each author, in bytes and in number', () => {
    const aside = createSetAside();
    const [ann, ben] = [member('ann'), member('ben')];
    aside.add(early(ann, 1, 1024 * 1024));
    expect(() => aside.add(early(ann, 2))).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
    for (let count = 1; count <= 256; count++) aside.add(early(ben, count));
    expect(() => aside.add(early(ben, 257))).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  });
});
