import type * as Y from 'yjs';
import { itemsOf, type List } from './lists.ts';

/** What walking past one value of a key takes, in steps: nothing is remembered of it. */
export const stepsPerWalked = 1 / 32;

/** A piece of a list as Yjs links it, without its content. */
interface Piece {
  readonly client: number;
  readonly clock: number;
  length: number;
  readonly origin: Id | null;
  readonly rightOrigin: Id | null;
  right: Piece | undefined;
  left: Piece | undefined;
  /** When it was last looked at, and since which of the clearings it counts as a conflict. */
  seen: number;
  conflict: number;
}

interface Id {
  readonly client: number;
  readonly clock: number;
}

const same = (a: Id | null, b: Id | null): boolean =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock);

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

/**
 * Counts the steps of `Item.integrate` of Yjs (YATA: Nicolaescu et al., 2016) for one shared text or one key of a map: it is a
 * scan over everything between the neighbours an item names. Where the list of a key begins Yjs finds out by walking back
 * from its end: once to begin the scan there, and once to put an item there.
 */
export const createTrial = (list: List, { most, each }: TrialLimits): Trial => {
  const perWalked = list.key === null ? 0 : stepsPerWalked;
  const byClient = new Map<number, Piece[]>();
  let first: Piece | undefined;
  let length = 0;
  let steps = 0;
  let looks = 0;
  let clearings = 0;

  const indexOf = (pieces: readonly Piece[], clock: number): number => {
    let low = 0;
    let high = pieces.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const piece = pieces[middle];
      if (piece === undefined || clock < piece.clock) high = middle - 1;
      else if (clock >= piece.clock + piece.length) low = middle + 1;
      else return middle;
    }
    return -1;
  };
  const find = ({ client, clock }: Id): Piece | undefined => {
    const pieces = byClient.get(client);
    return pieces?.[indexOf(pieces, clock)];
  };
  const remember = (piece: Piece): void => {
    const pieces = byClient.get(piece.client);
    if (pieces === undefined) byClient.set(piece.client, [piece]);
    else pieces.push(piece);
  };
  const link = (piece: Piece, left: Piece | undefined): void => {
    const right = left === undefined ? first : left.right;
    length++;
    piece.left = left;
    piece.right = right;
    if (left === undefined) first = piece;
    else left.right = piece;
    if (right !== undefined) right.left = piece;
  };
  const made = (client: number, clock: number, length: number, origin: Id | null, rightOrigin: Id | null): Piece => ({
    client,
    clock,
    length,
    origin,
    rightOrigin,
    left: undefined,
    right: undefined,
    seen: 0,
    conflict: 0,
  });

  /** Cuts a piece in front of a clock, and gives the part behind the cut. */
  const cut = (piece: Piece, clock: number): Piece => {
    if (piece.clock === clock) return piece;
    const { client } = piece;
    const end = piece.clock + piece.length;
    const behind = made(client, clock, end - clock, { client, clock: clock - 1 }, piece.rightOrigin);
    piece.length = clock - piece.clock;
    link(behind, piece);
    const pieces = byClient.get(client) ?? [];
    pieces.splice(indexOf(pieces, piece.clock) + 1, 0, behind);
    return behind;
  };
  const endingAt = (id: Id): Piece | undefined => {
    const piece = find(id);
    if (piece !== undefined && id.clock + 1 < piece.clock + piece.length) cut(piece, id.clock + 1);
    return piece;
  };
  const beginningAt = (id: Id): Piece | undefined => {
    const piece = find(id);
    return piece === undefined ? undefined : cut(piece, id.clock);
  };

  let last: Piece | undefined;
  for (const { id, length: size, origin, rightOrigin } of itemsOf(list)) {
    const piece = made(id.client, id.clock, size, origin, rightOrigin);
    link(piece, last);
    remember(piece);
    last = piece;
  }
  for (const pieces of byClient.values()) pieces.sort((a, b) => a.clock - b.clock);

  /** Gives the piece behind which a new one belongs; false when looking for it took too long. */
  const scan = (
    piece: Piece,
    from: Piece | undefined,
    until: Piece | undefined,
    left: Piece | undefined,
  ): Piece | undefined | false => {
    const look = ++looks;
    const allowed = Math.max(most - steps, each);
    let conflict = ++clearings;
    let behind = left;
    let taken = 0;
    for (let other = from; other !== undefined && other !== until; other = other.right) {
      taken++;
      steps++;
      if (taken > allowed) return false;
      other.seen = look;
      other.conflict = conflict;
      if (same(piece.origin, other.origin)) {
        if (other.client < piece.client) {
          behind = other;
          conflict = ++clearings;
        } else if (same(piece.rightOrigin, other.rightOrigin)) break;
      } else {
        const origin = other.origin === null ? undefined : find(other.origin);
        if (origin?.seen !== look) break;
        if (origin.conflict !== conflict) {
          behind = other;
          conflict = ++clearings;
        }
      }
    }
    return behind;
  };

  return {
    get steps() {
      return steps;
    },
    place(item, end) {
      const { client } = item.id;
      const clock = Math.max(item.id.clock, end);
      const origin = clock > item.id.clock ? { client, clock: clock - 1 } : item.origin;
      const left = origin === null ? undefined : endingAt(origin);
      // What stands beside something that is gone is gone as well.
      if (origin !== null && left === undefined) return true;
      const right = item.rightOrigin === null ? undefined : beginningAt(item.rightOrigin);
      const piece = made(client, clock, item.id.clock + item.length - clock, origin, item.rightOrigin);
      const isNext =
        left === undefined
          ? right !== undefined && right.left === undefined
          : left.right === right && (right !== undefined || item.rightOrigin === null);
      if (left === undefined) {
        const walked = length * perWalked * (isNext ? 1 : 2);
        if (walked > Math.max(most - steps, each)) return false;
        steps += walked;
      }
      const behind = isNext ? left : scan(piece, left === undefined ? first : left.right, right, left);
      if (behind === false) return false;
      link(piece, behind);
      remember(piece);
      return true;
    },
  };
};
