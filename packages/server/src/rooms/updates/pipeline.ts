import { atLeast, Failure, limits, wholeBoard } from '@gesso/crdt-schema';
import type { Heap } from '../../quotas/heap.ts';
import { nextTurn, systemTimers, type Timers } from '../../timers.ts';
import type { Access, Member } from '../member.ts';
import type { Replica } from '../replica/replica.ts';
import { oneUpdate } from '../replica/replica-view.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import { createCapacity } from './capacity.ts';
import { type Hands, take, takeNothing } from './carry-out.ts';
import { createExtent } from './extent.ts';
import type { IncomingUpdate } from './incoming-update.ts';
import type { MayTouch } from './judge.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { createPendingUpdates, type Early } from './pending-updates.ts';
import { isLarge, type Slice, type Sliced } from './slicing.ts';
import { sliceInThread } from './slicing-thread.ts';
import { createWork } from './work.ts';

export interface UpdatePipelineDeps
  extends Pick<Hands, 'commits' | 'claims' | 'publication' | 'beforeUpdate' | 'askAgain' | 'notify' | 'onBroken'> {
  readonly replica: Replica;
  /** Bytes of the board as it was loaded. */
  readonly size: number;
  /** Rights on parts of the board, where there are such. */
  readonly mayTouch?: MayTouch | undefined;
  /** How large updates are sliced, and how long it is waited between two slices. */
  readonly slice?: Slice | undefined;
  /** What waits on all boards together. */
  readonly backlog?: Backlog | undefined;
  readonly heap: Heap;
  readonly timers?: Timers | undefined;
  /** Ends the connection of a member whose update turned out later to be one that is refused. */
  readonly refuse: (member: Member, failure: Failure) => void;
}

/** The way of an update into a room's document: judged, applied, and handed to the publication. */
export interface UpdatePipeline {
  /**
   * Throws a `Failure` when the update is refused; nothing has happened then. What builds on something that has not come
   * waits with its author, and is refused when it has none. A large update is taken in slices, one a turn, so that others are
   * heard in between; what is wrong with it is then told later, to `refused` or its author.
   */
  offer(offer: IncomingUpdate): void;
  /**
   * Takes nothing more of those whom the rule picks, of what they sent in time neither. A member who merely left is not among
   * them: what they sent is theirs to have kept.
   */
  bar(failure: Failure, rule: (access: Access, author: Member | undefined) => boolean): void;
  /** Resolves as soon as all that was offered has been taken or refused. */
  settle(): Promise<void>;
  /**
   * A member has left: what waited of it goes, and those who left content to it are asked once more what they have. `clients` are
   * the ids it spoke for.
   */
  leave(member: Member, clients: readonly number[]): void;
  /** Updates that are still to be taken: those that are sliced, and those that are due to be looked at again. */
  readonly waiting: number;
}

/** Looking at an update takes as long as so many steps for each byte. */
const stepsPerByte = 3;
/** And however small it is, so many. */
const stepsPerTry = 500;
/** Slicing it, on a thread of its own, keeps only those who wait for that. */
const slicedBytesPerStep = 16;

interface State extends Hands {
  readonly replica: Replica;
  readonly slice: Slice;
  readonly lanes: Lanes;
  readonly refuse: (member: Member, failure: Failure) => void;
}

/** Takes one slice of a large update, and tells whether anything of it was new. */
function takeSlice(state: State, offer: IncomingUpdate, isLast: boolean): boolean {
  const { done, ...rest } = offer;
  const outcome = take(state, isLast ? offer : rest);
  if (outcome === 'too-much') throw new Failure('TOO_LARGE', 'work');
  return outcome === 'new';
}

function takeLarge({ work, lanes }: State, offer: IncomingUpdate): void {
  const { update, access, history = false } = offer;
  if (update.length > (history ? limits.syncStepBytes : limits.updateBytes)) throw new Failure('TOO_LARGE', 'update');
  work.charge(access.person.id, update.length / slicedBytesPerStep);
  lanes.take(offer);
}

