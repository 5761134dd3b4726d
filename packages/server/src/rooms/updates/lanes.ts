import { type Failure, type Growth, limits } from '@gesso/crdt-schema';
import type { Timers } from '../../timers.ts';
import type { Access, Member } from '../member.ts';
import type { Backlog } from './backlog.ts';
import type { IncomingUpdate, Parts } from './incoming-update.ts';
import { isLarge, type Sliced } from './slicing.ts';
import { isTextTooLarge } from './work.ts';

/** What one author sent that is too large for one turn, and what came after it. */
interface Lane {
  /** A connection, or the person who came over HTTP. */
  readonly author: Member | string;
  /** In the order they came; the first is the one being taken. */
  readonly offers: IncomingUpdate[];
}

interface InSlices extends Sliced {
  readonly parts: Parts;
  /** Whether all of it together was let in; otherwise each slice is judged by itself. */
  readonly judged: boolean;
}

export interface LanesDeps {
  readonly timers: Timers;
  readonly backlog: Backlog;
  /** Slices what is large against what is known by then. */
  readonly slice: (offer: IncomingUpdate) => Promise<Sliced>;
  /** Whether all of it together makes the board too large; pauses at each `yield`. */
  readonly judge: (growth: Growth) => Iterator<undefined, Failure | undefined>;
  /** Takes a small offer. Returns false when one turn has not room for it, and it has to be sliced. May throw. */
  readonly take: (offer: IncomingUpdate) => boolean;
  /** Takes one slice of a large one, and tells whether anything of it was new. May throw. */
  readonly takeSlice: (slice: IncomingUpdate, isLast: boolean) => boolean;
  /** There is nothing new in an offer. */
  readonly takeNothing: (offer: IncomingUpdate) => void;
  /** Something is wrong with an offer that was let in. */
  readonly refuse: (offer: IncomingUpdate, error: unknown) => void;
}

/** The way of large updates, one slice a turn; what an author sends meanwhile is taken after it. */
export interface Lanes {
  /** Whether an offer has to wait for one of the same author. */
  isBehind(offer: IncomingUpdate): boolean;
  /** Takes an offer in its turn. Throws `OVERLOADED` when too much waits. */
  take(offer: IncomingUpdate): void;
  /** Takes nothing more of those whom the rule picks. */
  bar(failure: Failure, rule: (access: Access, author: Member | undefined) => boolean): void;
  /** Resolves as soon as nothing waits. */
  settle(): Promise<void>;
  /** Offers that are not taken yet. */
  readonly waiting: number;
}

/** What came over HTTP is in line with what the same person brought that way. */
const authorOf = ({ author, access }: IncomingUpdate): Member | string => author ?? access.person.id;

interface State extends LanesDeps {
  readonly lanes: Map<Member | string, Lane>;
  /** Gives back the room each offer takes while it waits. */
  readonly releases: Map<IncomingUpdate, () => void>;
  readonly settling: (() => void)[];
}

const waitingIn = ({ lanes }: State): number => {
  let waiting = 0;
  for (const { offers } of lanes.values()) waiting += offers.length;
  return waiting;
};

/** Tells whether an offer was barred meanwhile: it is not in the lane any more. */
const isBarred = (lane: Lane, offer: IncomingUpdate): boolean => lane.offers[0] !== offer;

function remove(state: State, lane: Lane, gone: readonly IncomingUpdate[]): void {
  const { releases, settling } = state;
  for (const offer of gone) {
    releases.get(offer)?.();
    releases.delete(offer);
  }
  lane.offers.splice(0, lane.offers.length, ...lane.offers.filter((offer) => !gone.includes(offer)));
  if (waitingIn(state) === 0) for (const tell of settling.splice(0)) tell();
}

/** Begins with the offer that is first in a lane now. */
function next(state: State, lane: Lane): void {
  const [offer] = lane.offers;
  if (offer === undefined) state.lanes.delete(lane.author);
  else if (offer.tooMuchAtOnce === true || isLarge(offer.update))
    inSlices(state, lane, offer, offer.tooMuchAtOnce === true);
  else state.timers.soon(() => whole(state, lane, offer));
}

function end(state: State, lane: Lane, offer: IncomingUpdate): void {
  if (!isBarred(lane, offer)) remove(state, lane, [offer]);
  next(state, lane);
}

