import type { BoardRecord } from '../../src/stores/repositories.ts';
import { createTaken } from '../../src/stores/taken.ts';
import { type Delivery, mostWaiting, type WebhookRecord, type WebhookRepository } from '../../src/stores/webhooks.ts';

/** Webhooks until the process ends. They go with their board, and with its owner. */
export function memoryWebhooks(boards: ReadonlyMap<string, BoardRecord>): WebhookRepository {
  const webhooks = new Map<string, WebhookRecord>();
  const owners = new Map<string, string | undefined>();
  const outbox = new Map<number, Delivery & { readonly dueAt: number }>();
  const taken = createTaken();
  const free = (id: number) => taken.free(outbox.get(id)?.webhook.id ?? '');
  let last = 0;
  const there = () =>
    [...webhooks.values()].filter(({ id, board }) => boards.has(board) && boards.get(board)?.owner === owners.get(id));
  const ofBoard = (board: string) =>
    there()
      .filter((webhook) => webhook.board === board)
      .sort((a, b) => a.createdAt - b.createdAt);
  const waiting = () => [...outbox.values()].filter(({ webhook }) => there().includes(webhook));
  return {
    async add(webhook, most) {
      if (ofBoard(webhook.board).length >= most) return false;
      webhooks.set(webhook.id, webhook);
      owners.set(webhook.id, boards.get(webhook.board)?.owner);
      return true;
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
        const own = waiting().filter((one) => one.webhook === webhook);
        const waits = own.some((one) => one.event === event && one.dueAt > at);
        if (!webhook.events.includes(event) || (event === 'board.changed' && waits)) continue;
        if (own.length >= mostWaiting) continue;
        last += 1;
        outbox.set(last, { id: last, webhook, event, at, facts, tries: 0, dueAt });
      }
    },
    async take(at, limit, ms) {
      const found = waiting()
        .filter(({ dueAt, webhook }) => dueAt <= at && !taken.names().includes(webhook.id))
        .filter((one, _, due) => due.every(({ id, webhook }) => webhook !== one.webhook || id >= one.id))
        .sort((a, b) => a.dueAt - b.dueAt || a.id - b.id)
        .slice(0, limit)
        .map(({ dueAt: _, ...delivery }) => delivery);
      for (const { webhook } of found) taken.take(webhook.id, ms);
      return found;
    },
    async done(id) {
      free(id);
      outbox.delete(id);
    },
    async leave(id) {
      free(id);
    },
    async putOff(id, dueAt) {
      free(id);
      const tried = outbox.get(id);
      if (tried === undefined) return;
      outbox.set(id, { ...tried, tries: tried.tries + 1 });
      for (const one of waiting())
        if (one.webhook === tried.webhook) outbox.set(one.id, { ...one, dueAt: Math.max(one.dueAt, dueAt) });
    },
  };
}