/** Takes an update in one turn, or, where that has not room for it, in slices like what is large. */
function takeOrSlice(state: State, offer: IncomingUpdate, left?: readonly number[], tries?: number): void {
  if (take(state, offer, left, tries) === 'too-much') takeLarge(state, { ...offer, tooMuchAtOnce: true });
}

/** Looks once more at what has waited. What others keep from coming is not counted: the first look was at what its author sent. */
function retry(state: State, { author, leftTo, needs: _, tries, ...rest }: Early): void {
  const { access } = author;
  if (tries > 0) state.work.charge(access.person.id, stepsPerTry + rest.update.length * stepsPerByte);
  takeOrSlice(state, { ...rest, author, access }, leftTo, tries + 1);
}

function refuseLater({ refuse }: State, { author, refused }: IncomingUpdate, error: unknown): void {
  const failure = error instanceof Failure ? error : new Failure('INTERNAL', String(error));
  if (author !== undefined) refuse(author, failure);
  refused?.(failure);
}

/** Slices an update against what is known when its turn comes: what the same author sent before is known by then. */
async function sliceOf({ timers, slice, replica, capacity }: State, offer: IncomingUpdate): Promise<Sliced> {
  const { update, access, history = false, tooMuchAtOnce = false } = offer;
  // It was looked at in this turn, which is enough for one.
  if (tooMuchAtOnce) await nextTurn(timers);
  const most = history ? wholeBoard : oneUpdate;
  const sliced = await slice({ who: access.person.id, update, most, vector: replica.vector() });
  capacity.checkWhole(sliced.structs);
  return sliced;
}

function offer(state: State, offer: IncomingUpdate): void {
  if (offer.count !== undefined) offer.author?.open.add(offer.count);
  if (!atLeast(offer.access.role, 'editor')) take(state, offer);
  else if (isLarge(offer.update)) takeLarge(state, offer);
  else if (state.lanes.isBehind(offer)) state.lanes.take(offer);
  else takeOrSlice(state, offer);
}

/** A member has left: those who wait for this one to bring their own words are asked again. */
function leave({ early, askAgain }: State, member: Member, clients: readonly number[]): void {
  early.drop(member);
  const left = early.leftTo(clients);
  if (left.size > 0) askAgain(left);
}

const createState = (deps: UpdatePipelineDeps): State => {
  const { replica, claims, timers = systemTimers } = deps;
  const extent = createExtent({
    stored: deps.size,
    measure: () => replica.everything().length,
    elapsed: timers.elapsed,
  });
  const state: State = {
    ...deps,
    timers,
    slice: deps.slice ?? sliceInThread,
    laws: { board: replica, ids: claims, mayTouch: deps.mayTouch },
    work: createWork(timers.elapsed),
    capacity: createCapacity(replica, extent, deps.heap),
    early: createPendingUpdates({
      timers,
      endOf: replica.end,
      retry: (early) => retry(state, early),
      refuse: deps.refuse,
    }),
    lanes: createLanes({
      timers,
      backlog: deps.backlog ?? createBacklog(),
      slice: (offer) => sliceOf(state, offer),
      judge: replica.judgeGrowth,
      take: (offer) => take(state, offer) !== 'too-much',
      takeSlice: (offer, isLast) => takeSlice(state, offer, isLast),
      takeNothing: (offer) => takeNothing(state, offer),
      refuse: (offer, error) => refuseLater(state, offer, error),
    }),
    askedAt: Number.NEGATIVE_INFINITY,
  };
  return state;
};

export const createUpdatePipeline = (deps: UpdatePipelineDeps): UpdatePipeline => {
  const state = createState(deps);
  const { early, lanes } = state;
  return {
    offer: (incoming) => offer(state, incoming),
    bar(failure, rule) {
      early.bar(rule);
      lanes.bar(failure, rule);
    },
    async settle() {
      // What has waited may be as much as has to be sliced.
      await early.settle();
      await lanes.settle();
    },
    leave: (member, clients) => leave(state, member, clients),
    get waiting() {
      return lanes.waiting + early.due;
    },
  };
};
