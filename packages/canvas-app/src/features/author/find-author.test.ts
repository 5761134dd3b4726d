import { Failure } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { findAuthor, type Sources } from './find-author.ts';

const you = { id: 'guest-ada', name: 'Ada', color: '#112233' };
const ben = { id: 'guest-ben', name: 'Ben', color: '#445566' };

const sources = (
  client: number | undefined,
  ask: Sources['ask'] = () => Promise.reject(new Error('asked')),
): Sources => ({
  board: { authorOf: () => client },
  known: () => ({ client: 1, you, peers: [{ ...ben, client: 2, selection: [], idle: false }] }),
  ask,
});

const refused = (code: 'NOT_FOUND' | 'UNREACHABLE') => () => Promise.reject(new Failure(code));

test('this page and those who are here are known without the server', () => {
  expect(findAuthor(sources(1), 'element-0001')).toBe('you');
  expect(findAuthor(sources(2), 'element-0001')).toMatchObject(ben);
});

test('what is not on the board has no author', () => {
  expect(findAuthor(sources(undefined), 'element-0001')).toBe('unknown');
});

test('others are asked for, cleaned, and may be the person of another page', async () => {
  const mira = { id: 'guest-mira', name: ' Mi\u202era ', color: 'red;}' };
  expect(
    await findAuthor(
      sources(3, async () => mira),
      'element-0001',
    ),
  ).toEqual({
    id: 'guest-mira',
    name: 'Mira',
    color: '#6b6f76',
  });
  expect(
    await findAuthor(
      sources(3, async () => ({ ...you, name: 'Before' })),
      'element-0001',
    ),
  ).toBe('you');
  expect(
    await findAuthor(
      sources(3, async () => 'nonsense'),
      'element-0001',
    ),
  ).toBe('unknown');
});

test('an author the server does not know is unknown, and one it cannot be asked for is a failure', async () => {
  expect(await findAuthor(sources(3, refused('NOT_FOUND')), 'element-0001')).toBe('unknown');
  await expect(findAuthor(sources(3, refused('UNREACHABLE')), 'element-0001')).rejects.toThrow(Failure);
});
