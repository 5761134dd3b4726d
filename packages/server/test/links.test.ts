import { failureBody } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { closeOf, edit, frames } from './support/line.ts';
import { type Link, person } from './support/person.ts';
import { serve } from './support/server.ts';

const noSuchBoard = failureBody('NO_SUCH_BOARD');

describe('links', () => {
  test('are made, listed without their keys and turned off by the owner', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await ann.post(`/api/boards/${board.id}/links`, { role: 'commenter', label: 'Class 3', expiresAt });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      role: 'commenter',
      url: `${server.url}/b/${board.id}#k=${made.body.key}`,
      key: expect.stringMatching(/^[\w-]{22,}$/),
      label: 'Class 3',
      expiresAt,
      uses: 0,
    });
    const listed = await ann.get(`/api/boards/${board.id}/links`);
    expect(listed.body.links.map(({ role }) => role)).toEqual(['editor', 'viewer', 'commenter']);
    for (const link of [made.body, board.edit, board.view]) expect(listed.text).not.toContain(link.key);

    const ben = person(server.url);
    expect((await ben.opens(made.body)).body).toEqual({ role: 'commenter' });
    await ben.opens(made.body);
    expect((await ann.get(`/api/boards/${board.id}/links`)).body.links[2]).toMatchObject({ uses: 1 });

    expect((await ann.delete(`/api/boards/${board.id}/links/${made.body.id}`)).status).toBe(204);
    expect((await ann.delete(`/api/boards/${board.id}/links/${made.body.id}`)).status).toBe(404);
    expect((await ben.opens(made.body)).body).toEqual(noSuchBoard);
    expect((await ben.get(`/api/boards/${board.id}`)).body).toEqual(noSuchBoard);
  });

  test('cannot be seen or made by those who came by one', async () => {
    const server = await serve();
    const board = await person(server.url).makesBoard();
    const ben = person(server.url);
    await ben.opens(board.edit);
    expect((await ben.get(`/api/boards/${board.id}/links`)).body).toEqual(failureBody('FORBIDDEN'));
    expect((await ben.post(`/api/boards/${board.id}/links`, { role: 'editor' })).status).toBe(403);
    expect((await ben.delete(`/api/boards/${board.id}/links/${board.view.id}`)).status).toBe(403);
  });

  test('never make an owner, and are refused when they make no sense', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    for (const body of [
      { role: 'owner' },
      {},
      { role: 'editor', expiresAt: 'soon' },
      { role: 'editor', expiresAt: '2001-01-01' },
      { role: 'editor', label: 5 },
    ]) {
      expect((await ann.post(`/api/boards/${id}/links`, body)).body).toEqual(failureBody('MALFORMED'));
    }
  });

  test('with a password need it', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const { body: link } = await ann.post(`/api/boards/${id}/links`, { role: 'editor', password: 'sésame' });
    const ben = person(server.url);
    expect((await ben.opens(link)).body).toEqual(failureBody('PASSWORD_REQUIRED'));
    expect((await ben.opens(link, 'wrong')).status).toBe(401);
    expect((await ben.opens(link, 'se\u0301same')).body).toEqual({ role: 'editor' });
    // Once: by this browser, and by nobody else.
    expect((await ben.opens(link)).body).toEqual({ role: 'editor' });
    expect((await ben.post(`/api/boards/${id}/ticket`, { key: link.key })).body).toMatchObject({ role: 'editor' });
    expect((await ben.opens(link, 'wrong')).status).toBe(401);
    expect((await person(server.url).opens(link)).body).toEqual(failureBody('PASSWORD_REQUIRED'));
    const { body: other } = await ann.post(`/api/boards/${id}/links`, { role: 'editor', password: 'other' });
    expect((await ben.opens(other)).body).toEqual(failureBody('PASSWORD_REQUIRED'));
  });

  test('give the strongest of the roles somebody was given', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const ben = person(server.url);
    expect((await ben.opens(board.edit)).body).toEqual({ role: 'editor' });
    expect((await ben.opens(board.view)).body).toEqual({ role: 'editor' });
    expect((await ann.opens(board.view)).body).toEqual({ role: 'owner' });
  });

  test('carry the public address where one is set', async () => {
    const server = await serve({ PUBLIC_URL: 'https://draw.example' });
    const reply = await fetch(`http://localhost:${server.port}/api/boards`, { method: 'POST' });
    const { links } = (await reply.json()) as { links: { edit: { url: string } } };
    expect(links.edit.url).toMatch(/^https:\/\/draw\.example\/b\//);
    expect(reply.headers.get('set-cookie')).toMatch(/^__Host-gesso=.*; HttpOnly; Secure; SameSite=Lax$/);
  });
});

