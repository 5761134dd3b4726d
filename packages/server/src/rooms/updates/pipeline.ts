import { exceeded, Failure, limits, mayComment, wholeBoard } from '@gesso/crdt-schema';
import type { Heap } from '../../quotas/heap.ts';
import { nextTurn, systemTimers, type Timers } from '../../timers.ts';
import type { Access, Member } from '../member.ts';
import type { Replica } from '../replica/replica.ts';
import { oneUpdate } from '../replica/replica-view.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import { createCapacity } from './capacity.ts';
import { type CarryOutDeps, type CarryOutState, carryOut, isNew, noteKnown } from './carry-out.ts';
import { createExtent } from './extent.ts';
import type { IncomingUpdate } from './incoming-update.ts';
import type { MayTouch } from './judge.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { createPendingUpdates, type PendingUpdate } from './pending-updates.ts';
import { isLarge, type Slice, type Sliced } from './slicing.ts';
import { sliceInThread } from './slicing-thread.ts';
import { createWork } from './work.ts';

export interface UpdatePipelineDeps
  extends Pick<
    CarryOutDeps,
    'commits' | 'clientIds' | 'publication' | 'beforeUpdate' | 'askAgain' | 'notify' | 'onBroken'
  > {
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
   * Throws a `Failure` when the update is refused; nothing of it is applied then, but its author may have been given the client id it is
   * written under, and a part of it may wait (`carry-out.ts`). What builds on something that has not come
   * waits with its author, and is refused when it has none. A large update is taken in slices, one a turn, so that others are
   * heard in between; what is wrong with it is then told later, to `refused` or its author.
   */
  receive(incoming: IncomingUpdate): void;
  /**
   * Takes nothing more of those whom the rule picks, of what they sent in time neither. A member who merely left is not among
   * them: what they sent is theirs to have kept.
   */
  rejectFrom(why: () => Failure, rule: (access: Access, author: Member | undefined) => boolean): void;
  /** Resolves as soon as all that was received has been taken or refused. */
  drained(): Promise<void>;
  /**
   * A member has left: what waited of it goes, and those who left content to it are asked once more what they have. `clients` are
   * the ids it spoke for.
   */
  leave(member: Member, clients: readonly number[]): void;
  /** So many bytes that other servers have stored were applied: what waited for them may be complete. */
  followed(bytes: number): void;
  /** People who spoke for these ids on other servers are there no more: those who left content to them are asked once more. */
  leftElsewhere(clients: readonly number[]): void;
  /** Updates that are still to be taken: those that are sliced, and those that are due to be looked at again. */
  readonly waiting: number;
}

/** Looking at an update takes as long as so many steps for each byte. */
const stepsPerByte = 3;
/** And however small it is, so many. */
const stepsPerTry = 500;
/** Slicing it, on a thread of its own, keeps only those who wait for that. */
const slicedBytesPerStep = 16;

interface State extends CarryOutState {
  readonly replica: Replica;
  readonly slice: Slice;
  readonly lanes: Lanes;
  readonly refuse: (member: Member, failure: Failure) => void;
}

/** Takes one slice of a large update, and tells whether anything of it was new. */
function carryOutSlice(state: State, incoming: IncomingUpdate, isLast: boolean): boolean {
  const { done, ...rest } = incoming;
  const outcome = carryOut(state, isLast ? incoming : rest);
  if (outcome === 'too-much') throw new Failure('TOO_LARGE', exceeded.work);
  return isNew(outcome);
}

function queueLarge({ work, lanes }: State, incoming: IncomingUpdate): void {
  const { update, access, history = false } = incoming;
  if (update.length > (history ? limits.syncStepBytes : limits.updateBytes)) throw new Failure('TOO_LARGE', 'update');
  work.charge(access.person.id, update.length / slicedBytesPerStep);
  lanes.add(incoming);
}

/** Takes an update in one turn, or, where it does not fit in one, in slices like what is large. */
function carryOutOrSlice(state: State, incoming: IncomingUpdate, leftTo?: readonly number[], tries?: number): void {
  if (carryOut(state, incoming, leftTo, tries) === 'too-much') queueLarge(state, { ...incoming, tooMuchAtOnce: true });
}

