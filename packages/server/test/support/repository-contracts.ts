import { describe, expect, test } from 'vitest';
import type { BoardPage, BoardRecord, LinkRecord, LinkRole, Repositories } from '../../src/stores/repositories.ts';
import { boardOrders } from '../../src/stores/repositories.ts';

const boardOf = (id: string, change: Partial<BoardRecord> = {}): BoardRecord => ({
  id,
  title: '',
  owner: 'ann',
  createdAt: 1,
  updatedAt: 1,
  deletedAt: undefined,
  ownerDraws: false,
  ...change,
});

const linkOf = (id: string, board: string, role: LinkRole = 'editor', createdAt = 1): LinkRecord => ({
  id,
  board,
  role,
  keyHash: new Uint8Array(Buffer.from(id)),
  label: undefined,
  password: undefined,
  expiresAt: undefined,
  uses: 0,
  maxUses: undefined,
  createdAt,
});

const hashOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(name));
const personOf = (id: string) => ({ id, name: `The ${id}`, color: '#102030', colorChosen: false });
const anna = { id: 'ann', name: 'Anna', color: '#000000', colorChosen: true };
const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
const listed = ({ boards }: BoardPage): string[] => ids(boards);
const all = { trashed: false, limit: 10 } as const;

type Open = () => Repositories;

/** What every implementation of the repositories does. */
export const repositoryContracts = (name: string, open: Open): void => {
  describe(`the ${name} boards`, () => boardContract(open));
  describe(`the ${name} links`, () => linkContract(open));
  describe(`the ${name} memberships`, () => membershipContract(open));
  describe(`the ${name} sessions`, () => sessionContract(open));
  describe(`the ${name} audit`, () => auditContract(open));
  describe(`the ${name} assets`, () => assetContract(open));
  test(`the ${name} secrets stay the same, each its own`, async () => {
    const { secrets } = open();
    const guests = await secrets.get('guests');
    expect(guests).toHaveLength(32);
    expect(Buffer.compare(await secrets.get('guests'), guests)).toBe(0);
    expect(Buffer.compare(await secrets.get('visitors'), guests)).not.toBe(0);
  });
};

