/** What a webhook may be told of: that a board was changed, or what its audit log says. */
export const webhookEvents = [
  'board.changed',
  'board.trash',
  'board.restore',
  'link.create',
  'link.revoke',
  'link.join',
  'version.keep',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Where a board's owner wants to be told of what happens on it. Times are milliseconds since 1970. */
export interface WebhookRecord {
  readonly id: string;
  readonly board: string;
  readonly url: string;
  /** What messages are signed with: both sides have it. */
  readonly secret: string;
  readonly events: readonly WebhookEvent[];
  readonly createdAt: number;
}

/** A message that has not been taken yet. */
export interface Delivery {
  readonly id: number;
  readonly webhook: WebhookRecord;
  readonly event: WebhookEvent;
  /** When what it tells of happened. */
  readonly at: number;
  /** JSON: what else there is to tell. */
  readonly facts: string;
  /** How often it was tried. */
  readonly tries: number;
}

/** What is to be told. */
export interface WebhookNews {
  readonly board: string;
  readonly event: WebhookEvent;
  readonly at: number;
  readonly facts: string;
  readonly dueAt: number;
}

/** Messages that wait for one webhook; more are not put there. */
export const mostWaiting = 1_000;

/** Webhooks, and the outbox of their messages; both go when the board is given to another. A rejected promise means that the disk failed. */
export interface WebhookRepository {
  /** Resolves to whether it was added: a board has `most` of them. */
  add(webhook: WebhookRecord, most: number): Promise<boolean>;
  ofBoard(board: string): Promise<readonly WebhookRecord[]>;
  /** Resolves to whether it was there. What waits for it goes as well. */
  remove(board: string, id: string): Promise<boolean>;
  /** All boards that have one. */
  boards(): Promise<readonly string[]>;
  /** Puts a message into the outbox for each webhook that wants it. `board.changed` waits once for each, however often it happens before that is due. */
  put(news: WebhookNews): Promise<void>;
  /**
   * Takes the first message of each webhook that has any that is due, the longest due first. Of these webhooks nobody else is given one for
   * `ms` by the clock of the store, or until it is done or put off.
   */
  take(at: number, limit: number, ms: number): Promise<readonly Delivery[]>;
  /** It has arrived, or is given up. */
  done(id: number): Promise<void>;
  /** It is not sent now after all: anybody may be given it. */
  leave(id: number): Promise<void>;
  /** It has not arrived: it and all else that waits for the same webhook is due again at `dueAt`. */
  putOff(id: number, dueAt: number): Promise<void>;
}
