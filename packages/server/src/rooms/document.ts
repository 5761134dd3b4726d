import { atLeast, Failure, limits } from '@gesso/crdt-schema';
import type { Claims } from './claims.ts';
import type { Commit, Commits } from './commits.ts';
import { acknowledge, deliver } from './delivery.ts';
import { encodeUpdate } from './frames.ts';
import type { Access, Member } from './member.ts';
import { mergeUpdates, type Replica } from './replica.ts';
import { createSetAside, type Early } from './set-aside.ts';

/** An update on its way to disk, with whom to tell. */
export interface DocumentCommit extends Commit {
  readonly author: Member | undefined;
  /** The author's count of document-changing frames, this one included; 0 when nobody counts. */
  readonly count: number;
  /** Told once: true when everything up to here is on disk, false when the store fails. */
  readonly done: ((stored: boolean) => void) | undefined;
  told: boolean;
}

export interface Offer {
  readonly update: Uint8Array;
  readonly access: Access;
  readonly author?: Member | undefined;
  readonly count?: number;
  /** It is history (an answer to our sync step 1, or a whole document): it may be large and hold what others wrote. */
  readonly history?: boolean;
  readonly done?: (stored: boolean) => void;
}

export interface DocumentDeps {
  readonly board: string;
  readonly replica: Replica;
  readonly size: number;
  readonly commits: Commits<DocumentCommit>;
  readonly claims: Claims;
  readonly members: ReadonlySet<Member>;
  readonly now: () => number;
  /** May throw a `Failure` to refuse an update before it is applied. */
  readonly beforeUpdate: (update: Uint8Array, access: Access) => void;
  readonly onStored: (bytes: number, updates: number) => void;
  /** Ends the connection of a member whose update turned out later to be one that is refused. */
  readonly refuse: (member: Member, failure: Failure) => void;
  /** The replica broke on an update that had passed every check, and has to be loaded anew. */
  readonly onBroken: () => void;
}

/** The way of an update through a room: checked, applied, on disk, acknowledged, and only then shown to others. */
export interface Document {
  /**
   * Throws a `Failure` when the update is refused; nothing has happened then. What builds on something that has not come
   * waits with its author, and is refused when it has none.
   */
  offer(offer: Offer): void;
  /** A member has left: what waited of it goes, and what waited for its client ids may find its place. */
  leave(member: Member): void;
  /** Calls back once all that is in the replica now is on disk, or at once when the store fails: then nothing is. */
  afterStored(done: (stored: boolean) => void): void;
  /** Updates that are not on disk yet. */
  readonly inFlight: number;
}

