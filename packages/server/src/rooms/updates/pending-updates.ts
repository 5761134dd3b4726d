import { Failure } from '@gesso/crdt-schema';
import type { Cancel, Timers } from '../../timers.ts';
import { MiB } from '../../units.ts';
import type { Access, Member } from '../member.ts';
import type { SliceCount } from './incoming-update.ts';

/** An update that cannot be placed yet. */
export interface PendingUpdate {
  readonly update: Uint8Array;
  readonly author: Member;
  /** The author's count of document-changing frames, this one included. */
  readonly count: number;
  readonly history: boolean;
  /** Whether a part of it was accepted, and the slices it counts with. */
  readonly continued?: boolean;
  readonly sliceCount?: SliceCount | undefined;
  /** Client ids whose content in it is left to their owners. */
  readonly leftTo: readonly number[];
  /** Up to which clock the content of which clients must be here before it is looked at again. */
  readonly needs: ReadonlyMap<number, number>;
  /** Of these those that are left to the authors of comments: they are waited for `attestMs`, and not for ever. */
  readonly attests?: readonly number[] | undefined;
  /** The same, once all else of it is taken: then they are waited for once more. */
  readonly apart?: readonly number[] | undefined;
  /** Whether that was in vain. */
  readonly late?: boolean;
  /** How often it has been looked at again. */
  readonly tries: number;
}

/** How long an author of comments may take to bring them (ms): all return within some seconds where a server was lost. */
const attestMs = 10_000;
/** The same for what other history waits for: so much longer with each time it was looked at, and no longer than this. */
const lookAgainMs = { each: 10_000, most: 60_000 } as const;

/**
 * When history that waits is looked at again though not all it needs has come (ms). Each look is charged to its author (`work.ts`), three million steps
 * for a megabyte: so seldom that who waits long for others is not sent away for it.
 */
const patienceMs = ({ attests, tries }: PendingUpdate): number =>
  attests === undefined ? Math.min(lookAgainMs.most, lookAgainMs.each * (tries + 1)) : attestMs;

/**
 * Most that may wait: of a member what a pen does in the moment between a socket and its first sync, of a person with several tabs
 * twice that, and of a board as much as sixteen members. In bytes and updates.
 */
const most = {
  member: { bytes: MiB, updates: 256 },
  person: { bytes: 2 * MiB, updates: 512 },
  board: { bytes: 16 * MiB, updates: 4_096 },
} as const;

interface Share {
  bytes: number;
  updates: number;
}

const isOver = (share: Share, { bytes, updates }: Readonly<Share>): boolean =>
  share.bytes > bytes || share.updates > updates;

interface Entry {
  pending: PendingUpdate;
  /** Ends the waiting for being looked at again. */
  cancel?: Cancel;
  /** What of its needs has not come. */
  readonly needs: Map<number, number>;
}

export interface PendingUpdatesDeps {
  readonly timers: Timers;
  /** Returns up to which clock the content of a client is here. */
  readonly endOf: (client: number) => number;
  /** Looks once more at what has waited. May throw a `Failure`. */
  readonly retry: (pending: PendingUpdate) => void;
  readonly refuse: (member: Member, failure: Failure) => void;
}

/**
 * Updates that are not complete without something which has not come: a returning client's fresh edits, which overtake
 * the history they build on, and history with content of a member who is here to bring it. They wait, with the connection that
 * sent them, and are neither stored nor shown nor acknowledged until that has come. Each is looked at again when all it is known to
 * lack is there, and one a turn: others are heard in between.
 */
export interface PendingUpdates {
  /**
   * Throws when too much waits: `MALFORMED` when it is more than a hand draws in that moment, `OVERLOADED` when it is
   * many updates or a long history: its author comes back and brings it all again, in order. Where a whole board has too much, the
   * person who has most waiting goes.
   */
  add(pending: PendingUpdate): void;
  /** There is something new by these clients, who are only asked for where something waits. */
  arrived(clients: () => readonly number[]): void;
  /** The same of any clients at all: other servers have stored something. */
  arrivedAny(): void;
  /** Drops what waits of a member that has left, but not what it only has to be looked at for. */
  drop(author: Member): void;
  /** Drops all of those whom the rule picks. */
  rejectFrom(rule: (access: Access, author: Member) => boolean): void;
  /** Those who have left content to the owner of one of these client ids. */
  leftTo(clients: readonly number[]): ReadonlySet<Member>;
  /** Resolves as soon as none is due. */
  drained(): Promise<void>;
  /** Updates whose turn comes. */
  readonly due: number;
}

