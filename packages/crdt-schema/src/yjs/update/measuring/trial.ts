import type * as Y from 'yjs';
import type { List } from '../reading/lists.ts';
import {
  beginningAt,
  endingAt,
  find,
  type Id,
  insert,
  newPiece,
  type Piece,
  type ShadowList,
  shadowOf,
} from './shadow-list.ts';

/** What walking past one value of a key takes, in steps: nothing is remembered of it. */
export const stepsPerWalked = 1 / 32;

/** What a trial may cost. */
export interface TrialLimits {
  /** Steps in all. */
  readonly most: number;
  /** Once there were so many: steps for one more item, which is left out when it takes more. */
  readonly each: number;
}

/** The shadow of one list of a document, on which it is counted what Yjs would have to do. */
export interface Trial {
  /** Steps so far. */
  readonly steps: number;
  /**
   * Puts an item in its place. False when the limits do not allow it; it is not there then. `end`: up to where its client is
   * known already.
   */
  place(item: Y.Item, end: number): boolean;
}

interface State extends TrialLimits {
  readonly shadow: ShadowList;
  /** Steps for walking past one piece of the list. */
  readonly perWalked: number;
  steps: number;
  /** Scans so far, and how often conflicts were cleared in them: what `seen` and `conflict` of a piece are compared with. */
  looks: number;
  clearings: number;
}

/**
 * Counts the steps of `Item.integrate` of Yjs (YATA: Nicolaescu et al., 2016) for one shared text or one key of a map: it is a
 * scan over everything between the neighbors an item names. Where the list of a key begins Yjs finds out by walking back
 * from its end: once to begin the scan there, and once to put an item there.
 */
export function createTrial(list: List, { most, each }: TrialLimits): Trial {
  const perWalked = list.key === null ? 0 : stepsPerWalked;
  const state: State = { most, each, shadow: shadowOf(list), perWalked, steps: 0, looks: 0, clearings: 0 };
  return {
    get steps() {
      return state.steps;
    },
    place: (item, end) => place(state, item, end),
  };
}

function place(state: State, item: Y.Item, end: number): boolean {
  const { shadow } = state;
  const { client } = item.id;
  const clock = Math.max(item.id.clock, end);
  const origin = clock > item.id.clock ? { client, clock: clock - 1 } : item.origin;
  const left = origin === null ? undefined : endingAt(shadow, origin);
  // What stands beside something that is gone is gone as well.
  if (origin !== null && left === undefined) return true;
  const right = item.rightOrigin === null ? undefined : beginningAt(shadow, item.rightOrigin);
  const piece = newPiece(client, clock, item.id.clock + item.length - clock, origin, item.rightOrigin);
  const isNext =
    left === undefined
      ? right !== undefined && right.left === undefined
      : left.right === right && (right !== undefined || item.rightOrigin === null);
  if (left === undefined) {
    const walked = shadow.length * state.perWalked * (isNext ? 1 : 2);
    if (walked > allowance(state)) return false;
    state.steps += walked;
  }
  const behind = isNext ? left : scan(state, piece, right, left);
  if (behind === false) return false;
  insert(shadow, piece, behind);
  return true;
}

/** Returns how many steps one more item may take. */
function allowance({ most, steps, each }: State): number {
  return Math.max(most - steps, each);
}

/** Returns the piece behind which a new one belongs between `left` and `until`; false when looking for it took too long. */
function scan(
  state: State,
  piece: Piece,
  until: Piece | undefined,
  left: Piece | undefined,
): Piece | undefined | false {
  const { shadow } = state;
  const look = ++state.looks;
  const allowed = allowance(state);
  let conflict = ++state.clearings;
  let behind = left;
  let taken = 0;
  for (
    let other = left === undefined ? shadow.first : left.right;
    other !== undefined && other !== until;
    other = other.right
  ) {
    taken++;
    if (taken > allowed) break;
    other.seen = look;
    other.conflict = conflict;
    if (same(piece.origin, other.origin)) {
      if (other.client < piece.client) {
        behind = other;
        conflict = ++state.clearings;
      } else if (same(piece.rightOrigin, other.rightOrigin)) break;
    } else {
      const origin = other.origin === null ? undefined : find(shadow, other.origin);
      if (origin?.seen !== look) break;
      if (origin.conflict !== conflict) {
        behind = other;
        conflict = ++state.clearings;
      }
    }
  }
  state.steps += taken;
  return taken > allowed ? false : behind;
}

function same(a: Id | null, b: Id | null): boolean {
  return a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock);
}
