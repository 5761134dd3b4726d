import { Failure } from '@gesso/crdt-schema';
import type { Entry } from '../stores/store.ts';
import { type Cancel, systemTimers, type Timers } from '../timers.ts';

/** Longest time an update waits for others to share its flush to disk, unless it has the patience to wait longer. */
const gatherMs = 10;
/** Flushes may take one part in so many of the time: a slow disk gathers more. */
const flushShare = 4;
/** Enough for one flush; more is not waited for. */
const gatherBytes = 256 * 1024;
/** Bytes kept in memory while the store fails; beyond them new updates are refused. */
const heldBytes = 64 * 1024 * 1024;
const retryMs = { first: 100, most: 5_000 } as const;

/** One update waiting to be on disk, or, without an update, somebody who waits for everything before it to be. */
export interface Commit {
  readonly board: string;
  readonly by: string;
  readonly update: Uint8Array | undefined;
  /** Yjs client ids that belong to `by` from now on. */
  readonly clients?: readonly number[];
  /** How long, in ms since the last flush, it may wait for others. */
  readonly patience?: number;
}

/** Is told what became of its commits, in the order they were made. */
export interface CommitOwner<C extends Commit> {
  /** They are on disk. Told once for each, maybe after `held`. */
  stored(commits: readonly C[]): void;
  /** The store fails and keeps being tried; they are only in memory. Told at most once for each. */
  held(commits: readonly C[]): void;
}

/** One queue for all rooms: whatever arrives within some milliseconds shares one transaction and one flush to disk. */
export interface Commits<C extends Commit> {
  /** Throws `STORE_UNAVAILABLE` when the store has failed for so long that no more can be held. */
  admit(bytes: number): void;
  push(commit: C, owner: CommitOwner<C>): void;
  readonly degraded: boolean;
  /** Resolves when everything pushed so far is on disk. Rejects with the store's error when it cannot be put there now. */
  settle(): Promise<void>;
  stop(): void;
}

export interface CommitsDeps {
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  /** Called when the store begins to fail (with its error) and when it works again (without). */
  readonly onHealth: (error: unknown) => void;
  readonly timers?: Timers;
}

interface Waiting<C extends Commit> {
  readonly commit: C;
  readonly owner: CommitOwner<C>;
}

export const createCommits = <C extends Commit>(deps: CommitsDeps): Commits<C> => {
  const { append, onHealth, timers = systemTimers } = deps;
  let queue: Waiting<C>[] = [];
  let queueBytes = 0;
  /** What the store refused. Its owners were told; it goes first when the store is tried again. */
  let held: Waiting<C>[] = [];
  let bytesHeld = 0;
  let running: Promise<void> | undefined;
  let timer: Cancel | undefined;
  let immediate: Cancel | undefined;
  let flushedAt = Number.NEGATIVE_INFINITY;
  /** How long the last flush took, and how long the least patient of those who wait wants to. */
  let took = 0;
  let patience = Number.POSITIVE_INFINITY;
  let timerDue = 0;
  let retryIn: number = retryMs.first;
  let retryAt = 0;
  let stopped = false;
  let lastError: unknown;

  const soon = (): void => {
    immediate ??= timers.soon(() => {
      immediate = undefined;
      void run();
    });
  };

  const schedule = (): void => {
    if (running !== undefined || stopped) return;
    const now = timers.elapsed();
    const due = queue.length > 0 ? flushedAt + Math.max(patience, Math.min(gatherMs, took * flushShare)) : retryAt;
    if (due <= now || queueBytes > gatherBytes) {
      soon();
      return;
    }
    if (timer !== undefined && timerDue <= due) return;
    timer?.();
    timerDue = due;
    timer = timers.after(due - now, () => {
      timer = undefined;
      soon();
    });
  };

  const run = (): Promise<void> => {
    running ??= flush().finally(() => {
      running = undefined;
      if (queue.length > 0 || held.length > 0) schedule();
    });
    return running;
  };

  const flush = async (): Promise<void> => {
    flushedAt = timers.elapsed();
    const batch = queue;
    queue = [];
    queueBytes = 0;
    patience = Number.POSITIVE_INFINITY;
    if (held.length > 0 && flushedAt < retryAt) return hold(batch);
    const all = held.concat(batch);
    try {
      const entries = all.flatMap(({ commit: { board, by, update, clients = [] } }) =>
        update === undefined ? [] : [clients.length === 0 ? { board, by, update } : { board, by, update, clients }],
      );
      if (entries.length > 0) await append(entries);
    } catch (error) {
      retryAt = timers.elapsed() + retryIn;
      retryIn = Math.min(retryIn * 2, retryMs.most);
      lastError = error;
      return hold(batch, error);
    }
    took = timers.elapsed() - flushedAt;
    const recovered = held.length > 0;
    held = [];
    bytesHeld = 0;
    retryIn = retryMs.first;
    retryAt = 0;
    tell(all, (owner, commits) => owner.stored(commits));
    if (recovered) onHealth(undefined);
  };

  const hold = (batch: readonly Waiting<C>[], error?: unknown): void => {
    const failing = held.length > 0;
    held = held.concat(batch);
    for (const { commit } of batch) bytesHeld += commit.update?.length ?? 0;
    // Whoever is shown something that is not on disk has been told so before.
    if (!failing) onHealth(error);
    tell(batch, (owner, commits) => owner.held(commits));
  };

  return {
    admit(bytes) {
      if (held.length > 0 && bytesHeld + queueBytes + bytes > heldBytes) throw new Failure('STORE_UNAVAILABLE');
    },
    push(commit, owner) {
      queue.push({ commit, owner });
      queueBytes += commit.update?.length ?? 0;
      patience = Math.min(patience, commit.patience ?? gatherMs);
      schedule();
    },
    get degraded() {
      return held.length > 0;
    },
    async settle() {
      while (queue.length > 0 || held.length > 0 || running !== undefined) {
        retryAt = 0;
        await run();
        if (held.length > 0) throw lastError;
      }
    },
    stop() {
      stopped = true;
      timer?.();
      immediate?.();
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
