import { Failure } from '@gesso/crdt-schema';
import { type Entry, type NotStored, notStored } from '../../stores/store.ts';
import { type Cancel, systemTimers, type Timers } from '../../timers.ts';
import { KiB, MiB } from '../../units.ts';

/** Longest time an update waits for others to share its flush to disk, unless it may wait longer. */
const gatherMs = 10;
/** Flushes may take one part in so many of the time: a slow disk gathers more. */
const flushShare = 4;
/** Enough for one flush; more is not waited for. */
const gatherBytes = 256 * KiB;
/** Bytes kept in memory while the store fails; beyond them new updates are refused. */
const heldBytes = 64 * MiB;
const retryMs = { first: 100, most: 2_000 } as const;
/** How long the store may take before everybody is told that it stores nothing just now (ms). What it is to store is shown from then on. */
const answersWithinMs = 5_000;

/** One update waiting to be on disk, or, without an update, a caller who waits for everything before it to be. */
export interface Commit {
  readonly board: string;
  readonly by: string;
  readonly update: Uint8Array | undefined;
  /** Yjs client ids that belong to `by` from now on. */
  readonly clients?: readonly number[];
  /** The board has a log already, as far as is known. */
  readonly goesOn?: boolean;
  /** How long, in ms since the last flush, it may wait for others. */
  readonly maxDelayMs?: number;
  /** The number of its update in the log of the board, once it is stored. */
  seq?: number | undefined;
}

/** Why something is not stored: what a store says, or that another one has taken its place, in which what it builds on may be missing. */
export type Refusal = NotStored | 'replaced';

/** Is told what became of its commits, in the order they were made. */
export interface CommitOwner<C extends Commit> {
  /** They are on disk. Told once for each, maybe after `held`. */
  stored(commits: readonly C[]): void;
  /** The store fails and keeps being tried, or does not answer; they are only in memory. Told at most once for each. */
  held(commits: readonly C[]): void;
  /**
   * Another server has removed the board, or given a client id of theirs to another person, or there is another store: they are not stored, and
   * nothing of this owner is any more. Told once for each, maybe after `held`.
   */
  refused(commits: readonly C[], why: Refusal): void;
}

/** One queue for all rooms: all that arrives within some milliseconds shares one transaction and one flush to disk. */
export interface Commits<C extends Commit> {
  /** Throws `STORE_UNAVAILABLE` when the store has failed for so long that no more can be held. */
  admit(bytes: number): void;
  push(commit: C, owner: CommitOwner<C>): void;
  readonly degraded: boolean;
  /** Resolves when everything pushed so far is on disk. Rejects with the store's error when it cannot be put there now. */
  drained(): Promise<void>;
  /** Another store has taken the place of the one before: what waits is refused. What it builds on may be missing there. */
  letGo(): void;
  stop(): void;
}

export interface CommitsDeps {
  readonly append: (entries: readonly Entry[]) => Promise<readonly number[]>;
  /** Called when the store begins to fail or does not answer (with an error) and when it works again (without). */
  readonly onHealth: (error: unknown) => void;
  readonly timers?: Timers;
}

interface Waiting<C extends Commit> {
  readonly commit: C;
  readonly owner: CommitOwner<C>;
}

interface State<C extends Commit> {
  readonly append: CommitsDeps['append'];
  readonly onHealth: CommitsDeps['onHealth'];
  readonly timers: Timers;
  /** Those of whom something was refused, and why. */
  readonly refused: WeakMap<CommitOwner<C>, Refusal>;
  queue: Waiting<C>[];
  queueBytes: number;
  /** What the store refused. Its owners were told; it goes first when the store is tried again. */
  held: Waiting<C>[];
  bytesHeld: number;
  running: Promise<void> | undefined;
  /** The store has not answered in time: it is asked nothing more before this has resolved. Its commits are the first of those held. */
  late: Promise<void> | undefined;
  /** What the store was last asked to store. */
  asked: readonly Waiting<C>[];
  timer: Cancel | undefined;
  immediate: Cancel | undefined;
  flushedAt: number;
  /** How long the last flush took, and how long the least patient of those who wait wants to. */
  took: number;
  maxDelayMs: number;
  timerDue: number;
  retryIn: number;
  retryAt: number;
  stopped: boolean;
  lastError: unknown;
}

function soon<C extends Commit>(state: State<C>): void {
  state.immediate ??= state.timers.soon(() => {
    state.immediate = undefined;
    void run(state);
  });
}