function fail(state: State, lane: Lane, offer: IncomingUpdate, error: unknown): void {
  if (!isBarred(lane, offer)) {
    // The connection ends with it, and all that came over it later; each HTTP request stands for itself.
    remove(state, lane, offer.author === undefined ? [offer] : [...lane.offers]);
    state.refuse(offer, error);
  }
  next(state, lane);
}

function whole(state: State, lane: Lane, offer: IncomingUpdate): void {
  if (isBarred(lane, offer)) {
    next(state, lane);
    return;
  }
  let fits: boolean;
  try {
    fits = state.take(offer);
  } catch (error) {
    fail(state, lane, offer, error);
    return;
  }
  if (fits) end(state, lane, offer);
  else inSlices(state, lane, offer, true);
}

function inSlices(state: State, lane: Lane, offer: IncomingUpdate, tooMuchAtOnce: boolean): void {
  state.slice({ ...offer, tooMuchAtOnce }).then(
    (sliced) => judgeWhole(state, lane, offer, sliced),
    (error) => fail(state, lane, offer, error),
  );
}

/** Judges all slices of an offer together, once, before anything of it is taken. */
function judgeWhole(state: State, lane: Lane, offer: IncomingUpdate, sliced: Sliced): void {
  let judging: Iterator<undefined, Failure | undefined> | undefined;
  const goOn = (): void => {
    if (isBarred(lane, offer)) {
      next(state, lane);
      return;
    }
    try {
      judging ??= state.judge(sliced.growth);
      const { done = false, value } = judging.next();
      // Of a returning author's work the rest is taken.
      const isTrimmed = offer.history === true && offer.author !== undefined && isTextTooLarge(value);
      if (value !== undefined && !isTrimmed) fail(state, lane, offer, value);
      else if (done) {
        const inSlices = { ...sliced, parts: { left: sliced.slices.length }, judged: !isTrimmed };
        step(state, lane, offer, inSlices, 0, offer.continued ?? false);
      } else state.timers.soon(goOn);
    } catch (error) {
      fail(state, lane, offer, error);
    }
  };
  state.timers.soon(goOn);
}

/** Takes one slice of an offer, and the next in the next turn. */
function step(state: State, lane: Lane, offer: IncomingUpdate, sliced: InSlices, at: number, continued: boolean): void {
  if (isBarred(lane, offer)) {
    next(state, lane);
    return;
  }
  const { slices, parts, waits, judged } = sliced;
  const update = slices[at];
  const isLast = at >= slices.length - 1;
  let isNew = false;
  try {
    if (update === undefined) state.takeNothing(offer);
    else isNew = state.takeSlice({ ...offer, update, parts, continued, judged: judged && !(isLast && waits) }, isLast);
  } catch (error) {
    fail(state, lane, offer, error);
    return;
  }
  if (isLast) end(state, lane, offer);
  else state.timers.soon(() => step(state, lane, offer, sliced, at + 1, continued || isNew));
}

/** Puts an offer at the end of its author's lane. */
function queue(state: State, offer: IncomingUpdate): void {
  const { lanes, releases, backlog } = state;
  const author = authorOf(offer);
  const known = lanes.get(author);
  const behind = known?.offers.some(({ update }) => update.length > limits.updateBytes) ?? false;
  releases.set(offer, backlog.add(offer.access.person.id, offer.update.length, behind));
  if (known !== undefined) {
    known.offers.push(offer);
    return;
  }
  const lane = { author, offers: [offer] };
  lanes.set(author, lane);
  next(state, lane);
}

export const createLanes = (deps: LanesDeps): Lanes => {
  const state: State = { ...deps, lanes: new Map(), releases: new Map(), settling: [] };
  const { lanes, settling } = state;
  return {
    isBehind: ({ author }) => author !== undefined && lanes.has(author),
    take: (offer) => queue(state, offer),
    bar(failure, rule) {
      for (const lane of lanes.values()) {
        const barred = lane.offers.filter(({ access, author }) => rule(access, author));
        remove(state, lane, barred);
        for (const offer of barred) state.refuse(offer, failure);
      }
    },
    settle: () =>
      new Promise((resolve) => {
        if (waitingIn(state) === 0) resolve();
        else settling.push(resolve);
      }),
    get waiting() {
      return waitingIn(state);
    },
  };
};
