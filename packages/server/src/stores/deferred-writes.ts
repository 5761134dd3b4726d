import type { Cancel, Timers } from '../timers.ts';
import type { Repositories, Visit } from './repositories.ts';

/** What may wait in memory of each kind. Beyond it the oldest is given up: it would have remembered nothing anybody made. */
const most = 10_000;
/** How long visits and uses of links wait for others to share their flush to disk, and everything that failed for another try. */
const everyMs = 1_000;

/** Forgets the oldest of what is too much. */
export const bounded = <T>(map: Map<string, T>): void => {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
};

/** What is written later than it happened: all together, or as soon as the disk takes it. */
export interface DeferredWrites {
  visit(visit: Visit): void;
  use(link: string): void;
  /** Uses of a link that are not written down. */
  usesOf(link: string): number;
  /** Puts off what the disk did not take; `gone` is called when it took it. What can never be written is not for this: work resolves then. */
  putOff(name: string, work: () => Promise<unknown>, error: unknown, gone?: () => void): void;
  /** Forgets what was put off. */
  drop(name: string): void;
  /** Writes down what waits, as far as that works. */
  flush(): Promise<void>;
  stop(): void;
}

interface State {
  readonly repositories: Pick<Repositories, 'writeSeen'>;
  readonly trouble: (error: unknown) => void;
  readonly visits: Map<string, Visit>;
  uses: Map<string, number>;
  /** What the disk did not take, in the order it came. */
  readonly failed: Map<string, { readonly work: () => Promise<unknown>; readonly gone: () => void }>;
  failing: boolean;
}

const nameOf = ({ person, board }: Visit): string => `${person} ${board}`;

function fails(state: State, error: unknown): void {
  if (!state.failing) state.trouble(error);
  state.failing = true;
}

/** A grant is worth something to a person who is known, so what came first goes first. */
async function retry(state: State): Promise<void> {
  for (const [name, { work, gone }] of state.failed) {
    try {
      await work();
    } catch {
      return;
    }
    state.failed.delete(name);
    gone();
  }
  state.failing = false;
}

async function flush(state: State): Promise<void> {
  if (state.failed.size > 0) await retry(state);
  if (state.visits.size + state.uses.size === 0) return;
  const seen = { visits: [...state.visits.values()], uses: state.uses };
  state.uses = new Map();
  try {
    await state.repositories.writeSeen(seen);
    for (const visit of seen.visits) {
      const name = nameOf(visit);
      if (state.visits.get(name) === visit) state.visits.delete(name);
    }
  } catch (error) {
    fails(state, error);
    for (const [link, count] of seen.uses) state.uses.set(link, (state.uses.get(link) ?? 0) + count);
  }
}

/** `trouble` is told when the disk does not take something, once until it does again. */
export function deferWrites(
  repositories: Pick<Repositories, 'writeSeen'>,
  timers: Timers,
  trouble: (error: unknown) => void,
): DeferredWrites {
  const state: State = { repositories, trouble, visits: new Map(), uses: new Map(), failed: new Map(), failing: false };
  let isFlushing = false;
  // A slow store is asked for one thing at a time.
  const stop: Cancel = timers.every(everyMs, async () => {
    if (isFlushing) return;
    isFlushing = true;
    await flush(state).finally(() => {
      isFlushing = false;
    });
  });
  return {
    visit(visit) {
      state.visits.set(nameOf(visit), visit);
      bounded(state.visits);
    },
    use(link) {
      state.uses.set(link, (state.uses.get(link) ?? 0) + 1);
      bounded(state.uses);
    },
    usesOf: (link) => state.uses.get(link) ?? 0,
    putOff(name, work, error, gone = () => undefined) {
      fails(state, error);
      state.failed.set(name, { work, gone });
      bounded(state.failed);
    },
    drop(name) {
      state.failed.delete(name);
    },
    flush: () => flush(state),
    stop,
  };
}