const boardContract = (open: Open): void => {
  test('are found as they were made, and no others', async () => {
    const { boards, links } = open();
    const board = boardOf('b', { title: 'Plan' });
    await boards.create(board, [linkOf('l', 'b')]);
    expect(await boards.find('b')).toEqual(board);
    expect(await boards.find('c')).toBeUndefined();
    expect(ids(await links.ofBoard('b'))).toEqual(['l']);
    await expect(boards.create(board, [])).rejects.toThrow();
  });

  test('of a person are those they own and those they visited, last changed first', async () => {
    const { boards } = open();
    await boards.create(boardOf('own', { updatedAt: 5, title: 'My plan' }), []);
    await boards.create(boardOf('other', { owner: 'ben', updatedAt: 9 }), []);
    await boards.create(boardOf('unseen', { owner: 'ben' }), []);
    await boards.visit('ann', 'other', 3);
    await boards.visit('ann', 'nowhere', 3);
    expect(listed(await boards.ofPerson('ann', all))).toEqual(['other', 'own']);
    expect(listed(await boards.ofPerson('ann', { ...all, title: 'PLAN' }))).toEqual(['own']);
    expect(listed(await boards.ofPerson('ann', { ...all, title: '100%' }))).toEqual([]);
    expect(listed(await boards.ofPerson('ann', { ...all, limit: 1 }))).toEqual(['other']);
  });

  test('are listed page by page in each order, every one of them once', async () => {
    const { boards } = open();
    const times = [4, 4, 9, 1, 7, 4];
    for (const [n, at] of times.entries()) {
      const title = ['b', 'B', 'a:1', '', 'C', 'ä'][n] ?? '';
      await boards.create(boardOf(`b${n}`, { owner: n < 4 ? 'ann' : 'ben', title, updatedAt: at, createdAt: n }), []);
    }
    for (const n of [1, 4, 5]) await boards.visit('ann', `b${n}`, 10 + n);
    for (const order of boardOrders) {
      const whole = await boards.ofPerson('ann', { ...all, order });
      expect([order, whole.goesOn, listed(whole).length]).toEqual([order, false, 6]);
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await boards.ofPerson('ann', { ...all, order, after, limit: 2 });
        found.push(...listed(page));
        after = page.goesOn ? page.boards.at(-1)?.place : undefined;
      } while (after !== undefined);
      expect([order, found]).toEqual([order, listed(whole)]);
    }
    expect(listed(await boards.ofPerson('ann', { ...all, order: 'created' }))).toEqual([
      'b5',
      'b4',
      'b3',
      'b2',
      'b1',
      'b0',
    ]);
    expect(listed(await boards.ofPerson('ann', { ...all, order: 'title' })).slice(0, 2)).toEqual(['b3', 'b2']);
    expect((await boards.ofPerson('ann', all)).boards.map(({ id, openedAt }) => [id, openedAt])).toEqual([
      ['b2', undefined],
      ['b4', 14],
      ['b0', undefined],
      ['b1', 11],
      ['b5', 15],
      ['b3', undefined],
    ]);
    expect(listed(await boards.ofPerson('ann', { ...all, after: 'no cursor' }))).toHaveLength(6);
  });

  test('have stars, each for one person', async () => {
    const { boards } = open();
    for (const id of ['b', 'c']) await boards.create(boardOf(id), []);
    await boards.star('ann', 'b', 3);
    await boards.star('ann', 'b', 4);
    await boards.star('ann', 'nowhere', 4);
    await boards.visit('ben', 'b', 3);
    expect(listed(await boards.ofPerson('ann', { ...all, starred: true }))).toEqual(['b']);
    expect((await boards.ofPerson('ann', all)).boards.map(({ starred }) => starred)).toEqual([true, false]);
    expect((await boards.ofPerson('ben', all)).boards.map(({ starred }) => starred)).toEqual([false]);
    await boards.star('ann', 'b', undefined);
    expect(listed(await boards.ofPerson('ann', { ...all, starred: true }))).toEqual([]);
  });

  test('are left: off the list, with what was granted there, and others stay', async () => {
    const { boards, links } = open();
    await boards.create(boardOf('b', { owner: 'ben' }), [linkOf('l', 'b')]);
    await boards.create(boardOf('c', { owner: 'ben' }), [linkOf('m', 'c')]);
    for (const [board, link] of [
      ['b', 'l'],
      ['c', 'm'],
    ] as const) {
      await boards.visit('ann', board, 3);
      await boards.star('ann', board, 3);
      await links.grant(link, 'ann', 3);
    }
    await links.grant('l', 'cat', 3);
    await boards.leave('ann', 'b');
    expect(listed(await boards.ofPerson('ann', all))).toEqual(['c']);
    expect(listed(await boards.ofPerson('ann', { ...all, starred: true }))).toEqual(['c']);
    expect(ids(await links.grantedTo('ann', 'b'))).toEqual([]);
    expect(ids(await links.grantedTo('ann', 'c'))).toEqual(['m']);
    expect(ids(await links.grantedTo('cat', 'b'))).toEqual(['l']);
  });

  test('change their title and never go back in time', async () => {
    const { boards } = open();
    await boards.create(boardOf('b'), []);
    await boards.update('b', { title: 'Plan', updatedAt: 9 });
    await boards.update('b', { updatedAt: 4 });
    expect(await boards.find('b')).toMatchObject({ title: 'Plan', updatedAt: 9 });
    await boards.update('c', { title: 'nowhere' });
  });

  test('go to another owner, where there is one', async () => {
    const { boards } = open();
    await boards.create(boardOf('b'), []);
    expect(await boards.give('b', 'ben')).toBe(true);
    expect(await boards.give('c', 'ben')).toBe(false);
    expect((await boards.find('b'))?.owner).toBe('ben');
  });

  test('lie in the trash until they are taken out or removed with all that belongs to them', async () => {
    const { boards, links } = open();
    await boards.create(boardOf('b'), [linkOf('l', 'b')]);
    await boards.trash('b', 7);
    expect([
      listed(await boards.ofPerson('ann', all)),
      listed(await boards.ofPerson('ann', { ...all, trashed: true })),
    ]).toEqual([[], ['b']]);
    expect([await boards.trashedBefore(7), await boards.trashedBefore(8)]).toEqual([[], ['b']]);
    await boards.trash('b', undefined);
    expect(await boards.trashedBefore(8)).toEqual([]);
    await boards.remove('b');
    expect([await boards.find('b'), await links.ofBoard('b'), await links.grantedTo('ann', 'b')]).toEqual([
      undefined,
      [],
      [],
    ]);
  });

  test('and uses of links are written down together, what is gone meanwhile left out', async () => {
    const { boards, links, writeSeen } = open();
    await boards.create(boardOf('b', { owner: 'ben' }), [linkOf('l', 'b')]);
    const visits = ['b', 'gone'].map((board) => ({ person: 'ann', board, at: 1 }));
    await writeSeen({
      visits,
      uses: new Map([
        ['l', 3],
        ['gone', 1],
      ]),
    });
    expect(listed(await boards.ofPerson('ann', all))).toEqual(['b']);
    expect((await links.ofBoard('b'))[0]?.uses).toBe(3);
  });
};

