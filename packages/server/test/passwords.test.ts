import { describe, expect, test } from 'vitest';
import { hashPassword, passwordMatches } from '../src/auth/secrets.ts';
import { createTries } from '../src/auth/tries.ts';
import { frames } from './support/line.ts';
import { type Link, person } from './support/person.ts';
import { newSchema } from './support/postgres.ts';
import { serve } from './support/server.ts';

describe('the password of a link', () => {
  test('is guessed a few times, and then not looked at for longer and longer, whoever knows it', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const link = (await ann.post(`/api/boards/${id}/links`, { role: 'editor', password: 'sesame' })).body as Link;
    const eve = person(server.url);
    const answers = [];
    for (let i = 0; i < 40; i++) answers.push((await eve.opens(link, `guess ${i}`)).status);
    expect(answers.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(answers.filter((status) => status === 401).length).toBeLessThan(8);
    expect(answers.at(-1)).toBe(429);
    // A ticket is no way around it, and to ask what is needed is no guess.
    const ticket = await eve.post(`/api/boards/${id}/ticket`, { key: link.key, password: 'guess' });
    expect(ticket.status).toBe(429);
    expect((await eve.opens(link)).body.code).toBe('PASSWORD_REQUIRED');
    // Its owner, and other links, are not kept out by that.
    expect((await ann.get(`/api/boards/${id}`)).status).toBe(200);
    const other = (await ann.post(`/api/boards/${id}/links`, { role: 'viewer', password: 'other' })).body as Link;
    expect((await eve.opens(other, 'other')).status).toBe(200);
  });

  test('is at most 200 characters, and a longer one is not hashed', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const make = (password: string) => ann.post(`/api/boards/${id}/links`, { role: 'editor', password });
    expect((await make('x'.repeat(201))).status).toBe(400);
    const link = (await make('x'.repeat(200))).body as Link;
    const ben = person(server.url);
    expect((await ben.opens(link, 'x'.repeat(201))).status).toBe(400);
    expect((await ben.opens(link, 'x'.repeat(200))).status).toBe(200);
    const stored = await hashPassword('y'.repeat(201));
    expect(await passwordMatches('y'.repeat(201), stored)).toBe(false);
  });

  test('is hashed for a few at a time, and for no more than can wait', async () => {
    const all = await Promise.allSettled(Array.from({ length: 60 }, () => hashPassword('sesame')));
    const refused = all.filter((one) => one.status === 'rejected');
    expect(all.length - refused.length).toBe(34);
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'OVERLOADED' });
    expect(await passwordMatches('sesame', await hashPassword('sesame'))).toBe(true);
  });
});

describe('guessing', () => {
  const limited = { code: 'RATE_LIMITED' };

  test('waits twice as long each time, up to five minutes, and starts anew when it was right', async () => {
    let at = 0;
    const tries = createTries(() => at);
    for (let i = 0; i < 5; i++) await tries.begin('l', '10.0.0.1');
    for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
      await expect(tries.begin('l', '10.0.0.1')).rejects.toMatchObject(limited);
      at += wait * 1_000 - 1;
      await expect(tries.begin('l', '10.0.0.1')).rejects.toMatchObject(limited);
      at += 1;
      await tries.begin('l', '10.0.0.1');
    }
    await (await tries.begin('l', '10.0.0.2')).right();
    at += 300_000;
    await (await tries.begin('l', '10.0.0.1')).right();
    for (let i = 0; i < 5; i++) await tries.begin('l', '10.0.0.1');
  });

  test('is bounded for a link from wherever it comes, and for an address whatever it tries', async () => {
    const tries = createTries(() => 0);
    const looked = async (triesAt: (i: number) => Promise<unknown>): Promise<number> => {
      const all = await Promise.allSettled(Array.from({ length: 1_000 }, (_, i) => triesAt(i)));
      return all.filter(({ status }) => status === 'fulfilled').length;
    };
    expect(await looked((i) => tries.begin('l', `10.0.${i >> 8}.${i & 255}`))).toBeLessThanOrEqual(301);
    expect(await looked((i) => tries.begin(`l${i}`, `2001:db8::${i.toString(16)}`))).toBeLessThanOrEqual(61);
  });

  test('counts no password that was right, or that was not looked at', async () => {
    const tries = createTries(() => 0);
    for (let i = 0; i < 200; i++) await (await tries.begin('l', '10.0.0.1'))[i % 2 === 0 ? 'right' : 'untold']();
  });

  test('by several servers at once has no more tries than by one', async () => {
    const url = await newSchema();
    const servers = await Promise.all([1, 2, 3].map(() => serve({ DATABASE_URL: url })));
    const ann = person(servers[0]?.url ?? '');
    const { id } = await ann.makesBoard();
    const link = (await ann.post(`/api/boards/${id}/links`, { role: 'editor', password: 'sesame' })).body as Link;
    const answers = await Promise.all(
      servers.flatMap((server) => Array.from({ length: 10 }, (_, i) => person(server.url).opens(link, `guess ${i}`))),
    );
    // Five, and some more where this takes so long that the first waits are over: each server by itself would look at fifteen.
    const looked = answers.filter(({ status }) => status === 401).length;
    expect(looked).toBeGreaterThanOrEqual(5);
    expect(looked).toBeLessThan(12);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30 - looked);
  });
});

describe('visitors without a session', () => {
  test('behind one address with one program are people of their own, who can come back as themselves', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id, edit } = await ann.makesBoard();
    const asks = async (more: Record<string, string> = {}) => {
      const { body, headers } = await person(server.url).post(`/api/boards/${id}/ticket`, { key: edit.key }, more);
      const line = await person(server.url).connects(id, { ticket: body.ticket, gesso: '1' });
      const { you } = await line.hears('role');
      return { you, line, visitor: headers.get('gesso-visitor') ?? '' };
    };
    const one = await asks();
    const two = await asks();
    expect(one.you.id).not.toBe(two.you.id);
    // Neither takes the place of the other.
    one.line.send(frames.presence(7, 1, { cursor: [1, 1] }));
    await two.line.hears('presence', ({ states }) => states.has(7));
    two.line.send(frames.presence(7, 2, { cursor: [6, 6] }));
    two.line.send(frames.presence(8, 1, {}));
    const { states } = await one.line.hears('presence', (heard) => heard.states.has(8));
    expect(states.has(7)).toBe(false);
    const again = await asks({ 'gesso-visitor': one.visitor });
    expect(again.you).toEqual(one.you);
    expect((await asks({ 'gesso-visitor': again.visitor })).you).toEqual(one.you);
    expect((await asks({ 'gesso-visitor': 'x'.repeat(52) })).you.id).not.toBe(one.you.id);
  });
});
