import type { BoardRecord } from '../../src/stores/repositories.ts';
import type { Delivery, WebhookRecord, WebhookRepository } from '../../src/stores/webhooks.ts';

/** Webhooks until the process ends. They go with their board. */
export function memoryWebhooks(boards: ReadonlyMap<string, BoardRecord>): WebhookRepository {
  const webhooks = new Map<string, WebhookRecord>();
  const outbox = new Map<number, Delivery & { readonly dueAt: number }>();
  let last = 0;
  const there = () => [...webhooks.values()].filter(({ board }) => boards.has(board));
  const ofBoard = (board: string) =>
    there()
      .filter((webhook) => webhook.board === board)
      .sort((a, b) => a.createdAt - b.createdAt);
  const waiting = () => [...outbox.values()].filter(({ webhook }) => there().includes(webhook));
  return {
    async add(webhook) {
      webhooks.set(webhook.id, webhook);
    },
    ofBoard: async (board) => ofBoard(board),
    async remove(board, id) {
      const isThere = webhooks.get(id)?.board === board;
      if (isThere) webhooks.delete(id);
      return isThere;
    },
    boards: async () => [...new Set(there().map(({ board }) => board))],
    async put({ board, event, at, facts, dueAt }) {
      for (const webhook of ofBoard(board)) {
        const waits = waiting().some(
          (one) => one.webhook === webhook && one.event === event && one.tries === 0 && one.dueAt > at,
        );
        if (!webhook.events.includes(event) || (event === 'board.changed' && waits)) continue;
        last += 1;
        outbox.set(last, { id: last, webhook, event, at, facts, tries: 0, dueAt });
      }
    },
    due: async (at, limit) =>
      waiting()
        .filter(({ dueAt }) => dueAt <= at)
        .sort((a, b) => a.dueAt - b.dueAt || a.id - b.id)
        .slice(0, limit)
        .map(({ dueAt: _, ...delivery }) => delivery),
    async done(id) {
      outbox.delete(id);
    },
    async putOff(id, dueAt) {
      const delivery = outbox.get(id);
      if (delivery !== undefined) outbox.set(id, { ...delivery, dueAt, tries: delivery.tries + 1 });
    },
  };
}
