import type { Along } from '../../bus/bus.ts';
import type { LoggedUpdate } from '../../stores/history.ts';
import type { Store } from '../../stores/store.ts';
import { MiB } from '../../units.ts';

/** Bytes of the log that are read in one go. */
const readAtOnce = MiB;

/** Follows the log of an open board, to which other servers write as well. */
export interface Follower {
  /** Updates of this server are on disk, under these numbers. */
  own(seqs: readonly number[]): void;
  /** Another server has stored updates up to this number. */
  hint(upTo: number, along?: Along): void;
  /** The number up to which all of the log is here. */
  readonly upTo: number;
}

export interface FollowerDeps {
  readonly board: string;
  /** The number up to which the board was loaded. */
  readonly from: number;
  /** Of which history of the database the numbers are, where that is known. */
  readonly timeline?: number | undefined;
  readonly store: Pick<Store, 'since'>;
  /** Takes what others have stored, in the order of the log. */
  readonly show: (updates: readonly Uint8Array[]) => void;
  /** The log cannot be followed one by one any more: the board has to be loaded anew. */
  readonly lost: () => void;
  readonly trouble: (error: unknown) => void;
}

interface State extends FollowerDeps {
  /** All up to this number is here. */
  upTo: number;
  /** How far the log is known to go. */
  needed: number;
  /** Numbers beyond `upTo` under which this server has stored something. */
  readonly ownSeqs: Set<number>;
  reading: boolean;
}

/** Shows what of it others have stored. */
function showFresh(state: State, found: readonly LoggedUpdate[]): void {
  const fresh: Uint8Array[] = [];
  for (const { seq, update } of found) {
    if (seq <= state.upTo) continue;
    if (!state.ownSeqs.delete(seq)) fresh.push(update);
    state.upTo = seq;
  }
  if (fresh.length > 0) state.show(fresh);
}

async function read(state: State): Promise<void> {
  if (state.reading) return;
  state.reading = true;
  try {
    while (state.upTo < state.needed) {
      const { upTo, needed } = state;
      const found = await state.store.since(state.board, state.upTo, readAtOnce);
      if (found === undefined) return state.lost();
      showFresh(state, found);
      // The log does not go as far as was told: where it will, the look at its head finds out. What was told since the question is asked for.
      if (state.upTo === upTo && state.needed === needed) state.needed = upTo;
    }
  } catch (error) {
    // The next hint tries again.
    state.trouble(error);
  } finally {
    state.reading = false;
  }
}

/** Shows what came along with a hint, where nothing before it is missing and the log has the same under these numbers. */
function take(state: State, upTo: number, { timeline, updates }: Along): void {
  const from = upTo - updates.length + 1;
  if (from > state.upTo + 1 || timeline !== state.timeline) return;
  const fresh = updates.filter((_, i) => from + i > state.upTo && !state.ownSeqs.delete(from + i));
  state.upTo = Math.max(state.upTo, upTo);
  // What this server stored behind it is here already.
  while (state.ownSeqs.delete(state.upTo + 1)) state.upTo++;
  if (fresh.length > 0) state.show(fresh);
}

function need(state: State, upTo: number): void {
  state.needed = Math.max(state.needed, upTo);
  if (state.needed > state.upTo) void read(state);
}

export const createFollower = (deps: FollowerDeps): Follower => {
  const state: State = { ...deps, upTo: deps.from, needed: deps.from, ownSeqs: new Set(), reading: false };
  return {
    own(seqs) {
      for (const seq of seqs) {
        if (seq === state.upTo + 1) state.upTo = seq;
        else if (seq > state.upTo) state.ownSeqs.add(seq);
      }
      need(state, seqs.at(-1) ?? 0);
    },
    hint(upTo, along) {
      if (along !== undefined) take(state, upTo, along);
      need(state, upTo);
    },
    get upTo() {
      return state.upTo;
    },
  };
};
