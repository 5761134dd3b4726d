/** A way from one server to the others: Redis, or the database. What goes over it is counted. */
import type { Traffic } from './bus.ts';
import type { Message, MessageKind, Unheard } from './messages.ts';

/** Why a message was not told: there was no connection, more waits already than may, or it is too large for the way. */
export type Untold = 'away' | 'full' | 'large';

export interface Way extends Traffic {
  /** Resolves when the first try to connect has worked or failed, to why it failed. */
  readonly first: Promise<unknown>;
  /** Tells others of it, now or never: returns false where this way cannot, or not at the moment. Without `bytes` it is too large for any. */
  tell(message: Message, bytes: Buffer | undefined): boolean;
  /** Is to hear what is told of a board. */
  follow(board: string): void;
  /** The same no more. */
  leave(board: string): void;
  close(): Promise<void>;
}

/** What a way does when something happens to it. */
export interface WayEvents {
  /** A message of another server. */
  readonly onHeard: (message: Message, from: string) => void;
  /** It is connected and hears what it is to hear, for the first time or again. */
  readonly onUp: () => void;
  /** What is told of a board is heard from now on, as it was asked for while there was a connection. */
  readonly onFollows: (board: string) => void;
  /** It could not be connected, or is not any more. Told once, until it is connected again. */
  readonly onDown: (error: unknown) => void;
  /** What had been told may not have come through. */
  readonly onLost: (message: Message, bytes: Buffer) => void;
}

const raise = <Name extends string>(counts: Map<Name, number>, name: Name): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};

export interface Tally extends Pick<Traffic, 'sent' | 'received' | 'dropped'> {
  told(kind: MessageKind): void;
  heard(kind: MessageKind): void;
  untold(kind: MessageKind, why: Untold): void;
  unheard(why: Unheard): void;
}

export const createTally = (): Tally => {
  const sent = new Map<MessageKind, number>();
  const received = new Map<MessageKind, number>();
  const dropped = new Map<`${MessageKind} ${Untold}` | `? ${Unheard}`, number>();
  return {
    sent,
    received,
    dropped,
    told: (kind) => raise(sent, kind),
    heard: (kind) => raise(received, kind),
    untold: (kind, why) => raise(dropped, `${kind} ${why}`),
    unheard: (why) => raise(dropped, `? ${why}`),
  };
};
