import { type BoardDoc, createBoardDoc, failureBody, openBoard } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit } from './support/line.ts';
import { person } from './support/person.ts';
import { serve } from './support/server.ts';

const noSuchBoard = failureBody('NO_SUCH_BOARD');

describe('a board', () => {
  test('is made by anyone, who then owns it and holds its two links', async () => {
    const server = await serve();
    const { status, body, headers } = await person(server.url).post('/api/boards', { title: '  Plan\u202e B ' });
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(['board', 'links']);
    expect(body.board).toEqual({
      id: expect.stringMatching(/^[\w-]{16,}$/),
      title: 'Plan B',
      role: 'owner',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      updatedAt: body.board.createdAt,
    });
    for (const [name, role] of [
      ['edit', 'editor'],
      ['view', 'viewer'],
    ] as const) {
      const link = body.links[name];
      expect(link).toMatchObject({ id: expect.any(String), role, key: expect.stringMatching(/^[\w-]{22,}$/) });
      expect(link.url).toBe(`${server.url}/b/${body.board.id}#k=${link.key}`);
    }
    expect(headers.get('set-cookie')).toMatch(/^gesso=[\w-]{52}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('has one name, whether it is given here, by the API or on the board', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { board } = (await ann.post('/api/boards', { title: 'Plan' })).body;
    const copyOf = async (): Promise<BoardDoc> => {
      const doc = createBoardDoc();
      Y.applyUpdate(doc, (await ann.get(`/api/boards/${board.id}/document`)).bytes);
      return doc;
    };
    expect(openBoard(await copyOf()).name).toBe('Plan');
    await ann.patch(`/api/boards/${board.id}`, { title: 'Planet' });
    const doc = await copyOf();
    expect(openBoard(doc).name).toBe('Planet');
    openBoard(doc).edit((writer) => writer.rename('Planetarium'));
    await ann.put(`/api/boards/${board.id}/document`, Y.encodeStateAsUpdate(doc));
    await expect.poll(async () => (await ann.get(`/api/boards/${board.id}`)).body.title).toBe('Planetarium');
  });

  test('needs no body and no title', async () => {
    const server = await serve();
    const bare = await fetch(`${server.url}/api/boards`, { method: 'POST' });
    expect(bare.status).toBe(201);
    const empty = await fetch(`${server.url}/api/boards`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    expect(empty.status).toBe(201);
  });

  test('does not exist for strangers, whatever they ask of it, and looks to them like one that never was', async () => {
    const server = await serve();
    const { id } = await person(server.url).makesBoard();
    const stranger = person(server.url);
    await stranger.get('/api/session');
    for (const board of [id, 'AAAAAAAAAAAAAAAA']) {
      for (const [method, path, body] of [
        ['GET', ''],
        ['PATCH', '', { title: 'mine' }],
        ['DELETE', ''],
        ['POST', '/restore'],
        ['DELETE', '/forever'],
        ['POST', '/duplicate'],
        ['PUT', '/star'],
        ['POST', '/leave'],
        ['GET', '/links'],
        ['POST', '/links', { role: 'editor' }],
        ['PATCH', '/links/x', { role: 'editor' }],
        ['DELETE', '/links/x'],
        ['POST', '/join', { key: 'guess' }],
        ['POST', '/ticket'],
        ['GET', '/document'],
        ['PUT', '/document', new Uint8Array([0, 0])],
      ] as const) {
        const reply = await stranger.request(method, `/api/boards/${board}${path}`, body);
        expect([method, path, reply.status, reply.body]).toEqual([method, path, 404, noSuchBoard]);
      }
    }
    expect((await person(server.url).get(`/api/boards/${id}`)).body).toEqual(noSuchBoard);
  });

  test('is listed, found by title and renamed', async () => {
    const server = await serve();
    const ann = person(server.url);
    const plan = await ann.makesBoard('Plan 100%');
    const other = await ann.makesBoard('Garden');
    const ids = async (query: string) => (await ann.get(`/api/boards${query}`)).body.boards.map(({ id }) => id);
    expect((await ids('')).sort()).toEqual([plan.id, other.id].sort());
    expect(await ids('?q=plan')).toEqual([plan.id]);
    expect(await ids('?q=%25')).toEqual([plan.id]);
    expect(await ids('?q=nothing')).toEqual([]);
    expect((await ann.patch(`/api/boards/${other.id}`, { title: 'Planet' })).body).toMatchObject({
      title: 'Planet',
      role: 'owner',
    });
    expect((await ids('?q=plan')).sort()).toEqual([plan.id, other.id].sort());
  });

  test('is listed for those who opened it, with their role, and not for others', async () => {
    const server = await serve();
    const board = await person(server.url).makesBoard();
    const ben = person(server.url);
    expect((await ben.get('/api/boards')).body).toEqual({ boards: [], next: null });
    await ben.opens(board.view);
    expect((await ben.get('/api/boards')).body.boards).toMatchObject([{ id: board.id, role: 'viewer' }]);
  });

  test('is listed page by page, with who has it open, and those with a star by themselves', async () => {
    const server = await serve();
    const ann = person(server.url);
    const made: string[] = [];
    for (const title of ['Garden', 'Plan', 'attic']) made.push((await ann.makesBoard(title)).id);
    const [garden = '', plan = '', attic = ''] = made;
    const ids = async (query: string) => (await ann.get(`/api/boards${query}`)).body.boards.map(({ id }) => id);
    expect(await ids('?sort=title')).toEqual([attic, garden, plan]);
    expect(await ids('?sort=created')).toEqual([attic, plan, garden]);
    const { next } = (await ann.get('/api/boards?sort=title&limit=2')).body;
    expect(await ids(`?sort=title&limit=2&after=${encodeURIComponent(next ?? '')}`)).toEqual([plan]);
    expect((await ann.put(`/api/boards/${plan}/star`)).status).toBe(204);
    expect(await ids('?starred=1')).toEqual([plan]);
    await ann.delete(`/api/boards/${plan}/star`);
    expect(await ids('?starred=1')).toEqual([]);
    const line = await ann.connects(plan);
    await line.hears('role');
    const { boards } = (await ann.get('/api/boards?q=plan')).body;
    expect(boards).toMatchObject([{ id: plan, starred: false, people: [{ name: expect.any(String) }] }]);
    expect((await ann.get('/api/boards?sort=size')).status).toBe(400);
  });

  test('that a person may not see any more is told by no page and no place of their list', async () => {
    const server = await serve();
    const ann = person(server.url);
    const secret = await ann.makesBoard('Aims');
    const ben = person(server.url);
    await ben.opens(secret.edit);
    const own = [await ben.makesBoard('Own one'), await ben.makesBoard('Own two')];
    await ann.delete(`/api/boards/${secret.id}/links/${secret.edit.id}`);
    await ann.patch(`/api/boards/${secret.id}`, { title: 'Layoffs' });
    const told: string[] = [];
    const found: string[] = [];
    let after = '';
    do {
      const { body, text } = await ben.get(`/api/boards?sort=title&limit=1${after}`);
      told.push(text);
      found.push(...body.boards.map(({ id }) => id));
      after = body.next === null ? '' : `&after=${encodeURIComponent(body.next)}`;
    } while (after !== '');
    expect(found).toEqual(own.map(({ id }) => id));
    expect(told.join()).not.toMatch(/Layoffs/);
    // Whether boards of his own are still being read is no matter here.
    expect((await ben.get('/api/boards?q=layoff&limit=1')).body).toMatchObject({ boards: [], next: null });
  });

  test('is found behind many that a person may not see any more, however few are asked for', async () => {
    const server = await serve();
    const ann = person(server.url);
    const ben = person(server.url);
    for (let i = 0; i < 12; i++) {
      const secret = await ann.makesBoard(`Layoffs, part ${i}`);
      await ben.opens(secret.edit);
      await ann.delete(`/api/boards/${secret.id}/links/${secret.edit.id}`);
    }
    const own = await ben.makesBoard('Own one');
    expect((await ben.get('/api/boards?sort=title&limit=1')).body.boards).toMatchObject([{ id: own.id }]);
  });

  test('is left by those who do not own it: off their list, out of the room, and closed to them', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const ben = person(server.url);
    await ben.opens(board.edit);
    const line = await ben.connects(board.id);
    await line.hears('role');
    expect((await ann.post(`/api/boards/${board.id}/leave`)).body).toEqual(failureBody('FORBIDDEN'));
    expect((await ben.post(`/api/boards/${board.id}/leave`)).status).toBe(204);
    expect(await line.closed).toMatchObject({ code: 4404 });
    expect((await ben.get('/api/boards')).body.boards).toEqual([]);
    expect((await ben.get(`/api/boards/${board.id}`)).body).toEqual(noSuchBoard);
    await ben.opens(board.edit);
    expect((await ben.get('/api/boards')).body.boards).toMatchObject([{ id: board.id }]);
  });

  test('goes to the trash and comes back, by its owner only', async () => {
    const server = await serve();
    const ann = person(server.url);
    const ben = person(server.url);
    const board = await ann.makesBoard();
    await ben.opens(board.edit);
    expect((await ben.delete(`/api/boards/${board.id}`)).body).toEqual(failureBody('FORBIDDEN'));
    expect((await ann.delete(`/api/boards/${board.id}`)).status).toBe(204);
    expect((await ann.get(`/api/boards/${board.id}`)).status).toBe(404);
    expect((await ben.opens(board.edit)).status).toBe(404);
    expect((await ann.get('/api/boards')).body.boards).toEqual([]);
    expect((await ann.get('/api/boards?trash=true')).body.boards).toMatchObject([
      { id: board.id, deletedAt: expect.any(String) },
    ]);
    expect((await ben.get('/api/boards?trash=true')).body.boards).toEqual([]);
    expect((await ben.post(`/api/boards/${board.id}/restore`)).status).toBe(404);
    expect((await ann.post(`/api/boards/${board.id}/restore`)).body).toMatchObject({ id: board.id, role: 'owner' });
    expect((await ben.get(`/api/boards/${board.id}`)).body).toMatchObject({ role: 'editor' });
  });

  test('is copied with all that is on it, for whoever may see it', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard('Plan');
    await ann.put(`/api/boards/${board.id}/document`, edit(new Y.Doc(), 'element-0001'));
    const ben = person(server.url);
    await ben.opens(board.view);
    const { status, body } = await ben.post(`/api/boards/${board.id}/duplicate`);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      board: { title: 'Copy of Plan', role: 'owner' },
      links: { edit: { role: 'editor' } },
    });
    const copy = await ben.get(`/api/boards/${body.board.id}/document`);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, copy.bytes);
    expect(doc.getMap('el').size).toBe(1);
  });

  test('gives and takes its document as one Yjs update', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const path = `/api/boards/${board.id}/document`;
    expect((await ann.put(path, edit(new Y.Doc(), 'element-0001'))).status).toBe(204);
    expect((await ann.put(path, edit(new Y.Doc(), 'element-0002'))).status).toBe(204);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, (await ann.get(path)).bytes);
    expect([...doc.getMap('el').keys()].sort()).toEqual(['element-0001', 'element-0002']);

    const viewer = person(server.url);
    await viewer.opens(board.view);
    expect((await viewer.get(path)).status).toBe(200);
    expect((await viewer.put(path, edit(new Y.Doc(), 'element-0003'))).body).toEqual(failureBody('FORBIDDEN'));
    expect((await ann.put(path, Uint8Array.of(255, 255, 1))).body).toEqual(failureBody('MALFORMED'));
    expect((await ann.put(path, { title: 'json' })).body).toEqual(failureBody('MALFORMED'));
  });

  test('is only made by those the operator lets', async () => {
    const nobody = await serve({ WHO_CAN_CREATE: 'nobody' });
    expect((await person(nobody.url).post('/api/boards')).body).toEqual(failureBody('FORBIDDEN'));
    const signedIn = await serve({ WHO_CAN_CREATE: 'signed-in' });
    expect((await person(signedIn.url).post('/api/boards')).body).toEqual(failureBody('FORBIDDEN'));
  });

  test('is not made by the thousand from one address', async () => {
    const server = await serve({ BOARDS_PER_MINUTE: '3' });
    const ann = person(server.url);
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await ann.post('/api/boards')).status);
    expect(statuses).toEqual([201, 201, 201, 429, 429]);
    expect((await ann.post('/api/boards')).body).toEqual(failureBody('RATE_LIMITED'));
    expect((await ann.get('/api/boards')).status).toBe(200);
  });
});

