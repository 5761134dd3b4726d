import { deliveryOf, webhookOf } from '../records.ts';
import { integer, text } from '../rows.ts';
import { mostWaiting, type WebhookNews, type WebhookRecord, type WebhookRepository } from '../webhooks.ts';
import { type Database, databaseNow, type Queries } from './database.ts';

const add = async (queries: Queries, webhook: WebhookRecord, most: number): Promise<boolean> => {
  const { id, board, url, secret, events, createdAt } = webhook;
  // Two who add one at once take turns.
  const row = await queries.one('SELECT 1 AS one FROM boards WHERE id = $1 FOR NO KEY UPDATE', [board]);
  if (row === undefined) return false;
  const added = await queries.run(
    `INSERT INTO webhooks (id, board, url, secret, events, created_at)
    SELECT $1::text, $2::text, $3::text, $4::text, $5::text, $6::bigint
    WHERE (SELECT count(*) FROM webhooks WHERE board = $2) < $7`,
    [id, board, url, secret, events.join(' '), createdAt, most],
  );
  return added > 0;
};

/** Whether it waits already. One that is due may be on its way, and tells of what was before. */
const waits = async (queries: Queries, webhook: string, { event, at }: WebhookNews): Promise<boolean> =>
  (await queries.one('SELECT 1 AS one FROM webhook_outbox WHERE webhook = $1 AND event = $2 AND due_at > $3 LIMIT 1', [
    webhook,
    event,
    at,
  ])) !== undefined;

const hasRoom = async (queries: Queries, webhook: string): Promise<boolean> => {
  const row = await queries.one('SELECT count(*) AS count FROM webhook_outbox WHERE webhook = $1', [webhook]);
  return integer(row ?? {}, 'count') < mostWaiting;
};

const put = async (queries: Queries, news: WebhookNews): Promise<void> => {
  const { board, event, at, facts, dueAt } = news;
  const rows = await queries.all('SELECT * FROM webhooks WHERE board = $1 ORDER BY created_at, id FOR NO KEY UPDATE', [
    board,
  ]);
  for (const { id, events } of rows.map(webhookOf)) {
    if (!events.includes(event)) continue;
    if ((event === 'board.changed' && (await waits(queries, id, news))) || !(await hasRoom(queries, id))) continue;
    await queries.run('INSERT INTO webhook_outbox (webhook, event, at, facts, due_at) VALUES ($1, $2, $3, $4, $5)', [
      id,
      event,
      at,
      facts,
      dueAt,
    ]);
  }
};

/** So many webhooks more than are asked for are found: another server may be taking the first of them just now. */
const more = 50;

/** Whose webhook (of `message`) nobody has a message of under way. What is taken is that of the clock of the database: those of servers may differ. */
const isFree = `(SELECT taken_until FROM webhooks WHERE webhooks.id = message.webhook) <= ${databaseNow}`;

/**
 * Goes through what is due, the longest due first, from one webhook to the next and no further than it has to, however much waits: of one webhook that
 * is a thousand messages at most. The first message of each is looked for among its own (OFFSET 0: not in the order of all ids, where it may be far).
 * What another server takes just now is passed by.
 */
const takeDue = `
  WITH RECURSIVE walk AS (
    (SELECT due_at, id, webhook, ARRAY[webhook] AS passed FROM webhook_outbox AS message
      WHERE due_at <= $1 AND ${isFree} ORDER BY due_at, id LIMIT 1)
    UNION ALL
    SELECT next.due_at, next.id, next.webhook, passed || next.webhook FROM walk CROSS JOIN LATERAL (
      SELECT due_at, id, webhook FROM webhook_outbox AS message
      WHERE due_at <= $1 AND due_at >= walk.due_at AND (due_at, id) > (walk.due_at, walk.id)
        AND webhook <> ALL (passed) AND ${isFree}
      ORDER BY due_at, id LIMIT 1) AS next
    WHERE cardinality(passed) < $2 + ${more}
  ), free AS (
    SELECT webhooks.id, (
        SELECT min(id) FROM (SELECT id FROM webhook_outbox WHERE webhook = webhooks.id AND due_at <= $1 OFFSET 0) AS own
      ) AS number
    FROM walk JOIN webhooks ON webhooks.id = walk.webhook
    WHERE webhooks.taken_until <= ${databaseNow}
    ORDER BY walk.due_at, walk.id LIMIT $2
    FOR NO KEY UPDATE OF webhooks SKIP LOCKED
  ), taken AS (
    UPDATE webhooks SET taken_until = ${databaseNow} + $3 FROM free WHERE webhooks.id = free.id
    RETURNING webhooks.*, free.number
  )
  SELECT taken.*, event, at, facts, tries FROM taken JOIN webhook_outbox ON webhook_outbox.id = taken.number
  ORDER BY due_at, number`;

const free = (queries: Queries, message: number): Promise<number> =>
  queries.run(
    'UPDATE webhooks SET taken_until = 0 FROM webhook_outbox WHERE webhook = webhooks.id AND webhook_outbox.id = $1',
    [message],
  );

export const postgresWebhooks = (database: Database): WebhookRepository => ({
  add: (webhook, most) => database.transaction((queries) => add(queries, webhook, most)),
  async ofBoard(board) {
    const rows = await database.all('SELECT * FROM webhooks WHERE board = $1 ORDER BY created_at, id', [board]);
    return rows.map(webhookOf);
  },
  async remove(board, id) {
    return (await database.run('DELETE FROM webhooks WHERE board = $1 AND id = $2', [board, id])) > 0;
  },
  async boards() {
    return (await database.all('SELECT DISTINCT board FROM webhooks')).map((row) => text(row, 'board'));
  },
  async put(news) {
    await database.transaction((queries) => put(queries, news));
  },
  async take(at, limit, ms) {
    return (await database.all(takeDue, [at, limit, ms])).flatMap(deliveryOf);
  },
  async done(id) {
    await database.run(
      `WITH gone AS (DELETE FROM webhook_outbox WHERE id = $1 RETURNING webhook)
      UPDATE webhooks SET taken_until = 0 FROM gone WHERE webhooks.id = gone.webhook`,
      [id],
    );
  },
  async leave(id) {
    await free(database, id);
  },
  async putOff(id, dueAt) {
    await database.transaction(async (queries) => {
      await free(queries, id);
      await queries.run('UPDATE webhook_outbox SET tries = tries + 1 WHERE id = $1', [id]);
      await queries.run(
        `UPDATE webhook_outbox SET due_at = greatest(due_at, $1)
        WHERE webhook = (SELECT webhook FROM webhook_outbox WHERE id = $2)`,
        [dueAt, id],
      );
    });
  },
});
