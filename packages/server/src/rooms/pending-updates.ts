import { Failure } from '@gesso/crdt-schema';
import type { Timers } from '../timers.ts';
import type { Parts } from './incoming-update.ts';
import type { Access, Member } from './member.ts';

/** What somebody sent that cannot be placed yet. */
export interface Early {
  readonly update: Uint8Array;
  readonly author: Member;
  /** The author's count of document-changing frames, this one included. */
  readonly count: number;
  readonly history: boolean;
  /** Whether a part of it was accepted, and the slices it counts with. */
  readonly continued?: boolean;
  readonly parts?: Parts | undefined;
  /** Client ids whose content in it is left to their owners. */
  readonly leftTo: readonly number[];
  /** How far the words of which clients must reach before it is looked at again. */
  readonly needs: ReadonlyMap<number, number>;
  /** How often it has been looked at again. */
  readonly tries: number;
}

/**
 * Most that may wait: of a member what a pen does in the moment between a socket and its first sync, of a person with several tabs
 * twice that, and of a board as much as sixteen members. In bytes and updates.
 */
const most = {
  member: { bytes: 1024 * 1024, updates: 256 },
  person: { bytes: 2 * 1024 * 1024, updates: 512 },
  board: { bytes: 16 * 1024 * 1024, updates: 4_096 },
} as const;

interface Share {
  bytes: number;
  updates: number;
}

const isOver = (share: Share, { bytes, updates }: Readonly<Share>): boolean =>
  share.bytes > bytes || share.updates > updates;

interface Entry {
  readonly early: Early;
  /** What of its needs has not come. */
  readonly needs: Map<number, number>;
}

export interface PendingUpdatesDeps {
  readonly timers: Timers;
  /** Where the words of a client end that are here. */
  readonly endOf: (client: number) => number;
  /** Looks once more at what has waited. May throw a `Failure`. */
  readonly retry: (early: Early) => void;
  readonly refuse: (member: Member, failure: Failure) => void;
}

/**
 * Updates that are not complete without something which has not come: a returning client's fresh edits, which overtake
 * the history they build on, and history with words of somebody who is here to bring them. They wait, with whoever sent
 * them, and are neither stored nor shown nor acknowledged until that has come. Each is looked at again when all it is known to
 * lack is there, and one a turn: others are heard in between.
 */
export interface PendingUpdates {
  /**
   * Throws when too much waits: `MALFORMED` when it is more than anybody draws in that moment, `OVERLOADED` when it is
   * many updates or a long history: whoever comes back brings it all again, in order. Where a whole board has too much, whoever has
   * most waiting goes.
   */
  add(early: Early): void;
  /** There is something new by these clients, who are only asked for where something waits. */
  arrived(clients: () => readonly number[]): void;
  /** Drops what waits of a member that has left, but not what it only has to be looked at for. */
  drop(author: Member): void;
  /** Drops all of those whom the rule picks. */
  bar(rule: (access: Access, author: Member) => boolean): void;
  /** Those who have left content to the owner of one of these client ids. */
  leftTo(clients: readonly number[]): ReadonlySet<Member>;
  /** Resolves as soon as none is due. */
  settle(): Promise<void>;
  /** Updates whose turn comes. */
  readonly due: number;
}

