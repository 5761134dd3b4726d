import { expect, test } from 'vitest';
import { boardOrders } from '../../src/stores/repositories.ts';
import { all, boardOf, ids, linkOf, listed, type Open } from './repository-records.ts';

export const boardContract = (open: Open): void => {
  test('are found as they were made, and no others', async () => {
    const { boards, links } = await open();
    const board = boardOf('b', { title: 'Plan' });
    await boards.create(board, [linkOf('l', 'b')]);
    expect(await boards.find('b')).toEqual(board);
    expect(await boards.find('c')).toBeUndefined();
    expect(ids(await links.ofBoard('b'))).toEqual(['l']);
    await expect(boards.create(board, [])).rejects.toThrow();
  });

  test('of a person are those they own and those they visited, last changed first', async () => {
    const { boards } = await open();
    await boards.create(boardOf('own', { updatedAt: 5, title: 'My plan' }), []);
    await boards.create(boardOf('other', { owner: 'ben', updatedAt: 9 }), []);
    await boards.create(boardOf('unseen', { owner: 'ben' }), []);
    await boards.visit('ann', 'other', 3);
    await boards.visit('ann', 'nowhere', 3);
    expect(listed(await boards.ofPerson('ann', all))).toEqual(['other', 'own']);
    expect(listed(await boards.ofPerson('ann', { ...all, title: 'PLÁN' }))).toEqual(['own']);
    expect(listed(await boards.ofPerson('ann', { ...all, title: '100%' }))).toEqual([]);
    expect(listed(await boards.ofPerson('ann', { ...all, limit: 1 }))).toEqual(['other']);
  });

  test('are listed page by page in each order, every one of them once', async () => {
    const { boards } = await open();
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
    const { boards } = await open();
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

  test('have tags, each for one person, the same in any case', async () => {
    const { boards } = await open();
    for (const id of ['b', 'c', 'd']) await boards.create(boardOf(id, { title: `Plan ${id}` }), []);
    await boards.visit('ben', 'b', 3);
    await boards.tag('ann', 'b', ['Work', 'Home'], 1);
    await boards.tag('ann', 'c', ['work'], 2);
    await boards.tag('ann', 'd', ['Later'], 2);
    await boards.tag('ann', 'nowhere', ['Work'], 2);
    await boards.tag('ben', 'b', ['Mine'], 2);
    const tagged = async (tag: string, change = {}) => listed(await boards.ofPerson('ann', { ...all, tag, ...change }));
    expect(await tagged('WORK')).toEqual(['b', 'c']);
    expect(await tagged('Mine')).toEqual([]);
    expect(await tagged('work', { title: 'plan C' })).toEqual(['c']);
    await boards.star('ann', 'b', 3);
    expect(await tagged('work', { starred: true })).toEqual(['b']);
    const [first] = (await boards.ofPerson('ann', { ...all, tag: 'work', limit: 1 })).boards;
    expect(first?.tags).toEqual(['Home', 'Work']);
    expect(await tagged('work', { after: first?.place })).toEqual(['c']);
    expect((await boards.ofPerson('ben', all)).boards.map(({ tags }) => tags)).toEqual([['Mine']]);
    await boards.tag('ann', 'b', ['Home'], 4);
    await boards.trash('d', 5);
    expect(await boards.tagsOf('ann')).toEqual([
      { tag: 'Home', boards: 1 },
      { tag: 'work', boards: 1 },
    ]);
    await boards.leave('ben', 'b');
    expect(await boards.tagsOf('ben')).toEqual([]);
    await boards.remove('c');
    expect(await boards.tagsOf('ann')).toEqual([{ tag: 'Home', boards: 1 }]);
  });

  test('are left: off the list, with what was granted there, and others stay', async () => {
    const { boards, links } = await open();
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
    const { boards } = await open();
    await boards.create(boardOf('b'), []);
    await boards.update('b', { title: 'Plan', updatedAt: 9 });
    await boards.update('b', { updatedAt: 4 });
    expect(await boards.find('b')).toMatchObject({ title: 'Plan', updatedAt: 9 });
    await boards.update('c', { title: 'nowhere' });
  });

  test('go to another owner, where there is one', async () => {
    const { boards } = await open();
    await boards.create(boardOf('b'), []);
    expect(await boards.give('b', 'ben')).toBe(true);
    expect(await boards.give('c', 'ben')).toBe(false);
    expect((await boards.find('b'))?.owner).toBe('ben');
  });

  test('lie in the trash until they are taken out or removed with all that belongs to them', async () => {
    const { boards, links } = await open();
    await boards.create(boardOf('b'), [linkOf('l', 'b')]);
    await boards.trash('b', 7);
    expect([
      listed(await boards.ofPerson('ann', all)),
      listed(await boards.ofPerson('ann', { ...all, trashed: true })),
    ]).toEqual([[], ['b']]);
    expect([await boards.trashedBefore(7), await boards.trashedBefore(8)]).toEqual([[], ['b']]);
    expect([await boards.trash('b', undefined), await boards.trash('gone', undefined)]).toEqual([true, false]);
    expect(await boards.trashedBefore(8)).toEqual([]);
    await boards.remove('b');
    expect([await boards.find('b'), await links.ofBoard('b'), await links.grantedTo('ann', 'b')]).toEqual([
      undefined,
      [],
      [],
    ]);
  });

  test('are about to be removed only while they lie where they were seen, and are not taken out then', async () => {
    const { boards } = await open();
    await boards.create(boardOf('b'), []);
    await boards.trash('b', 7);
    await boards.trash('b', undefined);
    expect(await boards.condemn('b', 7)).toBe(false);
    await boards.trash('b', 9);
    expect([await boards.condemn('b', 7), await boards.condemn('b', 9)]).toEqual([false, true]);
    expect([await boards.trash('b', undefined), await boards.trash('b', 11)]).toEqual([false, false]);
    // A removal that did not come to its end is found again.
    expect([await boards.trashedBefore(1), await boards.condemn('b', 0)]).toEqual([['b'], true]);
    expect(await boards.condemn('gone', 9)).toBe(false);
  });

  test('and uses of links are written down together, what is gone meanwhile left out', async () => {
    const { boards, links, writeSeen } = await open();
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
