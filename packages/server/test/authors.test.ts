import { failureBody } from '@gesso/crdt-schema';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { guestOf } from '../src/auth/guest-names.ts';
import { edit, frames, line } from './support/line.ts';
import { type NewBoard, person, type Someone } from './support/person.ts';
import { serve } from './support/server.ts';

const secret = 'a secret of at least thirty-two bytes';

const authorOf = (who: Someone, board: string, client: number | string) =>
  who.get(`/api/boards/${board}/authors/${client}`);

/** Writes one element on a board, and tells under which client id. The author is gone then. */
const writes = async (ann: Someone, { id }: NewBoard): Promise<number> => {
  const doc = new Y.Doc();
  const own = await ann.connects(id);
  own.send(frames.update(edit(doc, 'element-0001')));
  await own.hears('saved');
  own.close();
  await own.closed;
  return doc.clientID;
};

/** A board with one element of Ann's, and Ben, who may look at it. */
const annAndBen = async () => {
  const server = await serve();
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const client = await writes(ann, board);
  const ben = person(server.url);
  await ben.opens(board.view);
  return { server, ann, ben, board, client };
};

describe('the person behind a client id', () => {
  test('is told to all who may look, under the name they have by now', async () => {
    const { ann, ben, board, client } = await annAndBen();
    const { id, name, color } = (await ann.get('/api/session')).body;
    expect((await authorOf(ben, board.id, client)).body).toEqual({ id, name, color });
    await ann.patch('/api/session', { name: 'Ann', color: '#112233' });
    expect((await authorOf(ben, board.id, client)).body).toEqual({ id, name: 'Ann', color: '#112233' });
  });

  test('is told to nobody else', async () => {
    const { server, ann, ben, board, client } = await annAndBen();
    const stranger = await authorOf(person(server.url), board.id, client);
    expect([stranger.status, stranger.body]).toEqual([404, failureBody('NO_SUCH_BOARD')]);
    await ann.delete(`/api/boards/${board.id}/links/${board.view.id}`);
    const shutOut = await authorOf(ben, board.id, client);
    expect([shutOut.status, shutOut.body]).toEqual([404, failureBody('NO_SUCH_BOARD')]);
  });

  test('is not known where nothing was written under it on this board', async () => {
    const { ann, board, client } = await annAndBen();
    const other = await ann.makesBoard();
    for (const [id, asked] of [
      [board.id, client === 7 ? 8 : 7],
      [other.id, client],
    ] as const) {
      const { status, body } = await authorOf(ann, id, asked);
      expect([status, body]).toEqual([404, failureBody('NOT_FOUND')]);
    }
  });

  test('is asked for by a number of 32 bits', async () => {
    const { ann, board } = await annAndBen();
    expect((await authorOf(ann, board.id, 0xffffffff)).status).toBe(404);
    for (const client of [0x100000000, -1, '1.5', '1e3', '007', 'ann', '99999999999']) {
      const { status, body } = await authorOf(ann, board.id, client);
      expect([client, status, body.code]).toEqual([client, 400, 'MALFORMED']);
    }
  });

  test('who has signed out is told under the name that follows from their id', async () => {
    const { ann, ben, board, client } = await annAndBen();
    const { id } = (await ann.patch('/api/session', { name: 'Ann' })).body;
    await ann.delete('/api/session');
    expect((await authorOf(ben, board.id, client)).body).toEqual({ id, ...guestOf(id) });
  });

  test('who comes with an account is known while they are on the board', async () => {
    const server = await serve({ AUTH_JWT_SECRET: secret });
    const token = await new SignJWT({ name: 'Cas' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('cas@example.org')
      .setExpirationTime(Math.floor(Date.now() / 1000) + 600)
      .sign(new TextEncoder().encode(secret));
    const headers = { authorization: `Bearer ${token}` };
    const cas = person(server.url);
    const { board, links } = (await cas.post('/api/boards', {}, headers)).body;
    const socket = await line(`${server.url.replace('http', 'ws')}/sync/${board.id}?gesso=1&token=${token}`, {
      origin: server.url,
    });
    const doc = new Y.Doc();
    socket.send(frames.update(edit(doc, 'element-0001')));
    await socket.hears('saved');
    const ben = person(server.url);
    await ben.opens(links.view);
    const here = await authorOf(ben, board.id, doc.clientID);
    expect(here.body).toMatchObject({ id: expect.stringMatching(/^id-[\w-]{43}$/), name: 'Cas' });
    socket.close();
    await expect.poll(async () => (await authorOf(ben, board.id, doc.clientID)).status).toBe(404);
  });
});
