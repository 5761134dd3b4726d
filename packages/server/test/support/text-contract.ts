import { fold } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import { boardOrders } from '../../src/stores/repositories.ts';
import { all, boardOf, ids, listed, type Open } from './repository-records.ts';

export const textContract = (open: Open): void => {
  const minute = 60_000;
  const written = (...lines: readonly string[]) => ({ text: lines.join('\n'), folded: lines.map(fold).join('\n') });

  test('lead to the boards they are written on, those of a person alone, with what stands around them', async () => {
    const { boards, texts } = await open();
    for (const id of ['a', 'b', 'c'])
      await boards.create(boardOf(id, { updatedAt: { a: 3, b: 2, c: 1 }[id] ?? 0 }), []);
    await boards.create(boardOf('his', { owner: 'ben', updatedAt: 4 }), []);
    await boards.create(boardOf('named', { title: 'Café', updatedAt: 4 }), []);
    for (const id of ['a', 'his', 'named']) await texts.keep(id, written('Milk', 'Ein Café, 2 km 買い物'), minute);
    await texts.keep('b', written('Tea', 'nothing else'), minute);
    const search = async (words: string, change = {}) => {
      const { boards: found } = await texts.ofPerson('ann', { ...all, words, ...change });
      return found.map(({ id, found: excerpt }) => [id, excerpt]);
    };
    expect(await search('CAFE')).toEqual([['a', 'Ein Café, 2 km 買い物']]);
    expect(await search('km')).toEqual([
      ['named', 'Ein Café, 2 km 買い物'],
      ['a', 'Ein Café, 2 km 買い物'],
    ]);
    expect([await search('物'), await search('milk ein'), await search('%'), await search(' ')]).toEqual([
      [
        ['named', 'Ein Café, 2 km 買い物'],
        ['a', 'Ein Café, 2 km 買い物'],
      ],
      [],
      [],
      [],
    ]);
    const both = await texts.ofPerson('ann', { ...all, words: 'café', names: true });
    expect([listed(both.named), both.named.goesOn, ids(both.boards)]).toEqual([['named'], false, ['a']]);
    await boards.visit('ann', 'his', 1);
    expect((await search('milk')).map(([id]) => id)).toEqual(['his', 'named', 'a']);
    await boards.tag('ann', 'a', ['Work'], 1);
    await boards.star('ann', 'named', 1);
    expect((await search('milk', { tag: 'work' })).map(([id]) => id)).toEqual(['a']);
    expect((await search('milk', { starred: true })).map(([id]) => id)).toEqual(['named']);
    await boards.leave('ann', 'his');
    await boards.trash('named', 5);
    expect((await search('milk')).map(([id]) => id)).toEqual(['a']);
    expect((await search('milk', { trashed: true })).map(([id]) => id)).toEqual(['named']);
  });

  test('are found page by page in each order, every board once', async () => {
    const { boards, texts } = await open();
    const expected: string[] = [];
    for (let n = 0; n < 7; n++) {
      const id = `b${n}`;
      await boards.create(boardOf(id, { title: 'CbAaBc'[n] ?? '', updatedAt: n % 3, createdAt: n % 2 }), []);
      await texts.keep(id, written(n === 3 ? 'Tea' : 'Milk'), minute);
      if (n !== 3) expected.push(id);
    }
    for (const order of boardOrders) {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await texts.ofPerson('ann', { ...all, words: 'milk', order, after, limit: 2 });
        found.push(...ids(page.boards));
        after = page.goesOn ? page.boards.at(-1)?.place : undefined;
      } while (after !== undefined);
      expect([order, [...found].sort()]).toEqual([order, expected]);
    }
  });

  test('are those of the last time a board was read, and a search tells which were not read since they changed', async () => {
    const { boards, texts } = await open();
    for (const id of ['a', 'b']) await boards.create(boardOf(id, { updatedAt: minute }), []);
    await boards.create(boardOf('plan', { title: 'Milk', updatedAt: minute }), []);
    await texts.keep('a', written('Milk'), 2 * minute);
    await texts.keep('gone', written('Milk'), 2 * minute);
    const search = async (words: string) => {
      const { boards: found, unread } = await texts.ofPerson('ann', { ...all, words });
      return [ids(found), unread];
    };
    expect(await search('milk')).toEqual([['a'], ['b']]);
    await texts.keep('b', written(''), 2 * minute);
    await texts.keep('a', written('Tea'), 3 * minute);
    expect(await search('milk')).toEqual([[], []]);
    await boards.update('a', { updatedAt: 9 * minute });
    expect(await search('tea')).toEqual([['a'], ['a', 'plan']]);
    // One that could not be read is not told of, and found by what was written there before.
    await texts.pass('a', 10 * minute);
    await texts.pass('gone', 10 * minute);
    expect(await search('tea')).toEqual([['a'], ['plan']]);
    await texts.pass('plan', 10 * minute);
    expect(await search('tea')).toEqual([['a'], []]);
    await boards.update('plan', { updatedAt: 11 * minute });
    await boards.update('b', { updatedAt: 11 * minute });
    const { unread } = await texts.ofPerson('ann', { ...all, words: 'tea' }, async (id) => id !== 'plan');
    expect(unread).toEqual(['b']);
    await boards.remove('a');
    await boards.create(boardOf('a', { updatedAt: minute }), []);
    expect((await search('tea'))[0]).toEqual([]);
  });
};
