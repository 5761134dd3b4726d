import { expect, test } from 'vitest';
import { mostWaiting, webhookEvents } from '../../src/stores/webhooks.ts';
import { boardOf, type Open } from './repository-records.ts';

const webhook = (id: string, of: string, createdAt = 1) => ({
  id,
  board: of,
  url: 'https://intranet.example/gesso',
  secret: 'between the two of us',
  events: webhookEvents,
  createdAt,
});

/** What every store of webhooks and their outbox does. */
export function webhookContract(open: Open): void {
  const opened = async () => {
    const { boards, webhooks } = await open();
    for (const id of ['plan', 'other']) await boards.create(boardOf(id), []);
    return { boards, webhooks };
  };

  test('keeps webhooks by board, and tells which boards have any', async () => {
    const { webhooks } = await opened();
    await webhooks.add(webhook('b', 'plan', 2), 5);
    await webhooks.add(webhook('a', 'plan', 1), 5);
    expect(await webhooks.ofBoard('plan')).toEqual([webhook('a', 'plan', 1), webhook('b', 'plan', 2)]);
    expect(await webhooks.ofBoard('other')).toEqual([]);
    expect(await webhooks.boards()).toEqual(['plan']);
    expect(await webhooks.remove('other', 'a')).toBe(false);
    expect(await webhooks.remove('plan', 'a')).toBe(true);
    expect(await webhooks.remove('plan', 'a')).toBe(false);
  });

  test('has a message wait for each webhook that wants it, until it is done or put off', async () => {
    const { webhooks } = await opened();
    await webhooks.add(webhook('all', 'plan'), 5);
    await webhooks.add({ ...webhook('trash', 'plan'), events: ['board.trash'] }, 5);
    await webhooks.add(webhook('elsewhere', 'other'), 5);
    await webhooks.put({ board: 'plan', event: 'link.create', at: 5, facts: '{"link":"x"}', dueAt: 10 });
    expect(await webhooks.take(9, 10, 0)).toEqual([]);
    const [one, ...others] = await webhooks.take(10, 10, 0);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ webhook: webhook('all', 'plan'), event: 'link.create', at: 5, tries: 0 });
    await webhooks.putOff(one?.id ?? 0, 30);
    expect(await webhooks.take(29, 10, 0)).toEqual([]);
    expect(await webhooks.take(30, 10, 0)).toMatchObject([{ tries: 1, facts: '{"link":"x"}' }]);
    await webhooks.done(one?.id ?? 0);
    expect(await webhooks.take(99, 10, 0)).toEqual([]);
  });

  test('gives the messages of a webhook to one at a time, until it is done, put off or taken for long enough', async () => {
    const { webhooks } = await opened();
    for (const id of ['a', 'b']) await webhooks.add(webhook(id, 'plan', id === 'a' ? 1 : 2), 5);
    for (const at of [1, 2]) await webhooks.put({ board: 'plan', event: 'link.join', at, facts: '{}', dueAt: at });
    const [first] = await webhooks.take(9, 1, 60_000);
    expect(first?.webhook.id).toBe('a');
    const both = await Promise.all([webhooks.take(9, 10, 60_000), webhooks.take(9, 10, 60_000)]);
    expect(both.flat().map(({ webhook: { id } }) => id)).toEqual(['b']);
    await webhooks.done(first?.id ?? 0);
    expect(await webhooks.take(9, 10, 0)).toMatchObject([{ webhook: { id: 'a' }, at: 2 }]);
    // It was taken for no time at all.
    const [again] = await webhooks.take(9, 10, 60_000);
    expect(again).toMatchObject({ webhook: { id: 'a' }, at: 2 });
    await webhooks.putOff(again?.id ?? 0, 5);
    const [tried] = await webhooks.take(9, 10, 60_000);
    expect(tried).toMatchObject({ webhook: { id: 'a' }, at: 2, tries: 1 });
    await webhooks.leave(tried?.id ?? 0);
    expect(await webhooks.take(9, 10, 0)).toMatchObject([{ webhook: { id: 'a' }, at: 2, tries: 1 }]);
  });

  test('tells of changes once for all that wait, and gives the first of each webhook, the longest due first', async () => {
    const { webhooks } = await opened();
    for (const id of ['a', 'b']) await webhooks.add(webhook(id, 'plan', id === 'a' ? 1 : 2), 5);
    const put = (event: 'board.changed' | 'link.join', at: number, dueAt: number, board = 'plan') =>
      webhooks.put({ board, event, at, facts: '{}', dueAt });
    const due = async (at: number, limit = 10) =>
      (await webhooks.take(at, limit, 0)).map(({ webhook: { id }, event, at: since }) => `${id} ${event} ${since}`);
    await put('board.changed', 1, 20);
    await put('board.changed', 2, 25);
    await put('link.join', 3, 3);
    expect(await due(3)).toEqual(['a link.join 3', 'b link.join 3']);
    expect(await due(3, 1)).toEqual(['a link.join 3']);
    // One that is due may be on its way already.
    await put('board.changed', 20, 30);
    for (const { id } of await webhooks.take(20, 10, 0)) await webhooks.done(id);
    expect(await due(30)).toEqual(['a link.join 3', 'b link.join 3']);
    for (const { id } of await webhooks.take(30, 10, 0)) await webhooks.done(id);
    expect(await due(30)).toEqual(['a board.changed 20', 'b board.changed 20']);
  });

  test('puts off all that waits for a webhook which did not take one, and nothing of another', async () => {
    const { webhooks } = await opened();
    for (const id of ['a', 'b']) await webhooks.add(webhook(id, 'plan', id === 'a' ? 1 : 2), 5);
    for (const at of [1, 2]) await webhooks.put({ board: 'plan', event: 'link.join', at, facts: '{}', dueAt: at });
    const [first] = await webhooks.take(9, 10, 0);
    await webhooks.putOff(first?.id ?? 0, 50);
    expect((await webhooks.take(49, 10, 0)).map(({ webhook: { id } }) => id)).toEqual(['b']);
    expect((await webhooks.take(50, 10, 0)).find(({ webhook: { id } }) => id === 'a')).toMatchObject({
      at: 1,
      tries: 1,
    });
  });

  test('keeps no more than so many of a board, and of what waits', async () => {
    const { webhooks } = await opened();
    expect(await webhooks.add(webhook('a', 'plan'), 1)).toBe(true);
    expect(await webhooks.add(webhook('b', 'plan'), 1)).toBe(false);
    for (let at = 1; at <= mostWaiting + 5; at++)
      await webhooks.put({ board: 'plan', event: 'link.join', at, facts: '{}', dueAt: 1 });
    let taken = 0;
    for (let [next] = await webhooks.take(1, 1, 0); next !== undefined; [next] = await webhooks.take(1, 1, 0)) {
      await webhooks.done(next.id);
      taken += 1;
    }
    expect(taken).toBe(mostWaiting);
  });

  test('forgets them when the board has another owner', async () => {
    const { boards, webhooks } = await opened();
    for (const of of ['plan', 'other']) await webhooks.add(webhook(of, of), 5);
    await boards.handOver('plan', 'ann', 'ben', 5);
    await boards.give('other', 'cas');
    expect(await webhooks.boards()).toEqual([]);
  });

  test('forgets what waits with its webhook, and both with their board', async () => {
    const { boards, webhooks } = await opened();
    await webhooks.add(webhook('a', 'plan'), 5);
    await webhooks.add(webhook('b', 'other'), 5);
    for (const of of ['plan', 'other'])
      await webhooks.put({ board: of, event: 'link.join', at: 1, facts: '{}', dueAt: 1 });
    await webhooks.remove('plan', 'a');
    expect(await webhooks.take(9, 10, 0)).toHaveLength(1);
    await boards.remove('other');
    expect(await webhooks.take(9, 10, 0)).toEqual([]);
    expect(await webhooks.boards()).toEqual([]);
  });
}
