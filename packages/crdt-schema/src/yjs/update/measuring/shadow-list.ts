import { itemsOf, type List } from '../reading/lists.ts';

export interface Id {
  readonly client: number;
  readonly clock: number;
}

/** A piece of a list as Yjs links it, without its content. */
export interface Piece {
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

/** The shadow of one list of a document: its pieces, linked as they stand, without what they hold. */
export interface ShadowList {
  /** The pieces of each client by their clocks. */
  readonly byClient: Map<number, Piece[]>;
  first: Piece | undefined;
  /** Pieces in all. */
  length: number;
}

/** Returns the shadow of a list as it is now. */
export function shadowOf(list: List): ShadowList {
  const shadow: ShadowList = { byClient: new Map(), first: undefined, length: 0 };
  let last: Piece | undefined;
  for (const { id, length, origin, rightOrigin } of itemsOf(list)) {
    const piece = newPiece(id.client, id.clock, length, origin, rightOrigin);
    insert(shadow, piece, last);
    last = piece;
  }
  // A list has them in its own order.
  for (const pieces of shadow.byClient.values()) pieces.sort((a, b) => a.clock - b.clock);
  return shadow;
}

/** Returns a piece that is in no list yet. */
export function newPiece(
  client: number,
  clock: number,
  length: number,
  origin: Id | null,
  rightOrigin: Id | null,
): Piece {
  return { client, clock, length, origin, rightOrigin, left: undefined, right: undefined, seen: 0, conflict: 0 };
}

/** Puts a piece behind `left`, or at the beginning. The pieces of one client are given in the order of their clocks. */
export function insert(shadow: ShadowList, piece: Piece, left: Piece | undefined): void {
  link(shadow, piece, left);
  const pieces = shadow.byClient.get(piece.client);
  if (pieces === undefined) shadow.byClient.set(piece.client, [piece]);
  else pieces.push(piece);
}

/** Returns the piece that has an id in it. */
export function find({ byClient }: ShadowList, { client, clock }: Id): Piece | undefined {
  const pieces = byClient.get(client);
  return pieces?.[indexOf(pieces, clock)];
}

/** Returns the piece that ends with an id, split there if need be. */
export function endingAt(shadow: ShadowList, id: Id): Piece | undefined {
  const piece = find(shadow, id);
  if (piece !== undefined && id.clock + 1 < piece.clock + piece.length) split(shadow, piece, id.clock + 1);
  return piece;
}

/** Returns the piece that begins with an id, split there if need be. */
export function beginningAt(shadow: ShadowList, id: Id): Piece | undefined {
  const piece = find(shadow, id);
  return piece === undefined ? undefined : split(shadow, piece, id.clock);
}

/** Splits a piece in front of a clock, and returns the part behind. */
function split(shadow: ShadowList, piece: Piece, clock: number): Piece {
  if (piece.clock === clock) return piece;
  const { client } = piece;
  const end = piece.clock + piece.length;
  const behind = newPiece(client, clock, end - clock, { client, clock: clock - 1 }, piece.rightOrigin);
  piece.length = clock - piece.clock;
  link(shadow, behind, piece);
  const pieces = shadow.byClient.get(client) ?? [];
  pieces.splice(indexOf(pieces, piece.clock) + 1, 0, behind);
  return behind;
}

function link(shadow: ShadowList, piece: Piece, left: Piece | undefined): void {
  const right = left === undefined ? shadow.first : left.right;
  shadow.length++;
  piece.left = left;
  piece.right = right;
  if (left === undefined) shadow.first = piece;
  else left.right = piece;
  if (right !== undefined) right.left = piece;
}

function indexOf(pieces: readonly Piece[], clock: number): number {
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
}
