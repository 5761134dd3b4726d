import type { Config } from '../config/config.ts';
import type { Log } from '../observe/log.ts';
import type { Delivery, WebhookRepository } from '../stores/webhooks.ts';
import { dayMs, minuteMs } from '../units.ts';
import { type Posted, post } from './post.ts';
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

/** Messages that are sent at once. */
const atOnce = 4;
/** How long after a failed try the next comes (ms); the last of them from then on. */
const pauses = [10_000, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * 60 * minuteMs, 6 * 60 * minuteMs] as const;
/** After so long (ms) a message is given up. */
const patienceMs = 3 * dayMs;

/** Returns what sends all that is due in the outbox, one call at a time. Rejects when the disk fails. */
export function createSender({ repository, config, log, now, allows, onGone }: SenderDeps): () => Promise<void> {
  let sending: Promise<void> | undefined;

  const deliver = async ({ id, webhook, event, at, facts, tries }: Delivery) => {
    const url = new URL(webhook.url);
    if (!allows(url)) return repository.done(id);
    const told = { id: `${webhook.id}-${id}`, event, board: webhook.board, at: new Date(at).toISOString() };
    const body = JSON.stringify({ ...told, facts: JSON.parse(facts) as unknown });
    const seconds = Math.floor(now() / 1000);
    const headers = { 'gesso-event': event, 'gesso-signature': signatureOf(webhook.secret, seconds, body) };
    const posted: Posted = await post(url, body, headers, config.webhookOrigins === '*');
    const { status = 0 } = posted;
    if (status >= 200 && status < 300) return repository.done(id);
    if (status === 410) {
      // Whoever is asked has said that it is nobody's any more.
      await repository.remove(webhook.board, webhook.id);
      return onGone(webhook.board);
    }
    if (now() - at > patienceMs) {
      log.warn(
        { board: webhook.board, webhook: webhook.id, event, ...posted },
        'a webhook did not take a message in three days',
      );
      return repository.done(id);
    }
    return repository.putOff(id, now() + (pauses[Math.min(tries, pauses.length - 1)] ?? patienceMs));
  };

  const sendDue = async () => {
    for (;;) {
      const due = await repository.due(now(), atOnce);
      await Promise.all(due.map(deliver));
      if (due.length < atOnce) return;
    }
  };
  return () => {
    sending ??= sendDue().finally(() => {
      sending = undefined;
    });
    return sending;
  };
}
