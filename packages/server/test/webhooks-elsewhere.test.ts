import { expect, test } from 'vitest';
import type { Log } from '../src/observe/log.ts';
import type { WebhookNews, WebhookRepository } from '../src/stores/webhooks.ts';
import { createWebhooks } from '../src/webhooks/webhooks.ts';
import { clockByHand, turns } from './support/servers.ts';

/** A server with the boards that have webhooks in a database of which another one is told as well. */
const onOneDatabase = () => {
  const { timers, pass } = clockByHand();
  const kept = new Set<string>();
  const put: WebhookNews[] = [];
  const repository = {
    boards: async () => [...kept],
    ofBoard: async (board: string) => (kept.has(board) ? [{}] : []),
    put: async (news: WebhookNews) => void put.push(news),
    take: async () => [],
  } as unknown as WebhookRepository;
  const log = { error: () => undefined } as unknown as Log;
  const open = () => createWebhooks({ repository, config: { webhookOrigins: '*' }, timers, log, now: () => 0 });
  return { kept, put, pass, open };
};

test('a webhook that was added by another server is told of what is drawn here, and nothing more once it is removed there', async () => {
  const { kept, put, pass, open } = onOneDatabase();
  const webhooks = open();
  const stop = webhooks.begin();
  await turns();
  kept.add('board');
  await pass(10_000);
  await turns();
  webhooks.onStored('board');
  webhooks.onAudit('link.create', 'board', {});
  expect(put.map(({ event }) => event)).toEqual(['board.changed', 'link.create']);
  kept.delete('board');
  await pass(10_000);
  await turns();
  webhooks.onAudit('link.create', 'board', {});
  expect(put).toHaveLength(2);
  stop();
});
