import { atLeast, Failure, type Fitting, limits, type NoticeMessage, wholeBoard } from '@gesso/crdt-schema';
import type { Heap } from '../quotas/heap.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import { createCapacity } from './capacity.ts';
import type { ClientIdOwnership } from './client-id-ownership.ts';
import type { Commit, Commits } from './commits.ts';
import { createExtent } from './extent.ts';
import { encodeUpdate } from './frames.ts';
import type { IncomingUpdate, Parts } from './incoming-update.ts';
import { createLanes } from './lanes.ts';
import type { Access, Member } from './member.ts';
import { textFull } from './notices.ts';
import type { Outbox } from './outbox.ts';
import { createPendingUpdates, type Early } from './pending-updates.ts';
import { type Beginning, mergeUpdates, oneUpdate, type Replica } from './replica.ts';
import { type Cut, isLarge, type Slice, sliceAside } from './slicing.ts';
import { createWork, isTextTooLarge, isTooMuchAtOnce } from './work.ts';

/** An update on its way to disk, with whom to tell. */
export interface DocumentCommit extends Commit {
  readonly author: Member | undefined;
  /** The author's count of document-changing frames, this one included; 0 when nobody counts. */
  readonly count: number;
  readonly parts?: Parts | undefined;
  /** Told once: true when everything up to here is on disk, false when the store fails. */
  readonly done: ((stored: boolean) => void) | undefined;
  told: boolean;
  /** Where its update begins, once somebody has asked. */
  beginning?: Beginning;
}

export interface UpdatePipelineDeps {
  readonly board: string;
  readonly replica: Replica;
  readonly size: number;
  readonly commits: Commits<DocumentCommit>;
  readonly claims: ClientIdOwnership;
  readonly outbox: Outbox;
  /** How large updates are cut, and how long it is waited between two slices. */
  readonly slice?: Slice | undefined;
  /** What waits on all boards together. */
  readonly backlog?: Backlog | undefined;
  readonly heap: Heap;
  readonly timers?: Timers | undefined;
  /** May throw a `Failure` to refuse an update before it is applied. */
  readonly beforeUpdate: (update: Uint8Array, access: Access, continued: boolean) => void;
  readonly onStored: (bytes: number, updates: number) => void;
  /** Asks members for all they have that is not on disk. */
  readonly askAgain: (members: Iterable<Member>) => void;
  readonly notify: (member: Member, notice: NoticeMessage) => void;
  /** Ends the connection of a member whose update turned out later to be one that is refused. */
  readonly refuse: (member: Member, failure: Failure) => void;
  /** The replica broke on an update that had passed every check, and has to be loaded anew. */
  readonly onBroken: () => void;
}

/** The way of an update through a room: checked, applied, on disk, acknowledged, and only then shown to others. */
export interface UpdatePipeline {
  /**
   * Throws a `Failure` when the update is refused; nothing has happened then. What builds on something that has not come
   * waits with its author, and is refused when it has none. A large update is taken in slices, one a turn, so that others are
   * heard in between; what is wrong with it is then told later, to `refused` or its author.
   */
  offer(offer: IncomingUpdate): void;
  /**
   * Takes nothing more of those whom the rule picks, of what they sent in time neither. Whoever merely left is not among them: what
   * they sent is theirs to have kept.
   */
  bar(failure: Failure, rule: (access: Access, author: Member | undefined) => boolean): void;
  /** Resolves as soon as all that was offered has been taken or refused. */
  settle(): Promise<void>;
  /**
   * A member has left: what waited of it goes, and those who left content to it are asked once more what they have. `clients` are
   * the ids it spoke for.
   */
  leave(member: Member, clients: readonly number[]): void;
  /** Calls back once all that is in the replica now is on disk, or at once when the store fails: then nothing is. */
  afterStored(done: (stored: boolean) => void): void;
  /** Updates that are not on disk yet, those that are still being cut among them. */
  readonly inFlight: number;
  /** State vector of what everybody has been shown. */
  shown(): Uint8Array;
  /** State vector of what is on disk: whoever made the rest has to bring it again, or be told when it is. */
  onDisk(): Uint8Array;
}

