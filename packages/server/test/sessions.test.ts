import { describe, expect, test } from 'vitest';
import { person } from './support/person.ts';
import { serve } from './support/server.ts';

describe('a session', () => {
  test('goes on under a new secret, and the old one is worth nothing', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const stolen = ann.cookie;
    expect((await ann.post('/api/session/rotate')).status).toBe(204);
    expect(ann.cookie).not.toBe(stolen);
    expect((await ann.get(`/api/boards/${id}`)).body.role).toBe('owner');
    expect((await person(server.url, stolen).get(`/api/boards/${id}`)).status).toBe(404);
  });

  test('that is ended closes its sockets and is over', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id, edit } = await ann.makesBoard();
    const ben = person(server.url);
    await ben.opens(edit);
    const mine = await ann.connects(id);
    const his = await ben.connects(id);
    await mine.hears('step1');
    await his.hears('step1');
    const before = ann.cookie;
    expect((await ann.delete('/api/session')).status).toBe(204);
    expect(await mine.closed).toEqual({ code: 4401, reason: 'UNAUTHENTICATED' });
    expect((await person(server.url, before).get(`/api/boards/${id}`)).status).toBe(404);
    await ben.connects(id).then((again) => again.hears('step1'));
    expect(his.socket.readyState).toBe(his.socket.OPEN);
  });

  test('shows when it began and which it is, and nobody’s secret', async () => {
    const server = await serve();
    const ann = person(server.url);
    expect((await ann.get('/api/session/list')).text).toBe('{"sessions":[]}');
    await ann.get('/api/session');
    const { text } = await ann.get('/api/session/list');
    expect(JSON.parse(text).sessions).toEqual([
      { createdAt: expect.stringMatching(/^\d{4}-.*Z$/), seenAt: expect.stringMatching(/Z$/), current: true },
    ]);
    expect(text).not.toContain(ann.cookie.split('=')[1]);
  });

  test('that is nobody’s cannot be renewed', async () => {
    const server = await serve();
    expect((await person(server.url).post('/api/session/rotate')).status).toBe(401);
    expect((await person(server.url, `gesso=${'x'.repeat(43)}`).post('/api/session/rotate')).status).toBe(401);
  });
});

describe('the audit of a board', () => {
  test('tells its owner what happened, newest first, and nobody else', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id, edit, view } = await ann.makesBoard();
    const ben = person(server.url);
    await ben.opens(edit);
    await ann.delete(`/api/boards/${id}/links/${view.id}`);
    const { text } = await ann.get(`/api/boards/${id}/audit`);
    expect(JSON.parse(text).events.map(({ event }: { event: string }) => event)).toEqual([
      'link.revoke',
      'link.join',
      'board.create',
    ]);
    expect(text).not.toContain(edit.key);
    expect((await ben.get(`/api/boards/${id}/audit`)).status).toBe(403);
    expect((await person(server.url).get(`/api/boards/${id}/audit`)).status).toBe(404);
  });
});

describe('a link that runs out', () => {
  test('ends the connections that came by it within a second', async () => {
    let at = Date.now();
    const server = await serve({}, { now: () => at });
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const link = (
      await ann.post(`/api/boards/${id}/links`, { role: 'editor', expiresAt: new Date(at + 60_000).toISOString() })
    ).body;
    const ben = person(server.url);
    await ben.opens(link);
    const line = await ben.connects(id);
    await line.hears('step1');
    at += 60_001;
    expect(await line.closed).toEqual({ code: 4403, reason: 'REVOKED' });
  });
});
