import { failureBody } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Asked, heldBack } from './support/held.ts';
import { edit } from './support/line.ts';
import { person, type Someone } from './support/person.ts';
import { serve } from './support/server.ts';

const over = { status: 401, body: failureBody('UNAUTHENTICATED') };
const titlesOf = async (who: Someone): Promise<string[]> =>
  (await who.get('/api/boards?sort=title')).body.boards.map(({ title }) => title);

const ends = [
  ['renewed', (who: Someone) => who.post('/api/session/rotate')],
  ['ended everywhere', (who: Someone) => who.delete('/api/session')],
] as const;

describe.each(ends)('a session that is %s while the body of a request is held back', (_how, end) => {
  const asks: readonly [string, (board: string) => Asked][] = [
    ['another browser', () => ['POST', '/api/session/move', {}]],
    ['a ticket', (board: string) => ['POST', `/api/boards/${board}/ticket`, {}]],
    ['a link', (board: string) => ['POST', `/api/boards/${board}/links`, { role: 'editor' }]],
    ['a board', () => ['POST', '/api/boards', { title: 'Nobody’s' }]],
    ['a name', (board: string) => ['PATCH', `/api/boards/${board}`, { title: 'Taken' }]],
    ['a drawing', (board: string) => ['PUT', `/api/boards/${board}/document`, edit(new Y.Doc(), 'element-0001')]],
    ['an end', () => ['DELETE', '/api/session', {}]],
  ];

  test.each(asks)('gives its cookie nothing more: %s', async (_what, ask) => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard('Plan');
    const thief = person(server.url, ann.cookie);
    const held = await heldBack(server.url, thief, ask(id));
    expect((await end(ann)).status).toBe(204);
    expect(await held.finish()).toEqual(over);
  });

  test('nor does a guest get anything of whom nothing was stored before', async () => {
    const server = await serve();
    const ann = person(server.url);
    await ann.get('/api/session');
    const thief = person(server.url, ann.cookie);
    const held = await heldBack(server.url, thief, ['POST', '/api/session/move', {}]);
    expect((await end(ann)).status).toBe(204);
    expect(await held.finish()).toEqual(over);
  });
});

test('what a guest makes is not lost to nobody where they have become another person before its body came', async () => {
  const server = await serve();
  const [desk, phone] = [person(server.url), person(server.url)];
  await desk.makesBoard('At the desk');
  await phone.makesBoard('On the phone');
  const held = await heldBack(server.url, phone, ['POST', '/api/boards', { title: 'On its way' }]);
  const { key } = (await desk.post('/api/session/move')).body;
  expect((await phone.post('/api/session/take', { key })).status).toBe(200);
  expect(await held.finish()).toEqual(over);
  expect(await titlesOf(phone)).toEqual(['At the desk', 'On the phone']);
});

test('a body that was held back is taken of one whose session goes on, and of one who has none', async () => {
  const server = await serve();
  const ann = person(server.url);
  await ann.get('/api/session');
  const held = await heldBack(server.url, ann, ['POST', '/api/boards', { title: 'Plan' }]);
  const strange = await heldBack(server.url, person(server.url), ['POST', '/api/boards', { title: 'Garden' }]);
  expect((await ann.patch('/api/session', { name: 'Ann' })).status).toBe(200);
  expect((await held.finish()).status).toBe(201);
  expect((await strange.finish()).status).toBe(201);
  expect(await titlesOf(ann)).toEqual(['Plan']);
});
