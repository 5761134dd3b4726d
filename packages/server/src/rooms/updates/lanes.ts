import { type Failure, type Growth, limits } from '@gesso/crdt-schema';
import type { Timers } from '../../timers.ts';
import type { Access, Member } from '../member.ts';
import type { Backlog } from './backlog.ts';
import type { IncomingUpdate, SliceCount } from './incoming-update.ts';
import { isLarge, type Sliced } from './slicing.ts';
import { isTextTooLarge } from './work.ts';

/** What one author sent that is too large for one turn, and what came after it. */
interface Lane {
  /** A connection, or the person who came over HTTP. */
  readonly author: Member | string;
  /** In the order they came; the first is the one being taken. */
  readonly updates: IncomingUpdate[];
}

/** The slices of an update that may be taken, one by one. */
interface JudgedSlices extends Sliced {
  readonly sliceCount: SliceCount;
  /** Whether all of it together was let in; otherwise each slice is judged by itself. */
  readonly judged: boolean;
}

export interface LanesDeps {
  readonly timers: Timers;
  readonly backlog: Backlog;
  /** Slices what is large against what is known by then. */
  readonly slice: (incoming: IncomingUpdate) => Promise<Sliced>;
  /** Whether all of it together makes the board too large; pauses at each `yield`. */
  readonly judgeGrowth: (growth: Growth) => Iterator<undefined, Failure | undefined>;
  /** Carries out a small update. Returns false when it does not fit in one turn and has to be sliced. May throw. */
  readonly carryOut: (incoming: IncomingUpdate) => boolean;
  /** Takes one slice of a large one, and tells whether anything of it was new. May throw. */
  readonly carryOutSlice: (slice: IncomingUpdate, isLast: boolean) => boolean;
  /** There is nothing new in an update. */
  readonly noteKnown: (incoming: IncomingUpdate) => void;
  /** Something is wrong with an update that was let in. */
  readonly refuse: (incoming: IncomingUpdate, error: unknown) => void;
}

/** The way of large updates, one slice a turn; what an author sends meanwhile is taken after it. */
export interface Lanes {
  /** Whether an update has to wait for one of the same author. */
  isBehind(incoming: IncomingUpdate): boolean;
  /** Adds an update, which is carried out in its turn. Throws `OVERLOADED` when too much waits. */
  add(incoming: IncomingUpdate): void;
  /** Takes nothing more of those whom the rule picks. `why` is made where there is something: it costs as much as looking at a hundred rooms. */
  rejectFrom(why: () => Failure, rule: (access: Access, author: Member | undefined) => boolean): void;
  /** Resolves as soon as nothing waits. */
  drained(): Promise<void>;
  /** Updates that are not taken yet. */
  readonly waiting: number;
}

/** What came over HTTP is in line with what the same person brought that way. */
const authorOf = ({ author, access }: IncomingUpdate): Member | string => author ?? access.person.id;

interface State extends LanesDeps {
  readonly lanes: Map<Member | string, Lane>;
  /** Takes the bytes of each update off the backlog when it waits no more. */
  readonly releases: Map<IncomingUpdate, () => void>;
  readonly whenDrained: (() => void)[];
}

const waitingIn = ({ lanes }: State): number => {
  let waiting = 0;
  for (const { updates } of lanes.values()) waiting += updates.length;
  return waiting;
};

/** Tells whether an update was rejected meanwhile: it is not in the lane any more. */
const isRejected = (lane: Lane, incoming: IncomingUpdate): boolean => lane.updates[0] !== incoming;

function remove(state: State, lane: Lane, gone: readonly IncomingUpdate[]): void {
  const { releases, whenDrained } = state;
  for (const incoming of gone) {
    releases.get(incoming)?.();
    releases.delete(incoming);
  }
  lane.updates.splice(0, lane.updates.length, ...lane.updates.filter((incoming) => !gone.includes(incoming)));
  if (waitingIn(state) === 0) for (const tell of whenDrained.splice(0)) tell();
}

/** Begins with the update that is first in a lane now. */
function next(state: State, lane: Lane): void {
  const [incoming] = lane.updates;
  if (incoming === undefined) state.lanes.delete(lane.author);
  else if (incoming.tooMuchAtOnce === true || isLarge(incoming.update))
    takeInSlices(state, lane, incoming, incoming.tooMuchAtOnce === true);
  else state.timers.soon(() => takeWhole(state, lane, incoming));
}

function end(state: State, lane: Lane, incoming: IncomingUpdate): void {
  if (!isRejected(lane, incoming)) remove(state, lane, [incoming]);
  next(state, lane);
}