interface State extends PendingUpdatesDeps {
  /** In the order they came. */
  readonly waiting: Set<Entry>;
  readonly byClient: Map<number, Set<Entry>>;
  readonly due: Set<Entry>;
  readonly shares: Map<Member | string, Share>;
  readonly all: Share;
  readonly whenDrained: (() => void)[];
  isScheduled: boolean;
}

function count({ shares, all }: State, { author, update }: PendingUpdate, sign: 1 | -1): void {
  for (const who of [author, author.access.person.id]) {
    const share = shares.get(who) ?? { bytes: 0, updates: 0 };
    share.bytes += sign * update.length;
    share.updates += sign;
    if (share.updates === 0) shares.delete(who);
    else shares.set(who, share);
  }
  all.bytes += sign * update.length;
  all.updates += sign;
}

function forgetNeed({ byClient }: State, entry: Entry, client: number): void {
  entry.needs.delete(client);
  const others = byClient.get(client);
  others?.delete(entry);
  if (others?.size === 0) byClient.delete(client);
}

function remove(state: State, entry: Entry): void {
  for (const client of [...entry.needs.keys()]) forgetNeed(state, entry, client);
  entry.cancel?.();
  state.waiting.delete(entry);
  state.due.delete(entry);
  count(state, entry.pending, -1);
  if (state.due.size === 0) for (const tell of state.whenDrained.splice(0)) tell();
}

function schedule(state: State): void {
  if (state.isScheduled || state.due.size === 0) return;
  state.isScheduled = true;
  state.timers.soon(() => lookAgain(state));
}

/** Looks once more at the update that is due first; the others follow, one a turn. */
function lookAgain(state: State): void {
  state.isScheduled = false;
  const [entry] = state.due;
  if (entry === undefined) return;
  const { author } = entry.pending;
  remove(state, entry);
  try {
    state.retry(entry.pending);
  } catch (error) {
    state.refuse(author, error instanceof Failure ? error : new Failure('INTERNAL', String(error)));
  }
  schedule(state);
}

/** Makes an update due once it lacks nothing that it is known to need. */
function become(state: State, entry: Entry): void {
  if (entry.needs.size > 0) return;
  // Others may be due before it: what has come in time was not waited for in vain.
  entry.cancel?.();
  state.waiting.delete(entry);
  state.due.add(entry);
  schedule(state);
}

/** Returns the person who has most waiting on this board. */
const heaviest = ({ shares }: State): string | undefined => {
  let person: string | undefined;
  let bytes = -1;
  for (const [who, share] of shares) {
    if (typeof who !== 'string') continue;
    // Many small ones are as much to keep as few large ones.
    const weight = share.bytes / most.board.bytes + share.updates / most.board.updates;
    if (weight > bytes) [person, bytes] = [who, weight];
  }
  return person;
};

const authorsIn = (entries: Iterable<Entry>, rule: (pending: PendingUpdate) => boolean): ReadonlySet<Member> => {
  const authors = new Set<Member>();
  for (const { pending } of entries) if (rule(pending)) authors.add(pending.author);
  return authors;
};

/** Lets a person keep what is waiting of them, or another go who has more. Throws `OVERLOADED` when there is none. */
function freeSpace(state: State, person: string): void {
  if (!isOver(state.all, most.board)) return;
  const failure = new Failure('OVERLOADED', 'updates that build on what has not come');
  const other = heaviest(state);
  if (other === undefined || other === person) throw failure;
  const isOthers = ({ author }: PendingUpdate): boolean => author.access.person.id === other;
  for (const author of authorsIn([...state.waiting, ...state.due], isOthers)) state.refuse(author, failure);
}

