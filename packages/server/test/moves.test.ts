import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { closeOf } from './support/line.ts';
import { person } from './support/person.ts';
import { serve } from './support/server.ts';

const idOf = async (who: ReturnType<typeof person>): Promise<string> => (await who.get('/api/session')).body.id;
const boardsOf = async (who: ReturnType<typeof person>): Promise<string[]> =>
  (await who.get('/api/boards?sort=title')).body.boards.map(({ title }) => title);

describe('a guest in another browser', () => {
  test('goes on as the same person by a link of theirs, and brings what they had there', async () => {
    const server = await serve();
    const desk = person(server.url);
    await desk.makesBoard('At the desk');
    const phone = person(server.url);
    const made = await phone.makesBoard('On the phone');
    const line = await phone.connects(made.id);
    await line.hears('role');
    const old = phone.cookie;

    const { status, body } = await desk.post('/api/session/move');
    expect([status, body.expiresIn]).toEqual([201, 600]);
    expect(body.url).toBe(`${server.url}/boards#move=${body.key}`);
    const took = await phone.post('/api/session/take', { key: body.key });
    expect(took.body.id).toBe(await idOf(desk));
    expect(await line.closed).toEqual(closeOf('SESSION_RENEWED'));
    expect(await idOf(phone)).toBe(await idOf(desk));
    for (const browser of [desk, phone]) expect(await boardsOf(browser)).toEqual(['At the desk', 'On the phone']);
    expect((await phone.get(`/api/boards/${made.id}`)).body.role).toBe('owner');
    // The cookie of before is worth nothing, and the link but once.
    const before = person(server.url, old);
    expect((await before.get(`/api/boards/${made.id}`)).status).toBe(404);
    expect((await person(server.url).post('/api/session/take', { key: body.key })).status).toBe(404);
  });

  test('who is nobody there yet becomes the person, and one who is already stays', async () => {
    const server = await serve();
    const desk = person(server.url);
    await desk.makesBoard('Plan');
    const { key } = (await desk.post('/api/session/move')).body;
    const tablet = person(server.url);
    expect((await tablet.post('/api/session/take', { key })).status).toBe(200);
    expect(await boardsOf(tablet)).toEqual(['Plan']);
    const again = (await desk.post('/api/session/move')).body.key;
    expect((await tablet.post('/api/session/take', { key: again })).status).toBe(200);
    expect(await boardsOf(desk)).toEqual(['Plan']);
    expect((await tablet.post('/api/session/take', {})).status).toBe(400);
    expect((await tablet.post('/api/session/take', { key: 'x' })).status).toBe(404);
  });

  test('has the name and the color that they have when the link is opened', async () => {
    const server = await serve();
    const [desk, phone] = [person(server.url), person(server.url)];
    await desk.patch('/api/session', { name: 'Before' });
    const { key } = (await desk.post('/api/session/move')).body;
    await desk.patch('/api/session', { name: 'After', color: '#123456' });
    const after = { name: 'After', color: '#123456' };
    expect((await phone.post('/api/session/take', { key })).body).toMatchObject(after);
    for (const browser of [desk, phone]) expect((await browser.get('/api/session')).body).toMatchObject(after);
    // A color that was chosen is still one.
    const board = await phone.makesBoard();
    const line = await phone.connects(board.id);
    expect(await line.hears('role')).toMatchObject({ you: after });
  });

  test('who signs in has what their browser had as a guest', async () => {
    const secret = 'a secret of at least thirty-two letters';
    const server = await serve({ AUTH_JWT_SECRET: secret });
    const guest = person(server.url);
    const made = await guest.makesBoard('Before signing in');
    const token = await new SignJWT({ sub: 'ann', name: 'Ann' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(secret));
    const signedIn = { authorization: `Bearer ${token}` };
    const took = await guest.post('/api/session/take', {}, signedIn);
    expect(took.body).toMatchObject({ id: 'ann', signedIn: true });
    const list = await guest.request('GET', '/api/boards', undefined, signedIn);
    expect(list.body.boards).toMatchObject([{ id: made.id, role: 'owner' }]);
    expect((await guest.post('/api/session/take', {}, signedIn)).status).toBe(404);
    expect((await guest.get('/api/boards')).body.boards).toEqual([]);
  });

  test('a page of another site can begin and take nothing', async () => {
    const server = await serve();
    const desk = person(server.url);
    await desk.makesBoard();
    const strange = { origin: 'https://elsewhere.example' };
    expect((await desk.post('/api/session/move', undefined, strange)).status).toBe(403);
    const { key } = (await desk.post('/api/session/move')).body;
    expect((await person(server.url).post('/api/session/take', { key }, strange)).status).toBe(403);
    expect((await person(server.url).post('/api/session/take', { key })).status).toBe(200);
  });
});
