import { Failure } from '@gesso/crdt-schema';
import type { FastifyPluginAsync } from 'fastify';
import { personOf } from '../auth/people.ts';
import { newId, newKey } from '../auth/secrets.ts';
import { described, newWebhookShape, nothing, webhookList } from '../http/schemas.ts';
import { costs } from '../quotas/storage-budget.ts';
import type { Services } from '../services/services.ts';
import { type WebhookEvent, type WebhookRecord, webhookEvents } from '../stores/webhooks.ts';
import { minuteMs } from '../units.ts';

/** Webhooks of one board: each is told of everything. */
const most = 5;

const schemas = {
  list: described('webhooks', 'Where the owner wants to be told of what happens on a board', { 200: webhookList }),
  add: {
    ...described('webhooks', 'Have an address told of what happens on a board', { 201: newWebhookShape }),
    body: {
      type: 'object',
      required: ['url'],
      additionalProperties: false,
      properties: {
        url: { type: 'string', minLength: 1, maxLength: 2_000, description: 'of an origin in WEBHOOK_ORIGINS' },
        events: {
          type: 'array',
          uniqueItems: true,
          minItems: 1,
          maxItems: webhookEvents.length,
          items: { type: 'string', enum: [...webhookEvents] },
          description: 'all, if nothing is said',
        },
      },
    },
  },
  remove: described('webhooks', 'Have it told of nothing more', { 204: nothing }),
};

interface OfBoard {
  Params: { board: string };
}
interface OfWebhook {
  Params: { board: string; webhook: string };
}

const represent = ({ id, url, events, createdAt }: WebhookRecord) => ({
  id,
  url,
  events,
  createdAt: new Date(createdAt).toISOString(),
});

/** Who is told of what happens on a board. The secret of a webhook is shown when it is made, and never again. */
const webhookRoutes: FastifyPluginAsync<Services> = async (fastify, services) => {
  const { access, repositories, storage, webhooks, audit, now } = services;
  const perMinute = { rateLimit: { max: 30, timeWindow: minuteMs } };

  fastify.get<OfBoard>('/', { schema: schemas.list }, async ({ principal, params }) => {
    const { board } = await access.admit(principal, params.board, 'owner');
    return { webhooks: (await repositories.webhooks.ofBoard(board.id)).map(represent) };
  });

  fastify.post<OfBoard & { Body: { url: string; events?: readonly WebhookEvent[] } }>(
    '/',
    { schema: schemas.add, config: perMinute },
    async ({ principal, params, body, ip }, reply) => {
      const { board } = await access.admit(principal, params.board, 'owner');
      const url = URL.parse(body.url);
      if (url === null) throw new Failure('MALFORMED', 'url');
      if (!webhooks.allows(url)) throw new Failure('FORBIDDEN', `WEBHOOK_ORIGINS has no ${url.origin}`);
      if (principal !== undefined) storage.make({ person: personOf(principal).id, ip }, costs.link);
      const secret = newKey();
      const webhook = {
        id: newId(),
        board: board.id,
        url: url.href,
        secret,
        events: body.events ?? webhookEvents,
        createdAt: now(),
      };
      if (!(await repositories.webhooks.add(webhook, most))) throw new Failure('TOO_LARGE', `${most} webhooks`);
      webhooks.changed(board.id);
      audit('webhook.add', {
        board: board.id,
        person: principal?.id,
        facts: { webhook: webhook.id, origin: url.origin },
      });
      return reply.code(201).send({ ...represent(webhook), secret });
    },
  );

  fastify.delete<OfWebhook>('/:webhook', { schema: schemas.remove }, async ({ principal, params }, reply) => {
    const { board } = await access.admit(principal, params.board, 'owner');
    if (!(await repositories.webhooks.remove(board.id, params.webhook))) throw new Failure('NOT_FOUND');
    webhooks.changed(board.id);
    audit('webhook.remove', { board: board.id, person: principal?.id, facts: { webhook: params.webhook } });
    return reply.code(204).send();
  });
};

export default webhookRoutes;