function schedule<C extends Commit>(state: State<C>): void {
  const { timers, queue, queueBytes, flushedAt, maxDelayMs, took, retryAt } = state;
  if (state.running !== undefined || state.stopped || (state.late !== undefined && queue.length === 0)) return;
  const now = timers.elapsed();
  const due = queue.length > 0 ? flushedAt + Math.max(maxDelayMs, Math.min(gatherMs, took * flushShare)) : retryAt;
  if (due <= now || queueBytes > gatherBytes) {
    soon(state);
    return;
  }
  if (state.timer !== undefined && state.timerDue <= due) return;
  state.timer?.();
  state.timerDue = due;
  state.timer = timers.after(due - now, () => {
    state.timer = undefined;
    soon(state);
  });
}

/** Goes on with what waits. */
function goOn<C extends Commit>(state: State<C>): void {
  if (state.queue.length > 0 || state.held.length > 0) schedule(state);
}

function run<C extends Commit>(state: State<C>): Promise<void> {
  state.running ??= flush(state).finally(() => {
    state.running = undefined;
    goOn(state);
  });
  return state.running;
}

const entriesOf = <C extends Commit>(waiting: readonly Waiting<C>[]): Entry[] =>
  waiting.flatMap(({ commit: { board, by, update, clients = [], goesOn = false } }) => {
    if (update === undefined) return [];
    const claims = clients.length === 0 ? {} : { clients };
    return [goesOn ? { board, by, update, ...claims, goesOn } : { board, by, update, ...claims }];
  });

/** Notes the numbers of what was stored, in order, and whose was not. */
function number<C extends Commit>({ refused }: State<C>, waiting: readonly Waiting<C>[], seqs: readonly number[]) {
  let next = 0;
  for (const { commit, owner } of waiting) {
    if (commit.update === undefined) continue;
    commit.seq = seqs[next++];
    if (commit.seq === notStored.removed) refused.set(owner, 'removed');
    else if (commit.seq === notStored.taken) refused.set(owner, 'taken');
  }
}

/** Tells those of whom something was refused that no more is stored of them, and returns what is left. */
function withoutRefused<C extends Commit>({ refused }: State<C>, waiting: Waiting<C>[]): Waiting<C>[] {
  const isRefused = ({ owner }: Waiting<C>): boolean => refused.has(owner);
  if (!waiting.some(isRefused)) return waiting;
  tell(waiting.filter(isRefused), (owner, commits) => owner.refused(commits, refused.get(owner) ?? 'removed'));
  return waiting.filter((one) => !isRefused(one));
}

/** What the store said to an append. */
type Answer = { readonly seqs: readonly number[] } | { readonly error: unknown };

const ask = async <C extends Commit>(state: State<C>, all: readonly Waiting<C>[]): Promise<Answer> => {
  const entries = entriesOf(all);
  try {
    return { seqs: entries.length > 0 ? await state.append(entries) : [] };
  } catch (error) {
    return { error };
  }
};

const isInTime = <C extends Commit>({ timers }: State<C>, answer: Promise<Answer>): Promise<boolean> =>
  new Promise((resolve) => {
    const stop = timers.afterIdle(answersWithinMs, () => resolve(false));
    void answer.then(() => {
      stop();
      resolve(true);
    });
  });

async function flush<C extends Commit>(state: State<C>): Promise<void> {
  state.flushedAt = state.timers.elapsed();
  const batch = withoutRefused(state, state.queue);
  state.queue = [];
  state.queueBytes = 0;
  state.maxDelayMs = Number.POSITIVE_INFINITY;
  if (state.late !== undefined || (state.held.length > 0 && state.flushedAt < state.retryAt)) return hold(state, batch);
  const wasFailing = state.held.length > 0;
  state.held = withoutRefused(state, state.held);
  state.bytesHeld = bytesOf(state.held);
  const all = state.held.concat(batch);
  state.asked = all;
  const answer = ask(state, all);
  if (await isInTime(state, answer)) return conclude(state, { all, fresh: batch, wasFailing }, await answer);
  hold(state, batch, new Error('the store does not answer'));
  state.late = answer.then((known) => {
    state.late = undefined;
    conclude(state, { all, fresh: [], wasFailing: true }, known);
    if (state.running === undefined) goOn(state);
  });
}

