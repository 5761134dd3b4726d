import { type FailureCode, limits, mayWrite, type Person, type Role } from '@gesso/crdt-schema';
import { type Bucket, createBucket } from '../quotas/meter.ts';
import type { Stay } from '../stores/repositories.ts';

/** What a person may do on one board, decided before they come in. A change of role closes the socket; only name and color may change. */
export interface Access {
  /** As they are when they come in; on the board they wear the color that the room gives them. */
  readonly person: Person;
  /** Their color was not just given to them: they keep it wherever they are. */
  readonly colorChosen?: boolean | undefined;
  readonly role: Role;
  /** Id of the link this was granted by; revoking it ends the connection. */
  readonly link?: string | undefined;
  /** Asks whether anything lets them in now; for when what they came by does no more. Without it nothing else does. */
  readonly mayReturn?: (() => Promise<boolean>) | undefined;
  /** By what is kept of it, it is looked again from time to time what they may do. One for each connection. */
  readonly stay?: Stay | undefined;
  /** When it ends by itself, in milliseconds since 1970. */
  readonly until?: number | undefined;
  /** When the proof of who this is runs out, in milliseconds since 1970: a token's `exp`. */
  readonly knownUntil?: number | undefined;
  /** For budgets and the log: the address it comes from, and a name for this one connection. */
  readonly ip?: string | undefined;
  readonly connection?: string | undefined;
}

/** A room's way to one client: the socket under a connection, as a room sees it. Its methods never throw. */
export interface ClientSocket {
  send(frame: Uint8Array): void;
  /** Takes bytes that are WebSocket messages already, for one write. A socket without it gets the frames one by one. */
  sendFramed?(bytes: Uint8Array): void;
  /** Says why and ends the connection. Frames sent before arrive first. */
  close(code: FailureCode): void;
  /** Bytes that were sent and have not left this machine. */
  readonly backlog: number;
}

/** A person's connection to a room. */
export interface Member {
  access: Access;
  readonly socket: ClientSocket;
  /** Understands Gesso's own frames (100–103). */
  readonly gesso: boolean;
  left: boolean;
  /** Document-changing frames received, their counts that are not on disk, and how many were last reported as saved. */
  received: number;
  readonly unsaved: Set<number>;
  saved: number;
  /** When the last frame was sent to it. */
  sentAt: number;
  /** Bytes of the syncs it was given: it may have that much more in its backlog. */
  grace: number;
  /** Since when its backlog has been too long for presence. */
  slowSince: number | undefined;
  /** While changes are kept from it: the state vector from which it will be brought up to date. */
  missed: Uint8Array | undefined;
  readonly syncBudget: Bucket;
  /** For questions who is there. */
  readonly queryBudget: Bucket;
  readonly liveBudget: Bucket;
  /** For reactions: that of all connections of the person. */
  readonly reactionBudget: Bucket;
}

/** Full states a connection may ask for: one a second, a few at once. */
const syncs = { perSecond: 1, burst: 5 } as const;

const bucketOf = (perSecond: number): Bucket => createBucket({ perSecond, burst: perSecond });

/**
 * `now`: when it came, in milliseconds since 1970. `other`: another connection of the person, whose budgets this one shares: anyone with
 * a link may open forty, and what each sends goes to everybody. Who may draw has ink for each of them.
 */
export const createMember = (
  access: Access,
  socket: ClientSocket,
  gesso: boolean,
  now: number,
  other?: Pick<Member, 'liveBudget' | 'reactionBudget'>,
): Member => ({
  access,
  socket,
  gesso,
  left: false,
  received: 0,
  unsaved: new Set(),
  saved: 0,
  sentAt: now,
  grace: 0,
  slowSince: undefined,
  missed: undefined,
  syncBudget: createBucket(syncs),
  queryBudget: createBucket(syncs),
  liveBudget: (mayWrite(access.role) ? undefined : other?.liveBudget) ?? bucketOf(limits.livePerSecond),
  reactionBudget: other?.reactionBudget ?? bucketOf(limits.reactionsPerSecond),
});