export const createDocument = (deps: DocumentDeps): Document => {
  const { board, replica, commits, claims, members, now } = deps;
  const early = createSetAside();
  let inFlight = 0;
  let size = deps.size;

  const push = (commit: Omit<DocumentCommit, 'board' | 'told'>): void => {
    inFlight++;
    commits.push({ ...commit, board, told: false }, owner);
  };

  const owner = {
    stored(all: readonly DocumentCommit[]): void {
      inFlight -= all.length;
      tell(all, true);
      const authors = new Set<Member>();
      for (const { author, count } of all) {
        if (author === undefined) continue;
        author.stored = Math.max(author.stored, count);
        authors.add(author);
      }
      for (const author of authors) acknowledge(author, Math.min(author.stored, early.bound(author)), now());
      const updates = all.flatMap(({ update }) => (update === undefined ? [] : [update]));
      if (updates.length > 0)
        deps.onStored(
          updates.reduce((sum, update) => sum + update.length, 0),
          updates.length,
        );
    },
    held(all: readonly DocumentCommit[]): void {
      tell(all, false);
    },
  };

  /** Shows others what is new to them, once, and calls those back who wait. */
  const tell = (all: readonly DocumentCommit[], stored: boolean): void => {
    const fresh = all.filter((commit) => !commit.told);
    const updates: Uint8Array[] = [];
    const authors = new Set<Member | undefined>();
    for (const commit of fresh) {
      commit.told = true;
      if (commit.update === undefined) continue;
      updates.push(commit.update);
      authors.add(commit.author);
    }
    // One buffer for everybody: with several authors each gets their own words back, which Yjs ignores.
    const [author] = authors.size === 1 ? authors : [];
    for (const frame of mergeUpdates(updates).map(encodeUpdate)) {
      for (const member of members) if (member !== author) deliver(member, frame, now());
    }
    for (const { done } of fresh) done?.(stored);
  };

  /**
   * Nobody writes under a client id that somebody else is using: their own next words would then be ignored as
   * already known. From history such content is only left out; its author is here to bring it.
   */
  const ownContent = ({ update, access, author, history = false }: Offer): Uint8Array => {
    const authors = replica.newAuthors(update);
    const foreign = authors.filter((client) => {
      const holder = claims.holder(client);
      return holder !== undefined && holder.access.person.id !== access.person.id;
    });
    if (foreign.length === 0) {
      const [client] = authors;
      // Content of several authors is history that is passed on; only fresh words tell whose id this is.
      if (client !== undefined && authors.length === 1 && author !== undefined && !history) claims.take(client, author);
      return update;
    }
    if (!history) throw new Failure('FORBIDDEN', `client id ${foreign[0]} is in use by somebody else`);
    return replica.without(update, foreign);
  };

  const checkRoom = (update: Uint8Array): void => {
    commits.admit(update.length);
    // `size` only grows with what comes in; what overwrites costs nothing, so the real size is looked up now and then.
    if (size + update.length > limits.boardBytes) size = replica.everything().length;
    if (size + update.length > limits.boardBytes) throw new Failure('BOARD_FULL');
  };

  /** Gives what was new: all of a fresh update, or what could be placed of history. */
  const apply = (update: Uint8Array, history: boolean): Uint8Array | undefined => {
    try {
      if (history) return replica.absorb(update);
      replica.apply([update]);
      return update;
    } catch (error) {
      deps.onBroken();
      throw error;
    }
  };

  /** Keeps what has no place yet for later. Only a live connection brings the rest. */
  const wait = ({ update, author, count = 0, history = false }: Offer): void => {
    if (author === undefined) throw new Failure('MALFORMED', 'it builds on what is not here');
    early.add({ update, author, count, history });
  };

  const take = (offer: Offer): void => {
    const { access, author, count = 0, history = false, done } = offer;
    const wrong = replica.check(offer.update, history);
    if (wrong !== undefined) throw wrong;
    const known = replica.knows(offer.update);
    if (!known && !atLeast(access.role, 'editor')) throw new Failure('FORBIDDEN', `${access.role} may not write`);
    const by = access.person.id;
    const own = known ? undefined : ownContent(offer);
    if (own === undefined || (own !== offer.update && replica.knows(own))) {
      push({ by, update: undefined, author, count, done });
      return;
    }
    const gap = replica.leavesGap(own);
    if (gap) wait(offer);
    if (gap && !history) return;
    checkRoom(own);
    deps.beforeUpdate(own, access);
    const update = apply(own, history);
    size += update?.length ?? 0;
    push({ by, update, author, count, done });
  };

  const retry = ({ author, ...rest }: Early): void => {
    if (author.left) return;
    try {
      take({ ...rest, author, access: author.access });
    } catch (error) {
      deps.refuse(author, error instanceof Failure ? error : new Failure('INTERNAL', String(error)));
    }
  };

  return {
    offer(offer) {
      take(offer);
      // Only history brings what others were waiting for: everybody's own words come in order.
      if (offer.history === true) for (const waiting of early.take()) retry(waiting);
    },
    leave(member) {
      early.drop(member);
      for (const waiting of early.take()) retry(waiting);
    },
    afterStored(done) {
      if (inFlight === 0) done(true);
      else push({ by: '', update: undefined, author: undefined, count: 0, done });
    },
    get inFlight() {
      return inFlight;
    },
  };
};
