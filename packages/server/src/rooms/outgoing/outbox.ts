import { encodeSaved } from '@gesso/crdt-schema';
import { type Cancel, systemTimers, type Timers } from '../../timers.ts';
import type { Member } from '../member.ts';
import { closeIfTooSlow, isCrowded, isDrained, sendBatch } from './backpressure.ts';
import { type Batch, batch } from './frame-batch.ts';

/**
 * Shortest time between two writes to everybody in a room, in ms. What a write costs is per member and hardly per byte,
 * so the more there are, the longer a room collects: ten people get everything within 3 ms, fifty and more within 16.
 */
const tickMs = { perMember: 0.32, least: 3, most: 16 } as const;
/**
 * Somebody on another server counts as so much of a member: what they do comes in between, and what is collected there and then here is on its way
 * for two ticks.
 */
const perOther = 0.5;
/**
 * Where nobody draws, it may grow to this, in ms: those who point and talk send no more than 30 times a second. Two of them are as long as
 * presence waits at most, which comes along then.
 */
const mostWithoutDocument = 30;
/** Writing to everybody may take one part in so many of the time; with hundreds of members a tick grows to this. */
const writeShare = { part: 4, most: 20 } as const;
/** A single slow write is no reason to wait longer; about so many are. */
const smoothing = 8;
/** How often a member that has missed something is looked at. */
const pollMs = 100;

interface Item {
  readonly frame: Uint8Array;
  /** `document` must arrive; the others are worthless when late. `live` is for those who know it. */
  readonly kind: 'document' | 'presence' | 'live';
  readonly except: Member | undefined;
}

/**
 * What a room says to everybody, collected and written once: one buffer, with its WebSocket headers, for all who are to
 * hear the same.
 */
export interface Outbox {
  /**
   * To be called before documents are applied that are shown then: notes up to where those were shown everything whose connection is full, and
   * who will not be given them.
   */
  noteBehind(): void;
  /** For everybody but `except`. Goes with the next `flush`. */
  document(frame: Uint8Array, except: Member | undefined): void;
  presence(frame: Uint8Array): void;
  live(frame: Uint8Array, except: Member | undefined): void;
  /** How much of what a member sent is on disk. Goes in front of all else it gets. */
  acknowledge(member: Member, count: number): void;
  /** Writes now. */
  flush(): void;
  /** Writes at once in a quiet room, within one tick in a busy one; so many ms later at most where something is about to be written anyway. */
  soon(companyMs?: number): void;
  /** The present tick, in ms. */
  tick(): number;
  /** Whether document frames are flowing, so that others may wait for their company. */
  readonly busy: boolean;
  stop(): void;
}

export interface OutboxDeps {
  readonly members: ReadonlySet<Member>;
  /** How many are on the board on other servers. */
  readonly others: () => number;
  readonly now: () => number;
  readonly timers?: Timers | undefined;
  /** Called before anything is written: what is due anyway can come along. */
  readonly gather: () => void;
  /** Called when all that was due is written. */
  readonly written: () => void;
  /** What everybody has been shown so far, as a state vector; what the next flush brings not included. */
  readonly shown: () => Uint8Array;
  /** Sends a member what it lacks since a state vector, or tells that this has to wait. */
  readonly catchUp: (member: Member, since: Uint8Array) => boolean;
}

interface State extends OutboxDeps {
  readonly timers: Timers;
  items: Item[];
  readonly acks: Map<Member, number>;
  flushedAt: number;
  /** When document frames were last written. */
  documentAt: number;
  /** How long it lately took to write to everybody, in ms. */
  took: number;
  timer: Cancel | undefined;
  /** Looks at those who have missed something. */
  poll: Cancel | undefined;
}

function tick({ members, others, took }: State, most: number = tickMs.most): number {
  const size = members.size + perOther * others();
  const bySize = Math.min(most, Math.max(tickMs.least, size * tickMs.perMember));
  return Math.max(bySize, Math.min(writeShare.most, took * writeShare.part));
}

/** Whether document frames are flowing. */
const isBusy = ({ timers, documentAt }: State): boolean => timers.elapsed() - documentAt < 4 * tickMs.most;

function flush(state: State): void {
  const { timers, gather } = state;
  state.timer?.();
  state.timer = undefined;
  state.flushedAt = timers.elapsed();
  if (state.items.length > 0) gather();
  const hasDocument = state.items.some(({ kind }) => kind === 'document');
  if (hasDocument) state.documentAt = state.flushedAt;
  const all = state.items;
  state.items = [];
  const saved = new Map(state.acks);
  state.acks.clear();
  if (all.length === 0 && saved.size === 0) return;
  write(state, createBatches(all, saved), hasDocument);
  if (hasDocument) state.written();
  state.took += (timers.elapsed() - state.flushedAt - state.took) / smoothing;
}

