import { expect, test } from 'vitest';
import { all, anna, boardOf, hashOf, ids, linkOf, listed, type Open, personOf } from './repository-records.ts';

export const linkContract = (open: Open): void => {
  test('of a board stand in the order they were made, and are counted', async () => {
    const { boards, links } = await open();
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

  test('that are for so many take each person in once, and nobody when they are full', async () => {
    const { boards, links } = await open();
    await boards.create(boardOf('b'), [{ ...linkOf('few', 'b'), maxUses: 2 }]);
    const tabs = await Promise.all(Array.from({ length: 6 }, () => links.takeIn('few', 'ben', 1)));
    expect(tabs.sort()).toEqual(['known', 'known', 'known', 'known', 'known', 'new']);
    const crowd = await Promise.all(['cas', 'dan', 'eve'].map((person) => links.takeIn('few', person, 2)));
    expect(crowd.sort()).toEqual(['full', 'full', 'new']);
    expect((await links.ofBoard('b'))[0]?.uses).toBe(2);
    expect([await links.takeIn('few', 'ben', 3), await links.takeIn('gone', 'ben', 3)]).toEqual(['known', 'full']);
    expect(ids(await links.grantedTo('ben', 'b'))).toEqual(['few']);
  });

  test('are no more than a board may have, however many are made at once', async () => {
    const { boards, links } = await open();
    await boards.create(boardOf('b'), [linkOf('first', 'b')]);
    await boards.create(boardOf('c'), [linkOf('other', 'c')]);
    const made = await Promise.all(['k', 'l', 'm', 'n', 'o'].map((id) => links.add(linkOf(id, 'b'), 3)));
    expect(made.filter(Boolean)).toHaveLength(2);
    expect(await links.ofBoard('b')).toHaveLength(3);
    expect(await links.add(linkOf('more', 'b'))).toBe(true);
  });

  test('are given other terms, each by itself, and stay what they are besides', async () => {
    const { boards, links } = await open();
    const known = { ...linkOf('l', 'b'), label: 'for Ben', expiresAt: 99, password: 'hash', maxUses: 3 };
    await boards.create(boardOf('b'), [known, linkOf('other', 'b')]);
    await boards.create(boardOf('c'), []);
    await links.countUse(known);
    await links.grant('l', 'ben', 1);
    const viewing = { ...known, role: 'viewer', uses: 1 } as const;
    expect(await links.change('b', 'l', { role: 'viewer' })).toEqual(viewing);
    const renamed = { ...viewing, label: 'for Cas', password: 'other' };
    expect(await links.change('b', 'l', { label: 'for Cas', password: 'other' })).toEqual(renamed);
    expect(await links.change('b', 'l', {})).toEqual(renamed);
    expect(await links.ofBoard('b')).toEqual([renamed, linkOf('other', 'b')]);
    expect(await links.grantedTo('ben', 'b')).toEqual([renamed]);
    const bare = { ...linkOf('l', 'b', 'viewer'), uses: 1 };
    const nothing = { label: undefined, password: undefined, expiresAt: undefined, maxUses: undefined };
    expect(await links.change('b', 'l', nothing)).toEqual(bare);
    expect(await links.ofBoard('b')).toEqual([bare, linkOf('other', 'b')]);
    expect(await links.change('c', 'l', { role: 'editor' })).toBeUndefined();
    expect(await links.change('b', 'none', { role: 'editor' })).toBeUndefined();
    expect(await links.ofBoard('b')).toEqual([bare, linkOf('other', 'b')]);
  });

  test('are removed with what was granted by them, by their own board alone', async () => {
    const { boards, links } = await open();
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

export const membershipContract = (open: Open): void => {
  test('of a board are what was said last, and list who was there, those seen last first', async () => {
    const { boards, memberships } = await open();
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
    const { boards, memberships } = await open();
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

export const sessionContract = (open: Open): void => {
  test('are found by their token until they are over', async () => {
    const { sessions } = await open();
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
    const { sessions } = await open();
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
    const { boards, links, memberships, sessions } = await open();
    await sessions.create(hashOf('t'), personOf('guest'), 1);
    await boards.create(boardOf('own', { owner: 'guest' }), []);
    await boards.create(boardOf('seen', { owner: 'cas' }), [linkOf('l', 'seen')]);
    await links.grant('l', 'guest', 1);
    await boards.visit('guest', 'seen', 2);
    await boards.visit('ann', 'seen', 1);
    await boards.tag('guest', 'seen', [...'abcdefghij'], 1);
    await boards.tag('ann', 'seen', ['B', 'k'], 0);
    await memberships.set('seen', 'guest', 'viewer', 1);
    await memberships.set('own', 'ann', 'none', 1);
    const fresh = { tokenHash: hashOf('fresh'), person: personOf('guest'), at: 1 };
    await sessions.join({ id: 'guest', shown: 'guest' }, { id: 'ann', shown: 'ann' }, 3, fresh);
    expect(await sessions.find(hashOf('fresh'), 4, 0)).toBe('ended');
    expect(await sessions.find(hashOf('t'), 4, 0)).toBe('ended');
    expect(listed(await boards.ofPerson('ann', all)).sort()).toEqual(['own', 'seen']);
    expect(listed(await boards.ofPerson('guest', all))).toEqual([]);
    expect((await boards.tagsOf('ann')).map(({ tag }) => tag).join('')).toBe('aBcdefghik');
    expect(await boards.tagsOf('guest')).toEqual([]);
    expect(ids(await links.grantedTo('ann', 'seen'))).toEqual(['l']);
    expect([await memberships.find('seen', 'ann'), await memberships.find('own', 'ann')]).toEqual([
      'viewer',
      undefined,
    ]);
  });

  test('give the name of a person, until all of them have ended or are too old', async () => {
    const { sessions } = await open();
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
    const { sessions } = await open();
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
