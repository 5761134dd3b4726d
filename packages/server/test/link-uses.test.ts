import { failureBody } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { type Link, person } from './support/person.ts';
import { serve } from './support/server.ts';

/** A board of Ann's, to which she makes links, and one who comes to it. */
const scene = async () => {
  const server = await serve();
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const at = (path: string) => `/api/boards/${board.id}${path}`;
  const links = async (terms: object): Promise<Link> => (await ann.post(at('/links'), terms)).body;
  const usesOf = async ({ id }: Link) =>
    (await ann.get(at('/links'))).body.links.find((link) => link.id === id) as unknown as { readonly uses: number };
  const newcomer = () => person(server.url);
  return { ann, board, at, links, usesOf, newcomer };
};

const idOf = async (one: ReturnType<typeof person>) => (await one.get('/api/session')).body.id;

describe('the places of a link', () => {
  test('are not taken by one who was sent away, who is let in by neither way', async () => {
    const { ann, board, at, links, usesOf, newcomer } = await scene();
    const [ben, cas] = [newcomer(), newcomer()];
    await ben.opens(board.edit);
    await ann.delete(at(`/people/${await idOf(ben)}`));
    const one = await links({ role: 'viewer', maxUses: 1 });
    expect((await ben.opens(one)).body).toEqual(failureBody('NO_SUCH_BOARD'));
    expect((await ben.post(at('/ticket'), { key: one.key })).body).toEqual(failureBody('REVOKED'));
    expect(await usesOf(one)).toMatchObject({ uses: 0 });
    expect((await cas.opens(one)).body).toEqual({ role: 'viewer' });
    const { events } = JSON.parse((await ann.get(at('/audit'))).text);
    const joined = events.filter(
      ({ event, facts }: (typeof events)[0]) => event === 'link.join' && facts.link === one.id,
    );
    expect(joined).toMatchObject([{ person: await idOf(cas) }]);
  });

  test('are not taken by the owner, nor by one whose role is the owner’s word', async () => {
    const { ann, board, at, links, usesOf, newcomer } = await scene();
    const [ben, cas, dan] = [newcomer(), newcomer(), newcomer()];
    await ben.opens(board.view);
    await ann.put(at(`/people/${await idOf(ben)}`), { role: 'commenter' });
    const one = await links({ role: 'editor', maxUses: 1, password: 'sesame' });
    for (const [member, role] of [
      [ann, 'owner'],
      [ben, 'commenter'],
    ] as const) {
      expect((await member.opens(one)).body).toEqual(failureBody('PASSWORD_REQUIRED'));
      expect((await member.opens(one, 'sesame')).body).toEqual({ role });
      // Once, as anybody: it is remembered who has shown it.
      expect((await member.opens(one)).body).toEqual({ role });
      expect((await member.post(at('/ticket'), { key: one.key })).body).toMatchObject({ role });
    }
    expect(await usesOf(one)).toMatchObject({ uses: 0 });
    expect((await cas.opens(one, 'sesame')).body).toEqual({ role: 'editor' });
    // Also once nobody else is let in.
    expect((await dan.opens(one, 'sesame')).body).toEqual(failureBody('LINK_USED_UP'));
    expect((await ann.opens(one)).body).toEqual({ role: 'owner' });
    expect((await ben.opens(one)).body).toEqual({ role: 'commenter' });
    expect(await usesOf(one)).toMatchObject({ uses: 1 });
  });

  test('are taken once by one who has as much by another link: that may be turned off', async () => {
    const { ann, board, at, links, usesOf, newcomer } = await scene();
    const ben = newcomer();
    await ben.opens(board.edit);
    const one = await links({ role: 'viewer', maxUses: 1 });
    expect((await ben.opens(one)).body).toEqual({ role: 'editor' });
    expect((await ben.opens(one)).body).toEqual({ role: 'editor' });
    expect(await usesOf(one)).toMatchObject({ uses: 1 });
    await ann.delete(at(`/links/${board.edit.id}`));
    expect((await ben.get(at(''))).body).toMatchObject({ role: 'viewer' });
  });

  test('are taken once by one who comes in several tabs at once', async () => {
    const { at, links, usesOf, newcomer } = await scene();
    const one = await links({ role: 'viewer', maxUses: 1 });
    const ben = newcomer();
    await ben.get('/api/session');
    const tabs = await Promise.all(
      Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? ben.opens(one) : ben.post(at('/ticket'), { key: one.key }))),
    );
    expect(tabs.map(({ status }) => status)).toEqual(tabs.map(() => 200));
    expect(await usesOf(one)).toMatchObject({ uses: 1 });
  });
});

describe('the uses of a link', () => {
  test('count a person once, however many tickets they ask for, and whoever came has a place once it is for so many', async () => {
    const { ann, board, at, usesOf, newcomer } = await scene();
    const [ben, cas, dan] = [newcomer(), newcomer(), newcomer()];
    await ben.get('/api/session');
    for (let i = 0; i < 5; i++)
      expect((await ben.post(at('/ticket'), { key: board.view.key })).body).toMatchObject({ role: 'viewer' });
    await ben.opens(board.view);
    expect(await usesOf(board.view)).toMatchObject({ uses: 1 });
    await ann.patch(at(`/links/${board.view.id}`), { maxUses: 2 });
    expect((await ben.post(at('/ticket'), { key: board.view.key })).status).toBe(200);
    expect((await cas.opens(board.view)).body).toEqual({ role: 'viewer' });
    expect((await dan.opens(board.view)).body).toEqual(failureBody('LINK_USED_UP'));
    expect(await usesOf(board.view)).toMatchObject({ uses: 2 });
  });

  test('count a visitor who proves who they are once, and each who does not', async () => {
    const { ann, board, at, usesOf, newcomer } = await scene();
    const { key } = board.view;
    const script = newcomer();
    let proof = {};
    for (let i = 0; i < 3; i++) {
      const { status, headers } = await script.post(at('/ticket'), { key }, proof);
      expect(status).toBe(200);
      proof = { 'gesso-visitor': headers.get('gesso-visitor') ?? '' };
    }
    expect(await usesOf(board.view)).toMatchObject({ uses: 1 });
    await newcomer().ticket(board.id, board.view);
    expect(await usesOf(board.view)).toMatchObject({ uses: 2 });
    await ann.patch(at(`/links/${board.view.id}`), { maxUses: 2 });
    expect((await script.post(at('/ticket'), { key }, proof)).status).toBe(200);
    expect((await newcomer().post(at('/ticket'), { key })).body).toEqual(failureBody('LINK_USED_UP'));
    // By the edit link they come for the first time.
    expect((await script.post(at('/ticket'), { key: board.edit.key }, proof)).body).toMatchObject({ role: 'editor' });
    expect(await usesOf(board.edit)).toMatchObject({ uses: 1 });
  });
});
