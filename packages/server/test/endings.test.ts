import { failures } from '@gesso/crdt-schema';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { closeOf, line } from './support/line.ts';
import { person } from './support/person.ts';
import { serve } from './support/server.ts';

/** What stops when the proof of who somebody is does. */

const secret = 'a secret of at least thirty-two bytes';

const signed = (sub: string, exp: number): Promise<string> =>
  new SignJWT({ name: sub })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime(exp)
    .sign(new TextEncoder().encode(secret));

describe('a token', () => {
  test('that runs out ends the socket it opened, within a second', async () => {
    const server = await serve({ AUTH_JWT_SECRET: secret });
    const soon = Math.floor(Date.now() / 1000) + 2;
    const token = await signed('ann', soon);
    const ann = person(server.url);
    const { body } = await ann.post('/api/boards', {}, { authorization: `Bearer ${token}` });
    const socket = (query: string) =>
      line(`${server.url.replace('http', 'ws')}/sync/${body.board.id}?${query}`, { origin: server.url });
    const byToken = await socket(`token=${token}`);
    await byToken.hears('step1');
    const given = await ann.post(`/api/boards/${body.board.id}/ticket`, {}, { authorization: `Bearer ${token}` });
    const byTicket = await socket(`ticket=${given.body.ticket}`);
    await byTicket.hears('step1');
    expect(await byToken.closed).toEqual(closeOf('UNAUTHENTICATED'));
    expect(await byTicket.closed).toEqual(closeOf('UNAUTHENTICATED'));
    expect(Date.now()).toBeGreaterThanOrEqual(soon * 1000);
  });

  test('never makes somebody the guest whose id it names, nor what another account looks like', async () => {
    const server = await serve({ AUTH_JWT_SECRET: secret });
    const exp = Math.floor(Date.now() / 1000) + 60;
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const { id: guest } = (await ann.get('/api/session')).body;
    const as = async (sub: string, path: string) =>
      person(server.url).request('GET', path, undefined, { authorization: `Bearer ${await signed(sub, exp)}` });
    expect((await as(guest, `/api/boards/${id}`)).status).toBe(404);
    expect((await as(guest, '/api/boards')).body.boards).toEqual([]);
    const seen = async (sub: string) => (await as(sub, '/api/session')).body.id;
    expect(await seen(guest)).not.toBe(guest);
    const ids = ['ann', 'id-ann', 'account:ann', `account:${guest}`, guest, 'ann@example.org', 'operator', 'visitor-1'];
    const shown = await Promise.all(ids.map(seen));
    expect(new Set(shown).size).toBe(ids.length);
    // An id that is shown is nobody else's either.
    for (const id of shown.slice(1)) expect(await seen(id)).not.toBe(id);
    expect(shown[0]).toBe('ann');
  });
});

describe('signing out', () => {
  test('makes a ticket worthless that was not used yet', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const ticket = await ann.ticket(id);
    const before = ann.cookie;
    expect((await ann.delete('/api/session')).status).toBe(204);
    const late = await person(server.url).connects(id, { ticket });
    expect(await late.closed).toEqual(closeOf('UNAUTHENTICATED'));
    expect((await person(server.url, before).get('/api/boards')).body.boards).toEqual([]);
  });

  test('ends a socket that was still on its way in', async () => {
    let arrive = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const server = await serve(
      {},
      {
        store: (store) => ({
          ...store,
          load: async (board) => {
            asked();
            await held;
            return store.load(board);
          },
        }),
      },
    );
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const coming = ann.connects(id);
    await isAsked;
    expect((await ann.delete('/api/session')).status).toBe(204);
    arrive();
    expect(await (await coming).closed).toEqual(closeOf('UNAUTHENTICATED'));
  });

  test('holds for a guest of whom nothing was stored', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = (await ann.get('/api/session')).body;
    const before = ann.cookie;
    expect((await person(server.url, before).get('/api/session')).body.id).toBe(id);
    expect((await ann.delete('/api/session')).status).toBe(204);
    expect((await person(server.url, before).get('/api/session')).body.id).not.toBe(id);
  });
});

describe('a session under a new secret', () => {
  test('ends what the old one opened, in a way that the app comes back from, and its tickets', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const thief = person(server.url, ann.cookie);
    const stolen = await thief.connects(id);
    await stolen.hears('step1');
    const ticket = await thief.ticket(id);
    expect((await ann.post('/api/session/rotate')).status).toBe(204);
    expect(await stolen.closed).toEqual(closeOf('SESSION_RENEWED'));
    expect(failures.SESSION_RENEWED.retry).toBe(true);
    expect(await (await thief.connects(id)).closed).toEqual(closeOf('UNAUTHENTICATED'));
    expect(await (await thief.connects(id, { ticket })).closed).toEqual(closeOf('UNAUTHENTICATED'));
    await (await ann.connects(id)).hears('step1');
  });

  test('is somebody of whom nothing was stored as well', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = (await ann.get('/api/session')).body;
    const before = ann.cookie;
    expect((await ann.post('/api/session/rotate')).status).toBe(204);
    expect((await ann.get('/api/session')).body.id).toBe(id);
    expect((await person(server.url, before).get('/api/session')).body.id).not.toBe(id);
  });
});
