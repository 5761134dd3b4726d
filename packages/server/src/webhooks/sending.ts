import type { Config } from '../config/config.ts';
import type { Log } from '../observe/log.ts';
import type { Delivery, WebhookRepository } from '../stores/webhooks.ts';
import { dayMs, minuteMs } from '../units.ts';
import { post } from './post.ts';
import { signatureOf } from './signature.ts';

export interface SenderDeps {
  readonly repository: WebhookRepository;
  readonly config: Pick<Config, 'webhookOrigins'>;
  readonly log: Log;
  readonly now: () => number;
  /** Whether an address may be told: the operator may have changed their mind since. */
  readonly allows: (url: URL) => boolean;
  /** A webhook of this board was removed, since whoever was told has said that it is nobody's any more. */
  readonly onGone: (board: string) => void;
}

/** Takes messages out of the outbox. */
export interface Sender {
  /** Begins to send what is due, as far as there are places. Rejects when the disk fails. */
  send(): Promise<void>;
  /** Gives up what is under way, which stays in the outbox, and begins nothing more. */
  stop(): Promise<void>;
}

/** Messages under way at once, one for each webhook: who does not answer holds up nobody but themselves. */
const places = 16;
/** How long a message may be under way (ms): longer than an answer is waited for. A server that ends meanwhile leaves it to others then. */
const takenMs = 30_000;
/** How long after a failed try the next comes (ms); the last of them from then on. */
const pauses = [10_000, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * 60 * minuteMs, 6 * 60 * minuteMs] as const;
/** After so long (ms) a message is given up. */
const patienceMs = 3 * dayMs;

/** What a message is sent as. */
function written({ id, webhook, event, at, facts }: Delivery, now: number) {
  const told = { id: `${webhook.id}-${id}`, event, board: webhook.board, at: new Date(at).toISOString() };
  const body = JSON.stringify({ ...told, facts: JSON.parse(facts) as unknown });
  const signature = signatureOf(webhook.secret, Math.floor(now / 1000), body);
  return { body, headers: { 'gesso-event': event, 'gesso-signature': signature } };
}

export function createSender({ repository, config, log, now, allows, onGone }: SenderDeps): Sender {
  /** By webhook. */
  const underWay = new Map<string, Promise<void>>();
  /** Messages that were taken, while the disk does not take that they were. */
  const taken = new Set<number>();
  const stopping = new AbortController();

  const done = async (id: number) => {
    taken.add(id);
    await repository.done(id);
    taken.delete(id);
  };

  const deliver = async (delivery: Delivery): Promise<void> => {
    const { id, webhook, event, at, tries } = delivery;
    const url = new URL(webhook.url);
    if (taken.has(id) || !allows(url)) return done(id);
    const { body, headers } = written(delivery, now());
    const posted = await post(url, { body, headers, anywhere: config.webhookOrigins === '*', signal: stopping.signal });
    const { status = 0 } = posted;
    if (status >= 200 && status < 300) return done(id);
    if (status === 410) {
      // Whoever is asked has said that it is nobody's any more.
      await repository.remove(webhook.board, webhook.id);
      return onGone(webhook.board);
    }
    if (now() - at > patienceMs) {
      const facts = { board: webhook.board, webhook: webhook.id, event, ...posted };
      log.warn(facts, 'a webhook did not take a message in three days');
      return done(id);
    }
    if (stopping.signal.aborted) return repository.leave(id);
    return repository.putOff(id, now() + (pauses[Math.min(tries, pauses.length - 1)] ?? patienceMs));
  };

  const begin = (delivery: Delivery) => {
    const { webhook } = delivery;
    const under = deliver(delivery)
      // A place that has become free is taken at once.
      .finally(() => underWay.delete(webhook.id))
      .then(send)
      // It is tried again when it is looked next.
      .catch((error) => log.error({ err: error, board: webhook.board }, 'a message of a webhook was not settled'));
    underWay.set(webhook.id, under);
  };

  const fill = async () => {
    const free = places - underWay.size;
    if (stopping.signal.aborted || free <= 0) return;
    for (const delivery of await repository.take(now(), free, takenMs)) begin(delivery);
  };

  /** One look after the other: what is taken at once is as much as there are places. */
  let filling: Promise<void> = Promise.resolve();
  const send = (): Promise<void> => {
    filling = filling.catch(() => undefined).then(fill);
    return filling;
  };

  return {
    send,
    async stop() {
      stopping.abort();
      await filling.catch(() => undefined);
      await Promise.all(underWay.values());
    },
  };
}
