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

describe('the audit of a crowded board', () => {
  interface Page {
    readonly events: readonly { readonly event: string; readonly facts: Readonly<Record<string, unknown>> }[];
    readonly next: string | null;
  }

  test('counts a crowd that comes by one link in one row, and washes out nothing', async () => {
    let at = Date.now();
    const server = await serve({}, { now: () => at });
    const ann = person(server.url);
    const { id, edit, view } = await ann.makesBoard();
    const first = new Date(at).toISOString();
    for (let i = 0; i < 60; i++) await person(server.url).opens(i % 2 === 0 ? view : edit);
    at += 1_000;
    await person(server.url).opens(view);
    const page = JSON.parse((await ann.get(`/api/boards/${id}/audit`)).text) as Page;
    expect(page.next).toBeNull();
    expect(page.events.map(({ event }) => event)).toEqual(['link.join', 'link.join', 'board.create']);
    expect(page.events[0]).toMatchObject({
      at: new Date(at).toISOString(),
      facts: { link: view.id, count: 31, first },
    });
  });

  test('is read page by page, to its beginning', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    for (let i = 0; i < 7; i++) await ann.post(`/api/boards/${id}/links`, { role: 'viewer' });
    const seen: string[] = [];
    let pages = 0;
    for (let next: string | null = ''; next !== null; pages++) {
      const query: string = next === '' ? '' : `&before=${next}`;
      const page = JSON.parse((await ann.get(`/api/boards/${id}/audit?limit=3${query}`)).text) as Page;
      expect(page.events.length).toBeLessThanOrEqual(3);
      seen.push(...page.events.map(({ event }) => event));
      ({ next } = page);
    }
    expect(pages).toBe(3);
    expect(seen).toEqual([...Array.from({ length: 7 }, () => 'link.create'), 'board.create']);
    expect((await ann.get(`/api/boards/${id}/audit?before=x`)).status).toBe(400);
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