const linkContract = (open: Open): void => {
  test('of a board stand in the order they were made, and are counted', async () => {
    const { boards, links } = open();
    await boards.create(boardOf('b'), []);
    const late = linkOf('late', 'b', 'viewer', 2);
    await links.add(late);
    await links.add({ ...linkOf('early', 'b'), label: 'for Ben', expiresAt: 99, password: 'hash' });
    await links.countUse(late);
    const few = { ...linkOf('few', 'b', 'viewer', 3), maxUses: 1 };
    await links.add(few);
    expect([await links.countUse(few), await links.countUse(few)]).toEqual([true, false]);
    const [early, second, third] = await links.ofBoard('b');
    expect(third).toMatchObject({ uses: 1, maxUses: 1 });
    expect(early).toMatchObject({ id: 'early', label: 'for Ben', expiresAt: 99, password: 'hash', uses: 0 });
    expect(second).toEqual({ ...late, uses: 1 });
  });

  test('are removed with what was granted by them, by their own board alone', async () => {
    const { boards, links } = open();
    await boards.create(boardOf('b'), [linkOf('l', 'b')]);
    expect(await links.grant('l', 'ben', 1)).toBe(true);
    expect(await links.grant('l', 'ben', 2)).toBe(false);
    expect(ids(await links.grantedTo('ben', 'b'))).toEqual(['l']);
    expect(await links.grantedTo('cas', 'b')).toEqual([]);
    expect([await links.remove('c', 'l'), await links.remove('b', 'l'), await links.remove('b', 'l')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(await links.grantedTo('ben', 'b')).toEqual([]);
    expect(await links.grant('l', 'ben', 3)).toBe(false);
  });
};

const membershipContract = (open: Open): void => {
  test('of a board are what was said last, and list who was there, those seen last first', async () => {
    const { boards, memberships } = open();
    await boards.create(boardOf('b'), []);
    await boards.create(boardOf('c'), []);
    expect(await memberships.find('b', 'ben')).toBeUndefined();
    await boards.visit('ben', 'b', 1);
    await boards.visit('cas', 'b', 2);
    await memberships.set('b', 'ben', 'none', 3);
    await memberships.set('b', 'ben', 'viewer', 4);
    await memberships.set('b', 'dan', 'none', 5);
    await memberships.set('c', 'ben', 'editor', 5);
    await memberships.set('gone', 'ben', 'editor', 5);
    expect(await memberships.find('b', 'ben')).toBe('viewer');
    expect(await memberships.find('gone', 'ben')).toBeUndefined();
    const people = await memberships.ofBoard('b', 10);
    expect(people).toEqual([
      { id: 'cas', seenAt: 2, membership: undefined },
      { id: 'ben', seenAt: 1, membership: 'viewer' },
      { id: 'dan', seenAt: undefined, membership: 'none' },
    ]);
    expect(await memberships.ofBoard('b', 1)).toEqual(people.slice(0, 1));
  });

  test('end for who leaves, unless they gave less than a link, and for a new owner', async () => {
    const { boards, memberships } = open();
    await boards.create(boardOf('b'), []);
    await memberships.set('b', 'ben', 'editor', 1);
    await memberships.set('b', 'cas', 'none', 1);
    await memberships.set('b', 'dan', 'viewer', 1);
    await memberships.set('b', 'eve', 'viewer', 1);
    for (const one of ['ben', 'cas', 'eve']) await boards.leave(one, 'b');
    await boards.give('b', 'dan');
    const left = await Promise.all(['ben', 'cas', 'dan', 'eve'].map((one) => memberships.find('b', one)));
    expect(left).toEqual([undefined, 'none', undefined, 'at-most-viewer']);
    expect(await boards.handOver('b', 'ann', 'eve', 2)).toBe(false);
    expect(await boards.handOver('b', 'dan', 'eve', 2)).toBe(true);
    expect((await boards.find('b'))?.owner).toBe('eve');
    expect([await memberships.find('b', 'eve'), await memberships.find('b', 'dan')]).toEqual([undefined, 'editor']);
  });
};

const sessionContract = (open: Open): void => {
  test('are found by their token until they are over', async () => {
    const { sessions } = open();
    await sessions.create(hashOf('t'), personOf('ann'), 10);
    await sessions.create(hashOf('t'), personOf('ben'), 10);
    expect(await sessions.find(hashOf('t'), 11, 0)).toEqual(personOf('ann'));
    expect(await sessions.find(hashOf('u'), 11, 0)).toBeUndefined();
    expect(await sessions.find(hashOf('t'), 12, 99)).toBe('ended');
    await sessions.endAll('ann', 20);
    expect(await sessions.find(hashOf('t'), 21, 0)).toBe('ended');
    expect(await sessions.ofPerson('ann', hashOf('t'))).toEqual([]);
  });

  test('of a person are listed newest first, their names change together', async () => {
    const { sessions } = open();
    await sessions.create(hashOf('old'), personOf('ann'), 1);
    await sessions.create(hashOf('new'), personOf('ann'), 2);
    expect(await sessions.ofPerson('ann', hashOf('old'))).toMatchObject([
      { createdAt: 2, current: false },
      { createdAt: 1, current: true },
    ]);
    await sessions.rename(anna);
    for (const token of ['old', 'new']) expect(await sessions.find(hashOf(token), 3, 0)).toEqual(anna);
  });

  test('of a person who goes on as another end, and what was theirs is the other’s', async () => {
    const { boards, links, memberships, sessions } = open();
    await sessions.create(hashOf('t'), personOf('guest'), 1);
    await boards.create(boardOf('own', { owner: 'guest' }), []);
    await boards.create(boardOf('seen', { owner: 'cas' }), [linkOf('l', 'seen')]);
    await links.grant('l', 'guest', 1);
    await boards.visit('guest', 'seen', 2);
    await boards.visit('ann', 'seen', 1);
    await memberships.set('seen', 'guest', 'viewer', 1);
    await memberships.set('own', 'ann', 'none', 1);
    await sessions.join({ id: 'guest', shown: 'guest' }, { id: 'ann', shown: 'ann' }, 3);
    expect(await sessions.find(hashOf('t'), 4, 0)).toBe('ended');
    expect(listed(await boards.ofPerson('ann', all)).sort()).toEqual(['own', 'seen']);
    expect(listed(await boards.ofPerson('guest', all))).toEqual([]);
    expect(ids(await links.grantedTo('ann', 'seen'))).toEqual(['l']);
    expect([await memberships.find('seen', 'ann'), await memberships.find('own', 'ann')]).toEqual([
      'viewer',
      undefined,
    ]);
  });

  test('give the name of a person, until all of them have ended or are too old', async () => {
    const { sessions } = open();
    await sessions.create(hashOf('old'), personOf('ann'), 1);
    await sessions.create(hashOf('new'), personOf('ann'), 5);
    await sessions.rename(anna);
    await sessions.create(hashOf('other'), personOf('bob'), 9);
    expect(await sessions.person('ann', 5)).toEqual(anna);
    expect(await sessions.person('ann', 6)).toBeUndefined();
    expect(await sessions.person('cas', 0)).toBeUndefined();
    await sessions.endAll('ann', 20);
    expect([await sessions.person('ann', 0), await sessions.person('bob', 0)]).toEqual([undefined, personOf('bob')]);
  });

  test('go on under another token, also those of which nothing was stored', async () => {
    const { sessions } = open();
    await sessions.create(hashOf('a'), personOf('ann'), 1);
    expect(await sessions.rotate(hashOf('a'), hashOf('b'), 2)).toBe('ann');
    expect([await sessions.find(hashOf('a'), 3, 0), await sessions.find(hashOf('b'), 3, 0)]).toEqual([
      'ended',
      personOf('ann'),
    ]);
    expect(await sessions.rotate(hashOf('a'), hashOf('c'), 4)).toBeUndefined();
    await sessions.rename(anna);
    expect(await sessions.rotate(hashOf('b'), hashOf('d'), 4)).toBe('ann');
    expect(await sessions.find(hashOf('d'), 5, 0)).toEqual(anna);
    const unstored = { tokenHash: hashOf('x'), person: personOf('cas'), at: 5 };
    expect(await sessions.rotate(hashOf('x'), hashOf('y'), 6, unstored)).toBe('cas');
    await sessions.endAll('dan', 7, { tokenHash: hashOf('z'), person: personOf('dan'), at: 7 });
    expect(await sessions.find(hashOf('z'), 8, 0)).toBe('ended');
  });
};

const auditContract = (open: Open): void => {
  test('is read page by page, newest first, board by board', async () => {
    const { audit } = open();
    for (let at = 1; at <= 5; at++)
      await audit.append({ at, event: 'board.create', board: at === 3 ? 'c' : 'b', person: 'ann', facts: { at } });
    await audit.append({ at: 9, event: 'login.failed', facts: {} });
    const first = await audit.ofBoard('b', 3);
    expect(first.events.map(({ at, facts }) => [at, facts])).toEqual([5, 4, 2].map((at) => [at, { at }]));
    const second = await audit.ofBoard('b', 3, first.next);
    expect([second.events.map(({ at }) => at), second.next]).toEqual([[1], undefined]);
  });
};

const pictureOf = (letter: string, size = 10) => ({
  record: { hash: letter.repeat(43), type: 'image/png', bytes: size } as const,
  data: new Uint8Array(size).map((_, i) => i % 251),
});

const assetContract = (open: Open): void => {
  const by = (at: number) => ({ person: 'ann', at });
  const readAll = async (parts: AsyncIterable<Uint8Array>): Promise<Buffer> => {
    const read: Uint8Array[] = [];
    for await (const part of parts) read.push(part);
    return Buffer.concat(read);
  };
  const hashes = (rows: readonly { readonly hash: string }[]): string[] => rows.map(({ hash }) => hash);
  const sweep = async ({ sweep }: Repositories, loose: number): Promise<number> => {
    let gone = 0;
    for await (const taken of sweep({ old: 0, ended: 0, passing: 0, loose })) gone += taken;
    return gone;
  };

  test('are found on the boards that have them, with every byte', async () => {
    const { boards, assets } = open();
    for (const id of ['b', 'c']) await boards.create(boardOf(id), []);
    const [small, large] = [pictureOf('s'), pictureOf('l', 3_000_001)];
    expect(await assets.add('b', small.record, small.data, by(1))).toBe(true);
    expect(await assets.add('b', large.record, large.data, by(2))).toBe(true);
    expect(await assets.find('b', large.record.hash)).toEqual(large.record);
    expect(await assets.find('c', large.record.hash)).toBeUndefined();
    expect(await assets.ofBoard('b')).toEqual([small.record, large.record]);
    expect(Buffer.compare(await readAll(assets.read(large.record.hash)), large.data)).toBe(0);
    await expect(readAll(assets.read(pictureOf('x').record.hash))).rejects.toThrow();
  });

  test('that come twice, also at once, are kept once, and none for a board that is gone', async () => {
    const { boards, assets } = open();
    await boards.create(boardOf('b'), []);
    const { record, data } = pictureOf('l', 3_000_001);
    const both = ['b', 'gone'].map((board) => assets.add(board, record, data, by(1)));
    expect(await Promise.all(both)).toEqual([true, false]);
    expect(await assets.add('b', record, data, by(2))).toBe(true);
    expect(await assets.ofBoard('b')).toEqual([record]);
    expect(Buffer.compare(await readAll(assets.read(record.hash)), data)).toBe(0);
  });

  test('go with the last board that has them, a copy of it included', async () => {
    const repositories = open();
    const { boards, assets } = repositories;
    await boards.create(boardOf('b'), []);
    const { record, data } = pictureOf('a');
    await assets.add('b', record, data, by(1));
    await boards.create(boardOf('copy'), [], 'b');
    await boards.remove('b');
    expect([await assets.ofBoard('b'), await assets.ofBoard('copy')]).toEqual([[], [record]]);
    expect(await sweep(repositories, 99)).toBe(0);
    await boards.remove('copy');
    expect(await sweep(repositories, 1)).toBe(0);
    expect(await sweep(repositories, 99)).toBe(1);
    await expect(readAll(assets.read(record.hash))).rejects.toThrow();
  });

  test('are looked for where a board changed, and given up when nothing has named them for long', async () => {
    const { boards, assets } = open();
    const minute = 60_000;
    await boards.create(boardOf('b', { updatedAt: 10 * minute }), []);
    await boards.create(boardOf('none', { updatedAt: 10 * minute }), []);
    const [kept, lost] = [pictureOf('k'), pictureOf('l')];
    for (const { record, data } of [kept, lost]) await assets.add('b', record, data, by(10 * minute));
    const named = new Set([kept.record.hash]);
    expect(await assets.toLookAt(100 * minute, 0)).toEqual(['b']);
    expect(await assets.looked('b', { named, at: 20 * minute, unnamedBefore: 0 })).toBe(0);
    // Nothing changed since, and nothing is due.
    expect(await assets.toLookAt(100 * minute, 0)).toEqual([]);
    await boards.update('b', { updatedAt: 30 * minute });
    expect(await assets.toLookAt(20 * minute, 0)).toEqual([]);
    expect(await assets.toLookAt(100 * minute, 0)).toEqual(['b']);
    await assets.looked('b', { named, at: 40 * minute, unnamedBefore: 0 });
    // Since the first look that did not find it.
    await assets.looked('b', { named, at: 95 * minute, unnamedBefore: 20 * minute });
    expect(await assets.toLookAt(100 * minute, 20 * minute)).toEqual([]);
    expect(await assets.toLookAt(100 * minute, 21 * minute)).toEqual(['b']);
    // Brought again it has its time anew.
    await assets.add('b', lost.record, lost.data, by(96 * minute));
    expect(await assets.toLookAt(100 * minute, 21 * minute)).toEqual(['b']);
    expect(await assets.looked('b', { named, at: 97 * minute, unnamedBefore: 96 * minute })).toBe(0);
    expect(await assets.looked('b', { named, at: 99 * minute, unnamedBefore: 98 * minute })).toBe(1);
    expect(hashes(await assets.ofBoard('b'))).toEqual([kept.record.hash]);
  });
};
