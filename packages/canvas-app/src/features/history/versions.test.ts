import { createBoardDoc, encodeState, Failure, openBoard } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import type { Api } from '../../network/api.ts';
import { closePast, pastOf, readPage, versionsOf } from './versions.ts';

const stored = { id: 'v1', name: 'Draft', at: 5_000, by: { id: 'p', name: 'Ada', color: '#3150e0' }, seq: 3, bytes: 9 };
const ada = { id: 'p', name: 'Ada', color: '#3150e0' };
const ben = { id: 'q', name: 'Ben', color: '#c8323c' };
const known = { id: 'v1', name: 'Draft', at: 5_000, by: ada, authors: [ada], seq: 3 };

test('of a list what makes no sense is left out', () => {
  const odd = [
    null,
    7,
    {},
    { ...stored, id: '' },
    { ...stored, at: '5' },
    { ...stored, at: 9e15 },
    { ...stored, at: NaN },
    { ...stored, seq: 1.5 },
  ];
  expect(readPage({ versions: [stored, ...odd], next: 'n' })).toEqual({ versions: [known], next: 'n' });
  expect(readPage({ versions: [{ ...stored, name: null, by: null }], next: null })).toEqual({
    versions: [{ ...known, name: undefined, by: undefined, authors: [] }],
    next: undefined,
  });
  for (const none of [undefined, null, [], 'x', { versions: {} }])
    expect(readPage(none)).toEqual({ versions: [], next: undefined });
});

test('those who had a hand in a version are each there once, and who named it comes first', () => {
  const authorsOf = (more: object) => readPage({ versions: [{ ...stored, ...more }] }).versions[0]?.authors;
  expect(authorsOf({ authors: [ben, null, ada, ben] })).toEqual([ada, ben]);
  expect(authorsOf({ name: null, authors: [ben, ada] })).toEqual([ben, ada]);
  // Where nothing is told of them, who did it last.
  for (const authors of [undefined, [], 'x']) expect(authorsOf({ name: null, authors })).toEqual([ada]);
});

test('what is asked of the server names the board and the version', async () => {
  const asked: unknown[] = [];
  const api = { call: async (...call: unknown[]) => void asked.push(call) } as unknown as Api;
  const versions = versionsOf({ api, id: signal('b/1'), visitor: undefined });
  await versions.list();
  await versions.list('a&b', { authors: true });
  await versions.add('One');
  await versions.rename('v/1', 'Two');
  await versions.remove('v/1');
  const path = '/api/boards/b%2F1/versions';
  expect(asked).toEqual([
    ['GET', `${path}?limit=50`],
    ['GET', `${path}?limit=50&before=a%26b&authors=1`],
    ['POST', path, { name: 'One' }],
    ['PATCH', `${path}/v%2F1`, { name: 'Two' }],
    ['DELETE', `${path}/v%2F1`],
  ]);
});

test('a version is opened of its bytes, and bytes that are none are a failure', () => {
  const doc = createBoardDoc();
  openBoard(doc).edit((w) => w.add({ kind: 'rect', x: 3, y: 4 }));
  const past = pastOf(known, encodeState(doc));
  expect(past.board.all()).toMatchObject([{ kind: 'rect', x: 3 }]);
  closePast(past);
  for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2, 3, 255, 255)])
    expect(() => pastOf(known, bytes)).toThrow(Failure);
});
