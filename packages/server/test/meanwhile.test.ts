import { failureBody } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Repositories } from '../src/stores/repositories.ts';
import { fileIn, openBeside } from '../src/stores/sqlite/database.ts';
import type { Store } from '../src/stores/store.ts';
import { createGate } from './support/gate.ts';
import { edit } from './support/line.ts';
import { person, type Reply, type Someone } from './support/person.ts';
import { serve } from './support/server.ts';

const noSuchBoard = failureBody('NO_SUCH_BOARD');

/** A closed board of Ann's that Ben may edit, on a disk that is waited for at `size`, `load`, for its links or its past when asked to. */
const shared = async () => {
  const gates = { size: createGate(), load: createGate(), links: createGate(), past: createGate() };
  const store = (real: Store): Store => ({
    ...real,
    size: (board) => gates.size.pass().then(() => real.size(board)),
    load: (board) => gates.load.pass().then(() => real.load(board)),
    history: {
      ...real.history,
      moments: (board) => gates.past.pass().then(() => real.history.moments(board)),
      read: (board, after) => gates.past.pass().then(() => real.history.read(board, after)),
      stateAt: (board, seq) => gates.past.pass().then(() => real.history.stateAt(board, seq)),
    },
  });
  const repositories = (real: Repositories): Repositories => ({
    ...real,
    links: { ...real.links, ofBoard: (board) => gates.links.pass().then(() => real.links.ofBoard(board)) },
  });
  const server = await serve({}, { store, repositories });
  const [ann, ben] = [person(server.url), person(server.url)];
  const board = await ann.makesBoard('Plan');
  await ben.opens(board.edit);
  const { id } = (await ben.get('/api/session')).body;
  return { server, gates, ann, ben, id, board, at: `/api/boards/${board.id}` };
};
type Scene = Awaited<ReturnType<typeof shared>>;

/** What is answered to a request during which something else happens, while it waits. */
const meanwhile = async (
  { gates }: Scene,
  where: keyof Scene['gates'],
  ask: () => Promise<Reply>,
  happens: () => Promise<unknown>,
): Promise<Reply> => {
  const shut = gates[where].shut();
  const answer = ask();
  await shut.reached;
  await happens();
  shut.open();
  return await answer;
};

const rows = ({ server, board }: Scene): unknown => {
  const { database, close } = openBeside(fileIn(server.folder));
  const found = database.prepare('SELECT count(*) AS n FROM updates WHERE board = ?').get(board.id)?.['n'];
  close();
  return found;
};

describe('a person who is sent away while their request waits', () => {
  const asks: readonly [string, keyof Scene['gates'], (who: Someone, at: string) => Promise<Reply>][] = [
    ['copy of it', 'size', (who, at) => who.post(`${at}/duplicate`)],
    ['copy of it that is being read', 'load', (who, at) => who.post(`${at}/duplicate`)],
    ['document', 'load', (who, at) => who.get(`${at}/document`)],
    ['history of it', 'past', (who, at) => who.get(`${at}/history`)],
    ['list of its versions', 'past', (who, at) => who.get(`${at}/versions`)],
    ['version of it', 'past', (who, at) => who.get(`${at}/versions/at-1/document`)],
    ['version of it kept', 'past', (who, at) => who.post(`${at}/versions`, { name: 'Taken' })],
    ['version of it named', 'past', (who, at) => who.patch(`${at}/versions/at-1`, { name: 'Taken' })],
    ['picture of it', 'size', (who, at) => who.get(`${at}/thumbnail.png`)],
    ['other name', 'size', (who, at) => who.patch(at, { title: 'Taken' })],
    ['other name for a board that is being read', 'load', (who, at) => who.patch(at, { title: 'Taken' })],
    ['word on it', 'load', (who, at) => who.put(`${at}/document`, edit(new Y.Doc(), 'element-0001'))],
  ];

  test.each(asks)('has no %s', async (_what, where, ask) => {
    const scene = await shared();
    const { ann, ben, id, at } = scene;
    const sendAway = async () => expect((await ann.delete(`${at}/people/${id}`)).status).toBe(204);
    const { status, body } = await meanwhile(scene, where, () => ask(ben, at), sendAway);
    expect({ status, body }).toEqual({ status: 404, body: noSuchBoard });
    expect((await ann.get(at)).body.title).toBe('Plan');
    expect((await ben.get('/api/boards')).body.boards).toEqual([]);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, (await ann.get(`${at}/document`)).bytes);
    expect(doc.getMap('el').size).toBe(0);
  });
});

describe('a session that is renewed while a request waits', () => {
  const asks: readonly [string, keyof Scene['gates'], (who: Someone, at: string, key: object) => Promise<Reply>][] = [
    ['a copy', 'size', (who, at) => who.post(`${at}/duplicate`)],
    ['a way in by a password', 'links', (who, at, key) => who.post(`${at}/join`, key)],
    ['a ticket by a password', 'links', (who, at, key) => who.post(`${at}/ticket`, key)],
  ];

  test.each(asks)('gives its old cookie nothing more: %s', async (_what, where, ask) => {
    const scene = await shared();
    const { server, ann, ben, at } = scene;
    const { key } = (await ann.post(`${at}/links`, { role: 'editor', password: 'open sesame' })).body;
    const thief = person(server.url, ben.cookie);
    const rotate = async () => expect((await ben.post('/api/session/rotate')).status).toBe(204);
    const got = await meanwhile(scene, where, () => ask(thief, at, { key, password: 'open sesame' }), rotate);
    expect(got.body).toEqual(failureBody('UNAUTHENTICATED'));
  });
});

test('a link is not made by one who has handed the board over while its password was hashed', async () => {
  const scene = await shared();
  const { ann, ben, id, at } = scene;
  const handOver = async () => expect((await ann.post(`${at}/owner`, { person: id })).status).toBe(204);
  const asked = () => ann.post(`${at}/links`, { role: 'editor', password: 'open sesame' });
  expect((await meanwhile(scene, 'links', asked, handOver)).body).toEqual(failureBody('FORBIDDEN'));
  expect((await ben.get(`${at}/links`)).body.links).toHaveLength(2);
});

describe('a board that is deleted for good while a request waits', () => {
  const asks: readonly [string, keyof Scene['gates'], (who: Someone, at: string) => Promise<Reply>][] = [
    ['is not renamed', 'size', (who, at) => who.patch(at, { title: 'Ghost' })],
    ['is not copied', 'size', (who, at) => who.post(`${at}/duplicate`)],
  ];

  test.each(asks)('%s, and nothing is stored of it', async (_what, where, ask) => {
    const scene = await shared();
    const { ann, ben, at } = scene;
    const forget = async () => {
      await ann.delete(at);
      expect((await ann.delete(`${at}/forever`)).status).toBe(204);
    };
    const { status, body } = await meanwhile(scene, where, () => ask(ben, at), forget);
    expect({ status, body }).toEqual({ status: 404, body: noSuchBoard });
    expect(rows(scene)).toBe(0);
  });
});
