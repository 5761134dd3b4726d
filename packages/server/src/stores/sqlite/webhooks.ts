import { deliveryOf, webhookOf } from '../records.ts';
import { integer, optional, text } from '../rows.ts';
import { createTaken, type Taken } from '../taken.ts';
import { mostWaiting, type WebhookRepository } from '../webhooks.ts';
import { type Database, transaction } from './database.ts';

/**
 * Gives the webhooks whose messages are due longest, of those that have none under way. Of what waits no more is read than comes before them, which of
 * one webhook is bounded.
 */
const dueFinder = (database: Database, taken: Taken) => {
  const select = database.prepare('SELECT webhook FROM webhook_outbox WHERE due_at <= ? ORDER BY due_at, id');
  return (at: number, limit: number): readonly string[] => {
    const found = new Set<string>();
    const passed = new Set(taken.names());
    for (const row of select.iterate(at)) {
      if (found.size >= limit) break;
      const webhook = text(row, 'webhook');
      if (!passed.has(webhook)) found.add(webhook);
    }
    return [...found];
  };
};

export const sqliteWebhooks = (database: Database): WebhookRepository => {
  /** Webhooks that have a message under way, by the one process that has the file. */
  const taken = createTaken();
  const sql = (statement: string) => database.prepare(statement);
  const insert = sql(`
    INSERT INTO webhooks (id, board, url, secret, events, created_at)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (SELECT count(*) FROM webhooks WHERE board = ?2) < ?7`);
  const select = sql('SELECT * FROM webhooks WHERE board = ? ORDER BY created_at, id');
  const drop = sql('DELETE FROM webhooks WHERE board = ? AND id = ?');
  const selectBoards = sql('SELECT DISTINCT board FROM webhooks');
  const count = sql('SELECT count(*) AS count FROM webhook_outbox WHERE webhook = ?');
  // One that is due may be on its way already, and tells of what was before.
  const waits = sql('SELECT 1 FROM webhook_outbox WHERE webhook = ? AND event = ? AND due_at > ? LIMIT 1');
  const push = sql('INSERT INTO webhook_outbox (webhook, event, at, facts, due_at) VALUES (?, ?, ?, ?, ?)');
  const dueFirst = dueFinder(database, taken);
  const selectFirst = sql(`
    SELECT webhooks.*, webhook_outbox.id AS number, event, at, facts, tries
    FROM webhook_outbox JOIN webhooks ON webhooks.id = webhook_outbox.webhook
    WHERE webhook_outbox.id = (SELECT min(id) FROM webhook_outbox WHERE webhook = ?1 AND due_at <= ?2)`);
  const selectWebhook = sql('SELECT webhook FROM webhook_outbox WHERE id = ?');
  const remove = sql('DELETE FROM webhook_outbox WHERE id = ?');
  const tried = sql('UPDATE webhook_outbox SET tries = tries + 1 WHERE id = ?');
  const delay = sql(`
    UPDATE webhook_outbox SET due_at = max(due_at, ?1) WHERE webhook = (SELECT webhook FROM webhook_outbox WHERE id = ?2)`);
  const free = (id: number): void => taken.free(optional(text, selectWebhook.get(id) ?? {}, 'webhook') ?? '');
  return {
    async add({ id, board, url, secret, events, createdAt }, most) {
      return Number(insert.run(id, board, url, secret, events.join(' '), createdAt, most).changes) > 0;
    },
    async ofBoard(board) {
      return select.all(board).map(webhookOf);
    },
    async remove(board, id) {
      return Number(drop.run(board, id).changes) > 0;
    },
    async boards() {
      return selectBoards.all().map((row) => text(row, 'board'));
    },
    async put({ board, event, at, facts, dueAt }) {
      const wanting = select
        .all(board)
        .map(webhookOf)
        .filter(({ events }) => events.includes(event));
      transaction(database, () => {
        for (const { id } of wanting) {
          const isToldOf = event === 'board.changed' && waits.get(id, event, at) !== undefined;
          if (isToldOf || integer(count.get(id) ?? {}, 'count') >= mostWaiting) continue;
          push.run(id, event, at, facts, dueAt);
        }
      });
    },
    async take(at, limit, ms) {
      const found = dueFirst(at, limit)
        .flatMap((webhook) => selectFirst.all(webhook, at))
        .flatMap(deliveryOf);
      for (const { webhook } of found) taken.take(webhook.id, ms);
      return found;
    },
    async done(id) {
      free(id);
      remove.run(id);
    },
    async leave(id) {
      free(id);
    },
    async putOff(id, dueAt) {
      free(id);
      transaction(database, () => {
        tried.run(id);
        delay.run(dueAt, id);
      });
    },
  };
};