/** What the store was asked to store, and those of it that are not held. */
interface Asked<C extends Commit> {
  readonly all: Waiting<C>[];
  readonly fresh: readonly Waiting<C>[];
  /** Whether it was told that the store fails. */
  readonly wasFailing: boolean;
}

/** Does what the answer to an append says. */
function conclude<C extends Commit>(state: State<C>, { all, fresh, wasFailing }: Asked<C>, answer: Answer): void {
  const { timers } = state;
  if ('error' in answer) {
    state.retryAt = timers.elapsed() + state.retryIn;
    state.retryIn = Math.min(state.retryIn * 2, retryMs.most);
    state.lastError = answer.error;
    hold(state, fresh, answer.error);
    return;
  }
  number(state, all, answer.seqs);
  state.took = timers.elapsed() - state.flushedAt;
  // Those that came while the store did not answer are next.
  const rest = state.held.slice(all.length - fresh.length);
  state.held = rest;
  state.asked = [];
  state.retryIn = retryMs.first;
  state.retryAt = 0;
  tell(withoutRefused(state, all), (owner, commits) => owner.stored(commits));
  state.held = withoutRefused(state, rest);
  state.bytesHeld = bytesOf(state.held);
  if (wasFailing && state.held.length === 0) state.onHealth(undefined);
}

const bytesOf = <C extends Commit>(waiting: readonly Waiting<C>[]): number =>
  waiting.reduce((sum, { commit }) => sum + (commit.update?.length ?? 0), 0);

function hold<C extends Commit>(state: State<C>, batch: readonly Waiting<C>[], error?: unknown): void {
  const failing = state.held.length > 0;
  state.held = state.held.concat(batch);
  state.bytesHeld += bytesOf(batch);
  // A person who is shown something that is not on disk has been told so before.
  if (!failing) state.onHealth(error);
  tell(batch, (owner, commits) => owner.held(commits));
}

function letGo<C extends Commit>(state: State<C>): void {
  for (const { owner } of [...state.asked, ...state.held, ...state.queue]) state.refused.set(owner, 'replaced');
  state.retryAt = 0;
  goOn(state);
}

async function drained<C extends Commit>(state: State<C>): Promise<void> {
  while (state.queue.length > 0 || state.held.length > 0 || state.running !== undefined) {
    await state.late;
    state.retryAt = 0;
    await run(state);
    if (state.held.length > 0 && state.late === undefined) throw state.lastError;
  }
}

export const createCommits = <C extends Commit>({
  append,
  onHealth,
  timers = systemTimers,
}: CommitsDeps): Commits<C> => {
  const state: State<C> = {
    append,
    onHealth,
    timers,
    refused: new WeakMap(),
    queue: [],
    queueBytes: 0,
    held: [],
    bytesHeld: 0,
    running: undefined,
    late: undefined,
    asked: [],
    timer: undefined,
    immediate: undefined,
    flushedAt: Number.NEGATIVE_INFINITY,
    took: 0,
    maxDelayMs: Number.POSITIVE_INFINITY,
    timerDue: 0,
    retryIn: retryMs.first,
    retryAt: 0,
    stopped: false,
    lastError: undefined,
  };
  return {
    admit(bytes) {
      const { held, bytesHeld, queueBytes } = state;
      if (held.length > 0 && bytesHeld + queueBytes + bytes > heldBytes) throw new Failure('STORE_UNAVAILABLE');
    },
    push(commit, owner) {
      state.queue.push({ commit, owner });
      state.queueBytes += commit.update?.length ?? 0;
      state.maxDelayMs = Math.min(state.maxDelayMs, commit.maxDelayMs ?? gatherMs);
      schedule(state);
    },
    get degraded() {
      return state.held.length > 0;
    },
    drained: () => drained(state),
    letGo: () => letGo(state),
    stop() {
      state.stopped = true;
      state.timer?.();
      state.immediate?.();
    },
  };
};

/** Tells each owner about its commits in one call. */
const tell = <C extends Commit>(
  waiting: readonly Waiting<C>[],
  say: (owner: CommitOwner<C>, commits: readonly C[]) => void,
): void => {
  const byOwner = new Map<CommitOwner<C>, C[]>();
  for (const { commit, owner } of waiting) {
    const commits = byOwner.get(owner);
    if (commits === undefined) byOwner.set(owner, [commit]);
    else commits.push(commit);
  }
  for (const [owner, commits] of byOwner) say(owner, commits);
};
