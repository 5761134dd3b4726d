import { expect, test } from 'vitest';
import { webhookEvents } from '../../src/stores/webhooks.ts';
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
    const { boards, webhooks } = open();
    for (const id of ['plan', 'other']) await boards.create(boardOf(id), []);
    return { boards, webhooks };
  };

  test('keeps webhooks by board, and tells which boards have any', async () => {
    const { webhooks } = await opened();
    await webhooks.add(webhook('b', 'plan', 2));
    await webhooks.add(webhook('a', 'plan', 1));
    expect(await webhooks.ofBoard('plan')).toEqual([webhook('a', 'plan', 1), webhook('b', 'plan', 2)]);
    expect(await webhooks.ofBoard('other')).toEqual([]);
    expect(await webhooks.boards()).toEqual(['plan']);
    expect(await webhooks.remove('other', 'a')).toBe(false);
    expect(await webhooks.remove('plan', 'a')).toBe(true);
    expect(await webhooks.remove('plan', 'a')).toBe(false);
  });

  test('has a message wait for each webhook that wants it, until it is done or put off', async () => {
    const { webhooks } = await opened();
    await webhooks.add(webhook('all', 'plan'));
    await webhooks.add({ ...webhook('trash', 'plan'), events: ['board.trash'] });
    await webhooks.add(webhook('elsewhere', 'other'));
    await webhooks.put({ board: 'plan', event: 'link.create', at: 5, facts: '{"link":"x"}', dueAt: 10 });
    expect(await webhooks.due(9, 10)).toEqual([]);
    const [one, ...others] = await webhooks.due(10, 10);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ webhook: webhook('all', 'plan'), event: 'link.create', at: 5, tries: 0 });
    await webhooks.putOff(one?.id ?? 0, 30);
    expect(await webhooks.due(29, 10)).toEqual([]);
    expect(await webhooks.due(30, 10)).toMatchObject([{ tries: 1, facts: '{"link":"x"}' }]);
    await webhooks.done(one?.id ?? 0);
    expect(await webhooks.due(99, 10)).toEqual([]);
  });

  test('tells of changes once for all that wait, the longest due first and no more than asked', async () => {
    const { webhooks } = await opened();
    await webhooks.add(webhook('all', 'plan'));
    const put = (event: 'board.changed' | 'link.join', dueAt: number) =>
      webhooks.put({ board: 'plan', event, at: 1, facts: '{}', dueAt });
    await put('board.changed', 20);
    await put('board.changed', 25);
    await put('link.join', 10);
    await put('link.join', 15);
    expect((await webhooks.due(99, 10)).map(({ event }) => event)).toEqual(['link.join', 'link.join', 'board.changed']);
    expect(await webhooks.due(99, 2)).toHaveLength(2);
    // One that is due may be on its way, and one that was tried tells of what was before.
    await webhooks.put({ board: 'plan', event: 'board.changed', at: 20, facts: '{}', dueAt: 30 });
    expect(await webhooks.due(99, 10)).toHaveLength(4);
    await webhooks.putOff((await webhooks.due(99, 10)).at(-1)?.id ?? 0, 40);
    await webhooks.put({ board: 'plan', event: 'board.changed', at: 35, facts: '{}', dueAt: 50 });
    expect(await webhooks.due(99, 10)).toHaveLength(5);
  });

  test('forgets what waits with its webhook, and both with their board', async () => {
    const { boards, webhooks } = await opened();
    await webhooks.add(webhook('a', 'plan'));
    await webhooks.add(webhook('b', 'other'));
    for (const of of ['plan', 'other'])
      await webhooks.put({ board: of, event: 'link.join', at: 1, facts: '{}', dueAt: 1 });
    await webhooks.remove('plan', 'a');
    expect(await webhooks.due(9, 10)).toHaveLength(1);
    await boards.remove('other');
    expect(await webhooks.due(9, 10)).toEqual([]);
    expect(await webhooks.boards()).toEqual([]);
  });
}