describe('a session', () => {
  test('is a guest with a friendly name and color, and stays the same', async () => {
    const server = await serve();
    const ann = person(server.url);
    const me = (await ann.get('/api/session')).body;
    expect(me).toEqual({
      id: expect.stringMatching(/^[\w-]{1,64}$/),
      name: expect.stringMatching(/^[A-Z][a-z]+ [A-Z][a-z]+$/),
      color: expect.stringMatching(/^#[0-9a-f]{6}$/),
      signedIn: false,
    });
    expect((await ann.get('/api/session')).body).toEqual(me);
    expect((await person(server.url).get('/api/session')).body.id).not.toBe(me.id);
  });

  test('takes another name and color, cleaned', async () => {
    const server = await serve();
    const ann = person(server.url);
    const me = (await ann.get('/api/session')).body;
    const changed = await ann.patch('/api/session', { name: '  Ann\n\u202eof  Cleves ', color: '#AABBCC' });
    expect(changed.body).toEqual({ ...me, name: 'Ann of Cleves', color: '#aabbcc' });
    expect((await ann.get('/api/session')).body).toEqual(changed.body);
    for (const body of [{ name: '\u200b' }, { color: 'red' }, { name: 5 }, { name: 'x'.repeat(10_000) }]) {
      expect((await ann.patch('/api/session', body)).body).toEqual(failureBody('MALFORMED'));
    }
  });

  test('is stored so that who reads the file cannot use it', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    await server.close();
    const { readFileSync } = await import('node:fs');
    const file = readFileSync(`${server.folder}/gesso.db`).toString('latin1');
    expect(file).toContain(board.id);
    for (const secret of [ann.cookie.slice('gesso='.length), board.edit.key, board.view.key])
      expect(file).not.toContain(secret);
  });
});
