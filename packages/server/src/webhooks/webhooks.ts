import type { Config } from '../config/config.ts';
import type { Log } from '../observe/log.ts';
import { type WebhookEvent, type WebhookRepository, webhookEvents } from '../stores/webhooks.ts';
import type { Timers } from '../timers.ts';
import { createSender } from './sending.ts';

/** Tells other servers what happens on boards, as far as their owners wish. */
export interface Webhooks {
  /** Whether an address may be told anything: of an origin that `WEBHOOK_ORIGINS` lists, or any where it is `*`. */
  allows(url: URL): boolean;
  /** A board has its first webhook, or may have lost its last. */
  changed(board: string): void;
  /** Something was stored on a board. */
  onStored(board: string): void;
  /** Something of the audit log happened. */
  onAudit(event: string, board: string | undefined, facts: Readonly<Record<string, unknown>>): void;
  /** Sends what is due, now and from then on. Returns what stops it. */
  begin(): () => void;
  /** Gives up what is under way, which stays in the outbox, and begins nothing more. */
  stop(): Promise<void>;
}

export interface WebhooksDeps {
  readonly repository: WebhookRepository;
  readonly config: Pick<Config, 'webhookOrigins'>;
  readonly timers: Timers;
  readonly log: Log;
  readonly now: () => number;
}

/** A board that is drawn on is told of this long after (ms), and once for all that happened meanwhile. */
const calmMs = 10_000;
/** How often it is looked whether anything is due, and which boards have webhooks: another server may have added one (ms). */
const lookEveryMs = 5_000;
const readEveryMs = 10_000;

const isEvent = (event: string): event is WebhookEvent => (webhookEvents as readonly string[]).includes(event);

export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const { repository, config, timers, log, now } = deps;
  const { webhookOrigins } = config;
  /** Boards that have any. It begins with all that the store knows. */
  const boards = new Set<string>();
  /** When (ms that only grow) it was noted of which that they have changed. */
  const noted = new Map<string, number>();

  const allows = ({ protocol, origin, username, password }: URL): boolean =>
    /^https?:$/.test(protocol) &&
    username + password === '' &&
    (webhookOrigins === '*' || webhookOrigins.includes(origin));

  let changes = 0;
  let isReading = false;
  const changed = (board: string) => {
    changes++;
    noted.delete(board);
    repository.ofBoard(board).then(
      (found) => {
        if (found.length > 0) boards.add(board);
        else boards.delete(board);
      },
      (error) => log.error({ err: error, board }, 'the webhooks of a board were not read'),
    );
  };

  const read = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    const before = changes;
    try {
      const found = new Set(await repository.boards());
      // What this server was told meanwhile is newer.
      if (changes === before) for (const board of boards) if (!found.has(board)) boards.delete(board);
      for (const board of found) boards.add(board);
    } catch (error) {
      log.error({ err: error }, 'the webhooks were not read');
    } finally {
      isReading = false;
    }
  };

  const { send, stop } = createSender({ ...deps, allows, onGone: changed });
  const put = (board: string, event: WebhookEvent, facts: object, delay: number) => {
    const at = now();
    repository
      .put({ board, event, at, facts: JSON.stringify(facts), dueAt: at + delay })
      .then(() => (delay === 0 ? send() : undefined))
      .catch((error) => log.error({ err: error, board, event }, 'a webhook will not be told'));
  };

  return {
    allows,
    changed,
    onStored(board) {
      if (!boards.has(board) || timers.elapsed() - (noted.get(board) ?? Number.NEGATIVE_INFINITY) < calmMs) return;
      noted.set(board, timers.elapsed());
      put(board, 'board.changed', {}, calmMs);
    },
    onAudit(event, board, facts) {
      if (board !== undefined && boards.has(board) && isEvent(event)) put(board, event, facts, 0);
    },
    begin() {
      void read();
      const ends = [
        timers.every(lookEveryMs, () => (boards.size === 0 ? undefined : send())),
        timers.every(readEveryMs, read),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
    stop,
  };
}