/** Looks once more at an update that has waited. What others keep from coming is not counted: the first look was at what its author sent. */
function retry(state: State, { author, leftTo, needs: _, attests: _of, tries, ...rest }: PendingUpdate): void {
  const { access } = author;
  if (tries > 0) state.work.charge(access.person.id, stepsPerTry + rest.update.length * stepsPerByte);
  carryOutOrSlice(state, { ...rest, author, access }, leftTo, tries + 1);
}

function refuseLater({ refuse }: State, { author, refused }: IncomingUpdate, error: unknown): void {
  const failure = error instanceof Failure ? error : new Failure('INTERNAL', String(error));
  if (author !== undefined) refuse(author, failure);
  refused?.(failure);
}

/** Slices an update against what is known when its turn comes: what the same author sent before is known by then. */
async function sliceOf({ timers, slice, replica, capacity }: State, incoming: IncomingUpdate): Promise<Sliced> {
  const { update, access, history = false, tooMuchAtOnce = false } = incoming;
  // The update was judged in this turn already, which is enough for one turn.
  if (tooMuchAtOnce) await nextTurn(timers);
  const most = history ? wholeBoard : oneUpdate;
  const sliced = await slice({ who: access.person.id, update, most, vector: replica.vector() });
  capacity.checkWhole(sliced.structs);
  return sliced;
}

function receive(state: State, incoming: IncomingUpdate): void {
  if (incoming.count !== undefined) incoming.author?.unsaved.add(incoming.count);
  if (!mayComment(incoming.access.role)) carryOut(state, incoming);
  else if (isLarge(incoming.update)) queueLarge(state, incoming);
  else if (state.lanes.isBehind(incoming)) state.lanes.add(incoming);
  else carryOutOrSlice(state, incoming);
}

/** A member has left: those who wait for it to bring its own content are asked again. */
function leave(state: State, member: Member, clients: readonly number[]): void {
  state.pending.drop(member);
  askWaiting(state, clients);
}

function askWaiting({ pending, askAgain }: State, clients: readonly number[]): void {
  const waiting = pending.leftTo(clients);
  if (waiting.size > 0) askAgain(waiting);
}

const createState = (deps: UpdatePipelineDeps): State => {
  const { replica, clientIds, timers = systemTimers } = deps;
  const extent = createExtent({
    stored: deps.size,
    measure: () => replica.everything().length,
    elapsed: timers.elapsed,
  });
  const state: State = {
    ...deps,
    timers,
    slice: deps.slice ?? sliceInThread,
    judgeContext: { board: replica, clientIds, mayTouch: deps.mayTouch },
    work: createWork(timers.elapsed),
    capacity: createCapacity(replica, extent, deps.heap),
    pending: createPendingUpdates({
      timers,
      endOf: replica.end,
      retry: (update) => retry(state, update),
      refuse: deps.refuse,
    }),
    lanes: createLanes({
      timers,
      backlog: deps.backlog ?? createBacklog(),
      slice: (incoming) => sliceOf(state, incoming),
      judgeGrowth: replica.judgeGrowth,
      carryOut: (incoming) => carryOut(state, incoming) !== 'too-much',
      carryOutSlice: (incoming, isLast) => carryOutSlice(state, incoming, isLast),
      noteKnown: (incoming) => noteKnown(state, incoming),
      refuse: (incoming, error) => refuseLater(state, incoming, error),
    }),
    askedAt: Number.NEGATIVE_INFINITY,
    leftOut: new WeakMap(),
  };
  return state;
};

export const createUpdatePipeline = (deps: UpdatePipelineDeps): UpdatePipeline => {
  const state = createState(deps);
  const { pending, lanes } = state;
  return {
    receive: (incoming) => receive(state, incoming),
    rejectFrom(why, rule) {
      pending.rejectFrom(rule);
      lanes.rejectFrom(why, rule);
    },
    async drained() {
      // A pending update may turn out to be one that has to be sliced.
      await pending.drained();
      await lanes.drained();
    },
    leave: (member, clients) => leave(state, member, clients),
    followed(bytes) {
      // What it deletes is not known, so a full board is looked at again.
      state.capacity.grew(bytes, true);
      pending.arrivedAny();
    },
    leftElsewhere: (clients) => askWaiting(state, clients),
    get waiting() {
      return lanes.waiting + pending.due;
    },
  };
};
