import type { Failure } from '@gesso/crdt-schema';
import type { Cancel, Timers } from '../../timers.ts';
import type { Member } from '../member.ts';
import type { ClientIdOwnership } from '../updates/client-id-ownership.ts';
import type { PresenceShares } from './shares.ts';

/** The state that says that nobody is there, as Yjs writes it. */
export const nobody = new TextEncoder().encode('null');
export const isNull = (json: Uint8Array): boolean => json.length === 4 && Buffer.compare(json, nobody) === 0;

export interface Presentee {
  /** Who speaks for it here; undefined when it has left, or is on another server. */
  member: Member | undefined;
  /** The server it was spoken for last; undefined when that is this one. */
  server: string | undefined;
  /** Whether it still is there, what that server said last of it, and when, by the clock of `timers`. */
  isThere: boolean;
  said: number;
  heardAt: number;
  /** What another server says of it while it is spoken for here as well: a connection that broke is noticed late. */
  beside: Beside | undefined;
  person: string;
  /** Newest clock that came in, and newest that went out. The latter runs ahead after a reconnect, never behind. */
  clockIn: number;
  clockOut: number;
  /** What others were told, and what came in since and has not been parsed. */
  shown: Uint8Array | undefined;
  raw: Uint8Array | undefined;
  leftAt: number;
  /** When others were last told. */
  shownAt: number;
}

/** What a server says of a client of its own. */
export interface Beside {
  readonly server: string;
  readonly said: number;
  readonly clock: number;
  readonly json: Uint8Array;
  readonly heardAt: number;
}

export interface PresenceDeps {
  readonly clientIds: ClientIdOwnership;
  readonly broadcast: (frame: Uint8Array) => void;
  /** Whether other servers have the board open, and what they are told: what changed of people who are here. */
  readonly isShared?: () => boolean;
  readonly tell?: (frame: Uint8Array) => void;
  /** Another server shows nobody under this id any more. */
  readonly onGoneElsewhere?: (client: number) => void;
  /** How long, in ms, a frame may wait beyond its time for others to go with. */
  readonly slack?: () => number;
  /** Ends the connection of a member whose state turned out not to be one. */
  readonly refuse: (member: Member, failure: Failure) => void;
  readonly timers?: Timers;
}

/** All that the presence of one room knows. */
export interface PresenceState extends Required<PresenceDeps> {
  readonly everyone: Map<number, Presentee>;
  /** Ids of whom others are to be told. */
  readonly changed: Set<number>;
  /** What the next frame tells besides what changed: states that had to make room. */
  readonly hidden: Set<number>;
  readonly shares: PresenceShares;
  /** What each member speaks for, what it said last at the end. */
  readonly spoken: Map<Member, Set<number>>;
  /** Members that have said something about presence. */
  readonly heard: WeakSet<Member>;
  /** The frame with everybody, until something of it changes. */
  whole: Uint8Array | undefined;
  timer: Cancel | undefined;
  /** When the last frame went, and how long (ms) the next one waits after it. */
  sentAt: number;
  tick: number;
}