/** What of an offer is its sender's to say, and the client ids that become theirs by it. */
interface Own {
  readonly update: Uint8Array;
  readonly clients: readonly number[];
  /** Client ids whose content was left out, for their owners to bring. */
  readonly leftTo: readonly number[];
}

/** How often whoever brings documents over HTTP may have others asked for their words (ms): each answers with all they have. */
const askedAgainMs = 1_000;
/** Looking at an update takes as long as so many steps for each byte. */
const stepsPerByte = 3;
/** And however small it is, so many. */
const stepsPerTry = 500;
/** Cutting it, on a thread of its own, keeps nobody but those who wait for that. */
const cutBytesPerStep = 16;

export const createUpdatePipeline = (deps: UpdatePipelineDeps): UpdatePipeline => {
  const { board, replica, commits, claims, outbox, slice = sliceAside, timers = systemTimers } = deps;
  /** Applied here, and not shown to anybody yet, or not on disk. */
  const unseen = new Set<DocumentCommit>();
  const unstored = new Set<DocumentCommit>();
  const work = createWork(timers.elapsed);
  let askedAt = Number.NEGATIVE_INFINITY;
  const extent = createExtent({
    stored: deps.size,
    measure: () => replica.everything().length,
    elapsed: timers.elapsed,
  });
  const capacity = createCapacity(replica, extent, deps.heap);
  let inFlight = 0;

  const push = (made: Omit<DocumentCommit, 'board' | 'told'>): void => {
    inFlight++;
    const commit = { ...made, board, told: false, patience: outbox.tick() };
    if (commit.update !== undefined) for (const set of [unseen, unstored]) set.add(commit);
    commits.push(commit, owner);
  };

  const owner = {
    stored(all: readonly DocumentCommit[]): void {
      inFlight -= all.length;
      for (const commit of all) {
        unstored.delete(commit);
        const { author, count, parts } = commit;
        if (author === undefined || count === 0) continue;
        if (parts === undefined || --parts.left === 0) author.open.delete(count);
        // What came early is stored after what came later, and all before it has to wait for that.
        const [first = author.received + 1] = author.open;
        outbox.acknowledge(author, first - 1);
      }
      tell(all, true);
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
    for (const update of mergeUpdates(updates)) outbox.document(encodeUpdate(update), author);
    outbox.flush();
    for (const commit of fresh) unseen.delete(commit);
    for (const { done } of fresh) done?.(stored);
  };

  /**
   * Nobody writes under a client id that is somebody else's: its owner's own next words would then be ignored as already
   * known. From history such content is left to its author while they are here to bring it.
   */
  const ownContent = (offer: IncomingUpdate, authors: readonly number[], left: readonly number[]): Own => {
    const { update, access, author, history = false } = offer;
    const person = access.person.id;
    const foreign = authors.filter((client) => claims.isForeign(client, person) || left.includes(client));
    if (foreign.length > 0) {
      if (!history) throw new Failure('NOT_YOUR_ID', `client id ${foreign[0]} is somebody else's`);
      // Whoever is here brings their own words. Of somebody absent this may be the only copy: what a peer kept, or what
      // the same person drew offline before their session ended. It is acknowledged, so it has to be stored.
      const leftTo = foreign.filter((client) => claims.author(client) !== undefined || left.includes(client));
      return { update: leftTo.length > 0 ? replica.without(update, leftTo) : update, clients: [], leftTo };
    }
    // Content of several authors is history that is passed on; only fresh words tell whose id this is.
    const own = authors.length === 1 && author !== undefined && !history ? authors[0] : undefined;
    // Who has left holds nothing any more: others would wait for them to bring their words.
    if (own !== undefined && author !== undefined && !author.left) claims.take(own, author);
    const clients = authors.filter((one) => one === own || (author !== undefined && claims.holder(one) === author));
    return { update, clients, leftTo: [] };
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

  /** Nothing waits without a connection: who is here is asked for their words, and whoever brings them comes again. */
  const unheard = (clients: readonly number[]): Failure => {
    const now = timers.elapsed();
    if (now - askedAt >= askedAgainMs) {
      askedAt = now;
      deps.askAgain(new Set(clients.flatMap((client) => claims.author(client) ?? [])));
    }
    return new Failure('OVERLOADED', 'words of somebody who is here');
  };

  /** Keeps for later what is not complete without something that has not come. Only for a live connection will it come. */
  const wait = (offer: IncomingUpdate, leftTo: readonly number[], tries: number): void => {
    const { update, author, count = 0, history = false, continued = false, parts } = offer;
    if (author === undefined) throw new Failure('MALFORMED', 'it builds on what is not here');
    if (author.left) return;
    const needs = replica.missing(update, leftTo);
    early.add({ update, author, count, history, continued, parts, leftTo, needs, tries });
  };

  /**
   * Tells whether anything of it was new. `left`: client ids whose content was left to their owners before, and is not taken from
   * anybody else later.
   */
  const take = (offer: IncomingUpdate, left: readonly number[] = [], tries = 0): boolean => {
    const { access, author, count = 0, history = false, continued = false, parts, done } = offer;
    const wrong = replica.check(offer.update, history, offer.judged);
    // Whoever comes back did not see how full a text became meanwhile: that is no reason to turn all the rest away.
    const isTrimmed = history && author !== undefined && !offer.fitted && isTextTooLarge(wrong);
    if (wrong !== undefined && !isTrimmed) throw wrong;
    work.charge(access.person.id, replica.steps());
    const authors = replica.newAuthors(offer.update);
    // What has new authors is new, which is most of what comes and need not be looked at again.
    const known = authors.length === 0 && replica.knows(offer.update);
    const by = access.person.id;
    const own = known ? undefined : ownContent(offer, authors, left);
    const leftTo = own?.leftTo ?? [];
    if (leftTo.length > 0 && author === undefined) throw unheard(leftTo);
    const gap = own !== undefined && replica.leavesGap(own.update);
    if (isTrimmed) {
      // Of what waits it is not known yet what a text will hold by then.
      const fitting = gap || leftTo.length > 0 ? undefined : replica.fitting(offer.update);
      if (fitting === undefined) throw wrong;
      return takeFitting(offer, fitting, left, tries);
    }
    // What was there before is neither counted nor stored once more.
    const fresh = own === undefined ? undefined : history ? replica.freshIn(own.update) : own.update;
    if (gap || leftTo.length > 0)
      wait({ ...offer, continued: continued || (history && fresh !== undefined) }, leftTo, tries);
    if (gap && !history) return false;
    // A part of it does not count: the whole will.
    const counted = gap || leftTo.length > 0 ? 0 : count;
    if (own === undefined || fresh === undefined) {
      push({ by, update: undefined, author, count: counted, parts, done });
      return false;
    }
    commits.admit(fresh.length);
    capacity.check(fresh, authors.length > 0);
    deps.beforeUpdate(fresh, access, continued);
    const update = apply(fresh, history);
    capacity.grew(update?.length ?? 0, authors.length === 0);
    const clients = own.clients.filter((client) => claims.settle(client, by));
    push({ by, update, clients, author, count: counted, parts, done });
    if (update !== undefined) early.arrived(() => [...replica.beginning(update).keys()]);
    return true;
  };

  /** Its author has to be told: on their page the letters still stand. */
  const takeFitting = (offer: IncomingUpdate, fitting: Fitting, left: readonly number[], tries: number): boolean => {
    const isNew = take({ ...offer, update: fitting.update, fitted: true }, left, tries);
    const { author, access } = offer;
    const done = (): void => {
      if (author !== undefined) deps.notify(author, textFull);
    };
    deps.beforeUpdate(fitting.deletion, access, true);
    capacity.grew(fitting.deletion.length, true);
    push({ by: access.person.id, update: fitting.deletion, author: undefined, count: 0, done });
    return isNew;
  };

  /** Whoever may only read says nothing new, and that is found out without making anything of it. */
  const hear = ({ update, access, author, count = 0, done }: IncomingUpdate): void => {
    if (!replica.echoes(update)) throw new Failure('FORBIDDEN', `${access.role} may not write`);
    push({ by: access.person.id, update: undefined, author, count, done });
  };

  /** What nobody else can keep coming back is not counted: the first look was at what its author sent. */
  const retry = ({ author, leftTo, needs: _, tries, ...rest }: Early): void => {
    const { access } = author;
    if (tries > 0) work.charge(access.person.id, stepsPerTry + rest.update.length * stepsPerByte);
    const offer = { ...rest, author, access };
    orCut(offer, () => take(offer, leftTo, tries + 1));
  };

  const early = createPendingUpdates({ timers, endOf: replica.end, retry, refuse: deps.refuse });

  const takeSlice = (offer: IncomingUpdate, isLast: boolean): boolean => {
    const { done, ...rest } = offer;
    return take(isLast ? offer : rest);
  };

  const takeNothing = ({ access, author, count = 0, done }: IncomingUpdate): void =>
    push({ by: access.person.id, update: undefined, author, count, done });

  const lateRefusal = ({ author, refused }: IncomingUpdate, error: unknown): void => {
    const failure = error instanceof Failure ? error : new Failure('INTERNAL', String(error));
    if (author !== undefined) deps.refuse(author, failure);
    refused?.(failure);
  };

  /** Cut against what is known when its turn comes: what the same author sent before is known by then. */
  const cut = async ({ update, access, history = false, cut: wasLookedAt = false }: IncomingUpdate): Promise<Cut> => {
    // It was looked at in this turn, which is enough for one.
    if (wasLookedAt) await new Promise<void>((resolve) => void timers.soon(resolve));
    const most = history ? wholeBoard : oneUpdate;
    const made = await slice({ who: access.person.id, update, most, vector: replica.vector() });
    capacity.checkWhole(made.structs);
    return made;
  };

  const lanes = createLanes({
    timers,
    backlog: deps.backlog ?? createBacklog(),
    cut,
    judge: replica.judge,
    take,
    takeSlice,
    takeNothing,
    refuse: lateRefusal,
  });

  const takeLarge = (offer: IncomingUpdate): void => {
    const { update, history = false } = offer;
    if (update.length > (history ? limits.syncStepBytes : limits.updateBytes)) throw new Failure('TOO_LARGE', 'update');
    work.charge(offer.access.person.id, update.length / cutBytesPerStep);
    lanes.take(offer);
  };

  /** What is few bytes may be more than one turn has room for: it is cut like what is large. */
  const orCut = (offer: IncomingUpdate, take: () => void): void => {
    try {
      take();
    } catch (error) {
      if (!isTooMuchAtOnce(error)) throw error;
      takeLarge({ ...offer, cut: true });
    }
  };

  const before = (commits: Iterable<DocumentCommit>): Uint8Array =>
    replica.stateVectorBefore(
      [...commits].flatMap((commit) => {
        if (commit.update === undefined) return [];
        commit.beginning ??= replica.beginning(commit.update);
        return [commit.beginning];
      }),
    );

  return {
    offer(offer) {
      if (offer.count !== undefined) offer.author?.open.add(offer.count);
      if (!atLeast(offer.access.role, 'editor')) hear(offer);
      else if (isLarge(offer.update)) takeLarge(offer);
      else if (lanes.isBehind(offer)) lanes.take(offer);
      else orCut(offer, () => take(offer));
    },
    bar(failure, rule) {
      early.bar(rule);
      lanes.bar(failure, rule);
    },
    async settle() {
      // What has waited may be as much as is cut.
      await early.settle();
      await lanes.settle();
    },
    leave(member, clients) {
      early.drop(member);
      // Whoever waits for this one to bring their own words is asked again, as it is gone.
      const left = early.leftTo(clients);
      if (left.size > 0) deps.askAgain(left);
    },
    afterStored(done) {
      if (inFlight === 0) done(true);
      else push({ by: '', update: undefined, author: undefined, count: 0, done });
    },
    shown: () => before(unseen),
    onDisk: () => before(unstored),
    get inFlight() {
      return inFlight + lanes.waiting + early.due;
    },
  };
};