/** Worked out once for all of them: on a board of very many authors it takes milliseconds. */
function noteBehind(state: State): void {
  let before: Uint8Array | undefined;
  for (const member of state.members) {
    if (member.missed !== undefined || !isCrowded(member.socket.backlog)) continue;
    before ??= state.shown();
    member.missed = before;
    watch(state);
  }
}

/** Gives each member its batch, and notes what those have missed whose connection is full. */
function write(state: State, batches: Batches, hasDocument: boolean): void {
  const at = state.now();
  if (hasDocument) noteBehind(state);
  for (const member of state.members) {
    const backlog = member.socket.backlog;
    const full = isCrowded(backlog);
    if (hasDocument && member.missed !== undefined) watch(state);
    const due = batches.for(member, full);
    if (due !== undefined) sendBatch(member, due, at);
    if (full || member.grace > 0 || member.slowSince !== undefined) closeIfTooSlow(member, at, backlog);
  }
}

/** Brings those up to date whose connection has drained, one a turn: what each lacks is worked out for it. */
function watch(state: State): void {
  state.poll ??= state.timers.after(pollMs, () => {
    const behind = [...state.members].filter(({ missed }) => missed !== undefined);
    for (const member of behind) closeIfTooSlow(member, state.now());
    catchUpNext(state, behind.values());
  });
}

function catchUpNext(state: State, behind: Iterator<Member>): void {
  state.poll = undefined;
  for (let { done, value: member } = behind.next(); done !== true; { done, value: member } = behind.next()) {
    if (member.left || member.missed === undefined || !isDrained(member.socket.backlog)) continue;
    if (!state.catchUp(member, member.missed)) continue;
    member.missed = undefined;
    state.poll = state.timers.soon(() => catchUpNext(state, behind));
    return;
  }
  if ([...state.members].some(({ missed }) => missed !== undefined)) watch(state);
}

export const createOutbox = (deps: OutboxDeps): Outbox => {
  const { timers = systemTimers } = deps;
  const state: State = {
    ...deps,
    timers,
    items: [],
    acks: new Map(),
    flushedAt: Number.NEGATIVE_INFINITY,
    documentAt: Number.NEGATIVE_INFINITY,
    took: 0,
    timer: undefined,
    poll: undefined,
  };
  return {
    noteBehind: () => noteBehind(state),
    document: (frame, except) => void state.items.push({ frame, kind: 'document', except }),
    presence: (frame) => void state.items.push({ frame, kind: 'presence', except: undefined }),
    live: (frame, except) => void state.items.push({ frame, kind: 'live', except }),
    acknowledge(member, count) {
      if (count <= member.saved || member.left) return;
      member.saved = count;
      if (member.gesso) state.acks.set(member, count);
    },
    flush: () => flush(state),
    soon(companyMs = 0) {
      const most = isBusy(state) ? tickMs.most : mostWithoutDocument;
      const due = state.flushedAt + tick(state, most) + companyMs - timers.elapsed();
      if (due <= 0) flush(state);
      else state.timer ??= timers.after(due, () => flush(state));
    },
    tick: () => tick(state),
    get busy() {
      return isBusy(state);
    },
    stop() {
      state.timer?.();
      state.poll?.();
    },
  };
};

interface Batches {
  /** Returns undefined when there is nothing for this member. `full`: its connection gets only what must not be left out. */
  for(member: Member, full: boolean): Batch | undefined;
}

/** Puts together what each member is to get. Those who get the same share one buffer. */
const createBatches = (items: readonly Item[], acks: ReadonlyMap<Member, number>): Batches => {
  const authors = new Set(items.map(({ except }) => except));
  const shared = new Map<number, Batch>();

  const pick = (member: Member, full: boolean): Batch => {
    const count = acks.get(member);
    const frames = count === undefined ? [] : [encodeSaved(count)];
    for (const { frame, kind, except } of items) {
      if (except === member) continue;
      const wanted = kind === 'document' ? member.missed === undefined : !full && (kind === 'presence' || member.gesso);
      if (wanted) frames.push(frame);
    }
    return batch(frames);
  };

  return {
    for(member, full) {
      let picked: Batch | undefined;
      if (acks.has(member) || authors.has(member)) picked = pick(member, full);
      else {
        const kind = (member.gesso ? 1 : 0) + (full ? 2 : 0) + (member.missed === undefined ? 0 : 4);
        picked = shared.get(kind) ?? pick(member, full);
        shared.set(kind, picked);
      }
      return picked.frames.length === 0 ? undefined : picked;
    },
  };
};