/** A board of Ann's that Ben has opened by a link made for him. */
const shared = async (terms: Readonly<Record<string, unknown>> = { role: 'editor' }, now = Date.now) => {
  const server = await serve({}, { now });
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const at = `/api/boards/${board.id}`;
  const link = (await ann.post(`${at}/links`, terms)).body as Link;
  const ben = person(server.url);
  await ben.opens(link, 'sesame');
  const change = (to: unknown) => ann.patch(`${at}/links/${link.id}`, to);
  return { server, ann, ben, board, at, link, change };
};

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('a link that is changed', () => {
  test('has the terms that were sent, keeps the others and its key, and is told of in the audit', async () => {
    const { server, ann, at, link, change } = await shared({ role: 'editor', label: 'Class 3', password: 'sesame' });
    const before = (await ann.get(`${at}/links`)).body.links[2];
    const expiresAt = inAnHour();
    const { status, body } = await change({ role: 'commenter', expiresAt, maxUses: 2 });
    expect(status).toBe(200);
    expect(body).toEqual({ ...before, role: 'commenter', expiresAt, maxUses: 2 });
    expect((await ann.get(`${at}/links`)).body.links[2]).toEqual(body);
    // Ben was the first of two.
    expect((await person(server.url).opens(link, 'sesame')).body).toEqual({ role: 'commenter' });
    expect((await person(server.url).opens(link, 'sesame')).body).toEqual(failureBody('LINK_USED_UP'));
    const bare = (await change({ label: null, password: null, expiresAt: null, maxUses: null })).body;
    const { maxUses: _, ...rest } = { ...before, maxUses: undefined };
    expect(bare).toEqual({ ...rest, role: 'commenter', label: null, uses: 2, hasPassword: false });
    expect((await person(server.url).opens(link)).body).toEqual({ role: 'commenter' });
    const { events } = JSON.parse((await ann.get(`${at}/audit`)).text);
    expect(events.filter(({ event }: { event: string }) => event === 'link.change')).toMatchObject([
      { facts: { link: link.id, role: 'commenter', changed: ['label', 'expiresAt', 'maxUses', 'password'] } },
      { facts: { link: link.id, role: 'commenter', changed: ['expiresAt', 'maxUses', 'role'] } },
    ]);
  });

  test('gives those who are there by it another role at once, and nobody else', async () => {
    const { server, ben, board, at, change } = await shared();
    const cas = person(server.url);
    await cas.opens(board.edit);
    const others = await cas.connects(board.id);
    await others.hears('role');
    const drawing = await ben.connects(board.id);
    expect(await drawing.hears('role')).toMatchObject({ role: 'editor' });
    await change({ role: 'viewer' });
    expect(await drawing.closed).toEqual(closeOf('ROLE_CHANGED'));
    const looking = await ben.connects(board.id);
    expect(await looking.hears('role')).toMatchObject({ role: 'viewer' });
    expect((await ben.put(`${at}/document`, edit(new Y.Doc(), 'element-0001'))).status).toBe(403);
    looking.send(frames.update(edit(new Y.Doc(), 'element-0002')));
    expect(await looking.closed).toEqual(closeOf('FORBIDDEN'));
    await change({ role: 'editor' });
    const again = await ben.connects(board.id);
    expect(await again.hears('role')).toMatchObject({ role: 'editor' });
    others.send(frames.update(edit(new Y.Doc(), 'element-0003')));
    await others.hears('saved');
  });

  test('gives no more than it gives now to a ticket of before', async () => {
    const { server, board, link, change } = await shared();
    const script = person(server.url);
    const [low, late] = [await script.ticket(board.id, link), await script.ticket(board.id, link)];
    await change({ role: 'viewer' });
    const looking = await script.connects(board.id, { ticket: low, gesso: '1' });
    expect(await looking.hears('role')).toMatchObject({ role: 'viewer' });
    await change({ expiresAt: Date.now() - 1 });
    expect(await looking.closed).toEqual(closeOf('REVOKED'));
    const closed = await script.connects(board.id, { ticket: late, gesso: '1' });
    expect(await closed.closed).toEqual(closeOf('REVOKED'));
  });

  test('ends when it is said to, also for those who are there by it', async () => {
    let at = Date.now();
    const hour = 3_600_000;
    const { ben, board, link, change } = await shared({ role: 'editor', expiresAt: at + hour }, () => at);
    const short = await ben.connects(board.id);
    await short.hears('role');
    await change({ expiresAt: null });
    expect(await short.closed).toEqual(closeOf('ROLE_CHANGED'));
    const long = await ben.connects(board.id);
    await long.hears('role');
    await change({ expiresAt: at + hour });
    expect(await long.closed).toEqual(closeOf('ROLE_CHANGED'));
    const last = await ben.connects(board.id);
    await last.hears('role');
    at += hour;
    expect(await last.closed).toEqual(closeOf('REVOKED'));
    expect((await ben.opens(link)).status).toBe(404);
    await change({ expiresAt: at + hour });
    expect((await ben.opens(link)).body).toEqual({ role: 'editor' });
    const open = await ben.connects(board.id);
    await open.hears('role');
    await change({ expiresAt: '2001-01-01' });
    expect(await open.closed).toEqual(closeOf('REVOKED'));
    expect((await ben.get(`/api/boards/${board.id}`)).status).toBe(404);
  });

  test('asks for its password and counts its people from then on: who is there stays', async () => {
    const { server, ben, board, link, change } = await shared();
    const line = await ben.connects(board.id);
    await line.hears('role');
    await change({ password: 'sesame', maxUses: 1, label: 'Class 3' });
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await line.hears('saved');
    const again = await ben.connects(board.id);
    expect(await again.hears('role')).toMatchObject({ role: 'editor' });
    const cas = person(server.url);
    expect((await cas.opens(link)).body).toEqual(failureBody('PASSWORD_REQUIRED'));
    expect((await cas.opens(link, 'sesame')).body).toEqual(failureBody('LINK_USED_UP'));
    await change({ maxUses: 2 });
    expect((await cas.opens(link, 'sesame')).body).toEqual({ role: 'editor' });
  });

  test('is changed by the owner of its board alone', async () => {
    const { server, ann, ben, board, at, link } = await shared();
    const there = [ben];
    for (const role of ['viewer', 'commenter']) {
      const guest = person(server.url);
      await guest.opens((await ann.post(`${at}/links`, { role })).body);
      there.push(guest);
    }
    const before = (await ann.get(`${at}/links`)).text;
    for (const guest of there)
      expect((await guest.patch(`${at}/links/${link.id}`, { role: 'editor' })).body).toEqual(failureBody('FORBIDDEN'));
    const dan = person(server.url);
    const other = await dan.makesBoard();
    expect((await dan.patch(`${at}/links/${link.id}`, { role: 'viewer' })).body).toEqual(failureBody('NO_SUCH_BOARD'));
    const foreign = await dan.patch(`/api/boards/${other.id}/links/${link.id}`, { role: 'viewer' });
    expect(foreign.body).toEqual(failureBody('NOT_FOUND'));
    expect((await ann.patch(`${at}/links/${other.edit.id}`, { role: 'viewer' })).status).toBe(404);
    expect((await person(server.url).patch(`${at}/links/${link.id}`, { role: 'viewer' })).status).toBe(404);
    expect((await ann.get(`${at}/links`)).text).toBe(before);
    expect((await ben.get(`/api/boards/${board.id}`)).body.role).toBe('editor');
  });

  test('is refused what makes no sense, and stays as it is', async () => {
    const { ann, at, change } = await shared({ role: 'editor', label: 'Class 3' });
    const before = (await ann.get(`${at}/links`)).text;
    for (const body of [
      {},
      undefined,
      { role: 'owner' },
      { role: null },
      { role: 'viewer', key: 'mine' },
      { board: 'other' },
      { uses: 0 },
      { expiresAt: 'soon' },
      { label: 5 },
      { label: 'x'.repeat(10_000) },
      { password: 'x'.repeat(201) },
      { maxUses: 0 },
      { maxUses: 1.5 },
      { maxUses: 10_001 },
    ])
      expect([body, (await change(body)).body]).toEqual([body, failureBody('MALFORMED')]);
    expect((await ann.get(`${at}/links`)).text).toBe(before);
  });
});
