import { afterEach, describe, expect, test } from 'vitest';
import type { StayFound } from '../src/rooms/stays.ts';
import { memoryStore } from './support/memory-store.ts';
import { server, troubledBus, turns, until } from './support/servers.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const two = () => {
  const join = troubledBus();
  const store = memoryStore();
  const servers = [server({ store, bus: join() }), server({ store, bus: join() })] as const;
  ended.push(...servers.map(({ end }) => end));
  return servers;
};

const codes = (...pages: readonly { readonly closed: readonly string[] }[]) => pages.map(({ closed }) => closed);

describe('what holds at once', () => {
  test('holds for people on the other server too, and for them alone', async () => {
    const [one, other] = two();
    const here = await one.arrive('ann');
    const there = await other.arrive('ann');
    const ben = await other.arrive('ben');
    one.rooms.close('board', 'SENT_AWAY', { of: 'people', ids: ['ann'] });
    expect(codes(here, there, ben)).toEqual([['SENT_AWAY'], ['SENT_AWAY'], []]);
  });

  test('holds for roles, and for one board', async () => {
    const [one, other] = two();
    const [ann, ben] = [await other.arrive('ann'), await other.arrive('ben', { role: 'commenter' })];
    const elsewhere = await other.arrive('ann', { board: 'another' });
    one.rooms.close('board', 'ROLE_CHANGED', { of: 'roles', roles: ['editor'] });
    expect(codes(ann, ben, elsewhere)).toEqual([['ROLE_CHANGED'], [], []]);
    one.rooms.close('board', 'BOARD_IN_TRASH');
    expect(codes(ben, elsewhere)).toEqual([['BOARD_IN_TRASH'], []]);
  });

  test('ends a link on both, each with the code that says whether they come back', async () => {
    const [one, other] = two();
    const byLink = { link: 'l', mayReturn: async () => true };
    const pages = [
      await one.arrive('ann', { link: 'l' }),
      await other.arrive('ben', { link: 'l' }),
      await other.arrive('cas', byLink),
      await other.arrive('dan', { link: 'k' }),
    ];
    await one.rooms.closeWay('board', { of: 'link', link: 'l' });
    await until(() => pages.slice(0, 3).every(({ closed }) => closed.length > 0));
    expect(codes(...pages)).toEqual([['REVOKED'], ['REVOKED'], ['ROLE_CHANGED'], []]);
  });

  test('ends what a session has opened on all boards of all servers', async () => {
    const [one, other] = two();
    const pages = [await other.arrive('ann'), await other.arrive('ann', { board: 'another' }), await one.arrive('ben')];
    one.rooms.closeEverywhere('SESSION_RENEWED', { of: 'people', ids: ['ann'] });
    expect(codes(...pages)).toEqual([['SESSION_RENEWED'], ['SESSION_RENEWED'], []]);
  });

  test('keeps those out who are on their way in to the other server', async () => {
    const [one, other] = two();
    let admit = (): void => {};
    const asked = new Promise<void>((resolve) => {
      admit = resolve;
    });
    const coming = other.rooms.arrive('board', async () => {
      await asked;
      return { person: { id: 'ann', name: 'ann', color: '#112233' }, role: 'editor' };
    });
    one.rooms.close('board', 'SENT_AWAY', { of: 'people', ids: ['ann'] });
    admit();
    const arrival = await coming;
    expect(() => arrival.join({ backlog: 0, send: () => {}, close: () => {} }, true)).toThrow(
      expect.objectContaining({ code: 'SENT_AWAY' }),
    );
    arrival.release();
  });

  test('is told to people on both servers, and counted by who is known to be there', async () => {
    const [one, other] = two();
    const [ann, ben] = [await one.arrive('ann', { role: 'owner' }), await other.arrive('ben')];
    await turns();
    const notice = { code: 'SAID', message: 'said' };
    expect(await other.rooms.notify('board', notice, { of: 'roles', roles: ['owner'] })).toBe(1);
    expect(await other.rooms.notify('board', notice, { of: 'people', ids: ['nobody'] })).toBe(0);
    const told = (page: typeof ann) => page.heard.filter(({ type }) => type === 'notice').length;
    expect([told(ann), told(ben)]).toEqual([1, 0]);
  });

  test('shows a new name to the pages of a person on both servers, and to the others', async () => {
    const [one, other] = two();
    const [here, there] = [await one.arrive('ann'), await other.arrive('ann')];
    one.rooms.rename({ person: { id: 'ann', name: 'Anna', color: '#abcdef' }, colorChosen: true });
    for (const page of [here, there])
      expect(page.heard.filter(({ type }) => type === 'role').at(-1)).toMatchObject({
        you: { name: 'Anna', color: '#abcdef' },
      });
    await turns();
    expect(one.rooms.person('board', 'ann')?.name).toBe('Anna');
  });

  test('of what each server finds out by itself nothing is told', async () => {
    const [one, other] = two();
    const pages = [await one.arrive('ann'), await other.arrive('ben')];
    one.rooms.closeHere('UNAUTHENTICATED', () => true);
    await one.rooms.closeWayHere('board', () => true);
    expect(codes(...pages)).toEqual([['UNAUTHENTICATED'], []]);
  });
});

describe('rights that changed while a word of it was lost', () => {
  test('are found out by looking again', async () => {
    const { rooms, arrive, end } = server();
    ended.push(end);
    const answers: Readonly<Record<string, StayFound>> = {
      same: { role: 'editor' },
      less: { role: 'viewer' },
      other: { role: 'editor', link: 'another' },
      sooner: { role: 'editor', until: 5 },
      trash: 'BOARD_IN_TRASH',
      sent: 'SENT_AWAY',
      gone: undefined,
      back: undefined,
      host: 'unknown',
    };
    const come = (person: string) =>
      arrive(person, { stay: { board: 'board', person }, mayReturn: async () => person === 'back' });
    const pages = await Promise.all(Object.keys(answers).map(come));
    const nobody = await arrive('without');
    await rooms.reconsider(async (stays) => stays.map(({ person }) => answers[person]));
    expect(codes(...pages)).toEqual([
      [],
      ['ROLE_CHANGED'],
      ['ROLE_CHANGED'],
      ['ROLE_CHANGED'],
      ['BOARD_IN_TRASH'],
      ['SENT_AWAY'],
      ['REVOKED'],
      ['ROLE_CHANGED'],
      [],
    ]);
    expect(nobody.closed).toEqual([]);
  });

  test('stay as they are while it cannot be found out', async () => {
    const { rooms, arrive, end } = server();
    ended.push(end);
    const ann = await arrive('ann', { stay: { board: 'board', person: 'ann' } });
    await expect(rooms.reconsider(() => Promise.reject(new Error('the database is away')))).rejects.toThrow('away');
    expect(ann.closed).toEqual([]);
  });

  test('end a board that is not there any more for everybody, and it is let go', async () => {
    const { rooms, arrive, end } = server();
    ended.push(end);
    const ann = await arrive('ann', { stay: { board: 'board', person: 'ann' } });
    const ben = await arrive('ben');
    await rooms.reconsider(async (stays) => stays.map(() => 'NO_SUCH_BOARD' as const));
    await until(() => ben.closed.length > 0 && rooms.open === 0);
    expect(codes(ann, ben)).toEqual([['NO_SUCH_BOARD'], ['NO_SUCH_BOARD']]);
  });
});