function checkShares(state: State, { author, history }: PendingUpdate): void {
  const own = state.shares.get(author);
  const theirs = state.shares.get(author.access.person.id);
  if (own !== undefined && own.bytes > most.member.bytes && !history)
    throw new Failure('MALFORMED', 'too much builds on what has not come');
  if ((own && isOver(own, most.member)) || (theirs && isOver(theirs, most.person)))
    throw new Failure('OVERLOADED', 'updates that build on what has not come');
  freeSpace(state, author.access.person.id);
}

/**
 * The authors of comments in an update have had their time. All else of it is taken first: they may be here, and what they bring may wait for that
 * in turn, as after a crash where two have seen each other's words. The next time what it holds of theirs is judged as it is.
 */
const givenUp = (pending: PendingUpdate, attests: readonly number[]): PendingUpdate =>
  pending.apart === undefined
    ? { ...pending, apart: attests }
    : { ...pending, leftTo: withoutAll(pending.leftTo, [...attests, ...pending.apart]), late: true };

const withoutAll = (clients: readonly number[], out: readonly number[]): readonly number[] => {
  const gone = new Set(out);
  return clients.filter((client) => !gone.has(client));
};

/**
 * History that has waited for long is looked at again though not all it needs has come: some of that may have, and be enough for a part. Several who
 * bring what each other's words build on would otherwise wait for all of it in a circle.
 */
function haste(state: State, entry: Entry): void {
  const { attests } = entry.pending;
  if (attests !== undefined) entry.pending = givenUp(entry.pending, attests);
  for (const client of [...entry.needs.keys()]) forgetNeed(state, entry, client);
  become(state, entry);
}

function add(state: State, pending: PendingUpdate): void {
  const { byClient, endOf, timers } = state;
  // What has come already does not come again.
  const entry: Entry = { pending, needs: new Map([...pending.needs].filter(([client, end]) => end > endOf(client))) };
  count(state, pending, 1);
  state.waiting.add(entry);
  try {
    checkShares(state, pending);
  } catch (error) {
    remove(state, entry);
    throw error;
  }
  for (const client of entry.needs.keys()) {
    const others = byClient.get(client) ?? new Set();
    byClient.set(client, others.add(entry));
  }
  if (pending.history) entry.cancel = timers.after(patienceMs(pending), () => haste(state, entry));
  become(state, entry);
}

function arrived(state: State, clients: readonly number[]): void {
  for (const client of clients) {
    const others = state.byClient.get(client);
    if (others === undefined) continue;
    const end = state.endOf(client);
    for (const entry of [...others]) {
      if ((entry.needs.get(client) ?? 0) > end) continue;
      forgetNeed(state, entry, client);
      become(state, entry);
    }
  }
}

function dropAll(state: State, entries: Iterable<Entry>, rule: (pending: PendingUpdate) => boolean): void {
  for (const entry of [...entries]) if (rule(entry.pending)) remove(state, entry);
}

export const createPendingUpdates = (deps: PendingUpdatesDeps): PendingUpdates => {
  const state: State = {
    ...deps,
    waiting: new Set(),
    byClient: new Map(),
    due: new Set(),
    shares: new Map(),
    all: { bytes: 0, updates: 0 },
    whenDrained: [],
    isScheduled: false,
  };
  const { waiting, due, whenDrained } = state;
  return {
    add: (pending) => add(state, pending),
    arrived(clients) {
      if (waiting.size > 0) arrived(state, clients());
    },
    arrivedAny() {
      if (waiting.size > 0) arrived(state, [...state.byClient.keys()]);
    },
    drop: (author) => dropAll(state, waiting, (pending) => pending.author === author),
    rejectFrom: (rule) => dropAll(state, [...waiting, ...due], ({ author }) => rule(author.access, author)),
    leftTo(clients) {
      if (clients.length === 0) return new Set();
      const gone = new Set(clients);
      return authorsIn(waiting, ({ leftTo }) => leftTo.some((id) => gone.has(id)));
    },
    drained: () =>
      new Promise((resolve) => {
        if (due.size === 0) resolve();
        else whenDrained.push(resolve);
      }),
    get due() {
      return due.size;
    },
  };
};