function fail(state: State, lane: Lane, incoming: IncomingUpdate, error: unknown): void {
  if (!isRejected(lane, incoming)) {
    // The connection ends with it, and all that came over it later; each HTTP request stands for itself.
    remove(state, lane, incoming.author === undefined ? [incoming] : [...lane.updates]);
    state.refuse(incoming, error);
  }
  next(state, lane);
}

function takeWhole(state: State, lane: Lane, incoming: IncomingUpdate): void {
  if (isRejected(lane, incoming)) {
    next(state, lane);
    return;
  }
  let fits: boolean;
  try {
    fits = state.carryOut(incoming);
  } catch (error) {
    fail(state, lane, incoming, error);
    return;
  }
  if (fits) end(state, lane, incoming);
  else takeInSlices(state, lane, incoming, true);
}

function takeInSlices(state: State, lane: Lane, incoming: IncomingUpdate, tooMuchAtOnce: boolean): void {
  state.slice({ ...incoming, tooMuchAtOnce }).then(
    (sliced) => judgeWhole(state, lane, incoming, sliced),
    (error) => fail(state, lane, incoming, error),
  );
}

/** Judges all slices of an update together, once, before anything of it is taken. */
function judgeWhole(state: State, lane: Lane, incoming: IncomingUpdate, sliced: Sliced): void {
  let judging: Iterator<undefined, Failure | undefined> | undefined;
  const goOn = (): void => {
    if (isRejected(lane, incoming)) {
      next(state, lane);
      return;
    }
    try {
      judging ??= state.judgeGrowth(sliced.growth);
      const { done = false, value } = judging.next();
      // Of a returning author's work the rest is taken.
      const isTrimmed = incoming.history === true && incoming.author !== undefined && isTextTooLarge(value);
      if (value !== undefined && !isTrimmed) fail(state, lane, incoming, value);
      else if (done) {
        const judgedSlices = { ...sliced, sliceCount: { unstored: sliced.slices.length }, judged: !isTrimmed };
        step(state, lane, incoming, judgedSlices, 0, incoming.continued ?? false);
      } else state.timers.soon(goOn);
    } catch (error) {
      fail(state, lane, incoming, error);
    }
  };
  state.timers.soon(goOn);
}

/** Takes one slice of an update, and the next in the next turn. */
function step(
  state: State,
  lane: Lane,
  incoming: IncomingUpdate,
  sliced: JudgedSlices,
  at: number,
  continued: boolean,
): void {
  if (isRejected(lane, incoming)) {
    next(state, lane);
    return;
  }
  const { slices, sliceCount, waits, judged } = sliced;
  const update = slices[at];
  const isLast = at >= slices.length - 1;
  let isNew = false;
  try {
    if (update === undefined) state.noteKnown(incoming);
    else
      isNew = state.carryOutSlice(
        { ...incoming, update, sliceCount, continued, judged: judged && !(isLast && waits) },
        isLast,
      );
  } catch (error) {
    fail(state, lane, incoming, error);
    return;
  }
  if (isLast) end(state, lane, incoming);
  else state.timers.soon(() => step(state, lane, incoming, sliced, at + 1, continued || isNew));
}

/** Puts an update at the end of its author's lane. */
function queue(state: State, incoming: IncomingUpdate): void {
  const { lanes, releases, backlog } = state;
  const author = authorOf(incoming);
  const known = lanes.get(author);
  const behind = known?.updates.some(({ update }) => update.length > limits.updateBytes) ?? false;
  releases.set(incoming, backlog.add(incoming.access.person.id, incoming.update.length, behind));
  if (known !== undefined) {
    known.updates.push(incoming);
    return;
  }
  const lane = { author, updates: [incoming] };
  lanes.set(author, lane);
  next(state, lane);
}

export const createLanes = (deps: LanesDeps): Lanes => {
  const state: State = { ...deps, lanes: new Map(), releases: new Map(), whenDrained: [] };
  const { lanes, whenDrained } = state;
  return {
    isBehind: ({ author }) => author !== undefined && lanes.has(author),
    add: (incoming) => queue(state, incoming),
    rejectFrom(why, rule) {
      for (const lane of lanes.values()) {
        const rejected = lane.updates.filter(({ access, author }) => rule(access, author));
        remove(state, lane, rejected);
        for (const incoming of rejected) state.refuse(incoming, why());
      }
    },
    drained: () =>
      new Promise((resolve) => {
        if (waitingIn(state) === 0) resolve();
        else whenDrained.push(resolve);
      }),
    get waiting() {
      return waitingIn(state);
    },
  };
};