export const createPendingUpdates = ({ timers, endOf, retry, refuse }: PendingUpdatesDeps): PendingUpdates => {
  /** In the order they came. */
  const waiting = new Set<Entry>();
  const byClient = new Map<number, Set<Entry>>();
  const due = new Set<Entry>();
  const shares = new Map<Member | string, Share>();
  const all: Share = { bytes: 0, updates: 0 };
  const settling: (() => void)[] = [];
  let scheduled = false;

  const count = ({ author, update }: Early, sign: 1 | -1): void => {
    for (const who of [author, author.access.person.id]) {
      const share = shares.get(who) ?? { bytes: 0, updates: 0 };
      share.bytes += sign * update.length;
      share.updates += sign;
      if (share.updates === 0) shares.delete(who);
      else shares.set(who, share);
    }
    all.bytes += sign * update.length;
    all.updates += sign;
  };

  const forgetNeed = (entry: Entry, client: number): void => {
    entry.needs.delete(client);
    const others = byClient.get(client);
    others?.delete(entry);
    if (others?.size === 0) byClient.delete(client);
  };

  const remove = (entry: Entry): void => {
    for (const client of [...entry.needs.keys()]) forgetNeed(entry, client);
    waiting.delete(entry);
    due.delete(entry);
    count(entry.early, -1);
    if (due.size === 0) for (const tell of settling.splice(0)) tell();
  };

  const next = (): void => {
    scheduled = false;
    const [entry] = due;
    if (entry === undefined) return;
    const { author } = entry.early;
    remove(entry);
    try {
      retry(entry.early);
    } catch (error) {
      refuse(author, error instanceof Failure ? error : new Failure('INTERNAL', String(error)));
    }
    schedule();
  };

  const schedule = (): void => {
    if (scheduled || due.size === 0) return;
    scheduled = true;
    timers.soon(next);
  };

  const become = (entry: Entry): void => {
    if (entry.needs.size > 0) return;
    waiting.delete(entry);
    due.add(entry);
    schedule();
  };

  /** Whoever has most waiting on this board. */
  const heaviest = (): string | undefined => {
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

  const authorsIn = (entries: Iterable<Entry>, rule: (early: Early) => boolean): ReadonlySet<Member> => {
    const authors = new Set<Member>();
    for (const { early } of entries) if (rule(early)) authors.add(early.author);
    return authors;
  };

  const makeRoom = (person: string): void => {
    if (!isOver(all, most.board)) return;
    const failure = new Failure('OVERLOADED', 'updates that build on what has not come');
    const other = heaviest();
    if (other === undefined || other === person) throw failure;
    for (const author of authorsIn([...waiting, ...due], ({ author }) => author.access.person.id === other))
      refuse(author, failure);
  };

  const dropAll = (entries: Iterable<Entry>, rule: (early: Early) => boolean): void => {
    for (const entry of [...entries]) if (rule(entry.early)) remove(entry);
  };

  return {
    add(early) {
      const { author, history, needs } = early;
      // What has come already does not come again.
      const entry = { early, needs: new Map([...needs].filter(([client, end]) => end > endOf(client))) };
      count(early, 1);
      waiting.add(entry);
      try {
        const own = shares.get(author);
        const theirs = shares.get(author.access.person.id);
        if (own !== undefined && own.bytes > most.member.bytes && !history)
          throw new Failure('MALFORMED', 'too much builds on what has not come');
        if ((own && isOver(own, most.member)) || (theirs && isOver(theirs, most.person)))
          throw new Failure('OVERLOADED', 'updates that build on what has not come');
        makeRoom(author.access.person.id);
      } catch (error) {
        remove(entry);
        throw error;
      }
      for (const client of entry.needs.keys()) {
        const others = byClient.get(client) ?? new Set();
        byClient.set(client, others.add(entry));
      }
      become(entry);
    },
    arrived(clients) {
      if (waiting.size === 0) return;
      for (const client of clients()) {
        const others = byClient.get(client);
        if (others === undefined) continue;
        const end = endOf(client);
        for (const entry of [...others]) {
          if ((entry.needs.get(client) ?? 0) > end) continue;
          forgetNeed(entry, client);
          become(entry);
        }
      }
    },
    drop: (author) => dropAll(waiting, (early) => early.author === author),
    bar: (rule) => dropAll([...waiting, ...due], ({ author }) => rule(author.access, author)),
    leftTo(clients) {
      if (clients.length === 0) return new Set();
      const gone = new Set(clients);
      return authorsIn(waiting, ({ leftTo }) => leftTo.some((id) => gone.has(id)));
    },
    settle: () =>
      new Promise((resolve) => {
        if (due.size === 0) resolve();
        else settling.push(resolve);
      }),
    get due() {
      return due.size;
    },
  };
};
