import { newElementId } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { inTurn } from './in-turn.ts';
import type { KeptPieces } from './kept.ts';
import { libraryLimits } from './limits.ts';
import { cleanedName, type Piece } from './piece.ts';
import type { NotTaken, ReadPiece } from './uses.ts';

/** What became of pieces that were to be added. */
export type Added =
  | {
      readonly added: readonly Piece[];
      /** Those that gave way to them. */
      readonly replaced: readonly Piece[];
      readonly isKept: boolean;
    }
  | { readonly added?: never; readonly refused: NotTaken };

/** Pieces that were taken away. */
export interface Removed {
  readonly gone: readonly Piece[];
  /** Whether they will not be there the next time. */
  readonly isKept: boolean;
}

/**
 * The pieces of this device. What is asked of it is done one after the other, so that nothing that is read meanwhile takes the place of what
 * was changed. Where something is not kept, this page alone has it so, and the store is as it was.
 */
export interface Shelf {
  /** Newest first. */
  readonly pieces: ReadonlySignal<readonly Piece[]>;
  /** Reads what is kept, which another tab may have changed. */
  look(): Promise<void>;
  /** Adds pieces to a library, '' for a person's own, in their order. What was in a library of that name gives way. */
  add(library: string, read: readonly ReadPiece[]): Promise<Added>;
  /** Resolves with whether the name is kept. */
  rename(id: string, name: string): Promise<boolean>;
  /** Takes pieces away. Resolves with them, to be put back. */
  remove(isMeant: (piece: Piece) => boolean): Promise<Removed>;
  /** Puts pieces back, in the place of those that took theirs. Resolves with whether that is kept. */
  putBack(pieces: readonly Piece[], instead?: readonly Piece[]): Promise<boolean>;
}

const lettersOf = (pieces: readonly { readonly text: string }[]): number =>
  pieces.reduce((sum, { text }) => sum + text.length, 0);

/** Why pieces cannot come to those that are there; undefined when they can. */
export function notTaken(
  there: readonly { readonly text: string }[],
  coming: readonly { readonly text: string }[],
): NotTaken | undefined {
  if (coming.some(({ text }) => text.length > libraryLimits.pieceLetters)) return 'tooLarge';
  if (there.length + coming.length > libraryLimits.pieces) return 'tooMany';
  return lettersOf(there) + lettersOf(coming) > libraryLimits.letters ? 'full' : undefined;
}

const inOrder = (pieces: readonly Piece[]): readonly Piece[] => [...pieces].sort((a, b) => b.at - a.at);

const idsOf = (pieces: readonly Piece[]): ReadonlySet<string> => new Set(pieces.map(({ id }) => id));

/** What a page shows of a store, and in what it differs from it. */
function openShown(kept: KeptPieces) {
  const pieces = signal<readonly Piece[]>([]);
  /** Pieces that only this page has, and those that it alone has no more. */
  const onlyHere = new Set<string>();
  const goneHere = new Set<string>();

  const settle = (added: readonly Piece[], gone: readonly Piece[], isKept: boolean) => {
    for (const { id } of gone) {
      onlyHere.delete(id);
      if (isKept) goneHere.delete(id);
      else goneHere.add(id);
    }
    for (const { id } of added) {
      goneHere.delete(id);
      if (isKept) onlyHere.delete(id);
      else onlyHere.add(id);
    }
  };

  return {
    pieces,
    async read() {
      const stored = await kept.all();
      if (stored === undefined) return;
      const own = pieces.peek().filter(({ id }) => onlyHere.has(id));
      pieces.value = inOrder([...own, ...stored.filter(({ id }) => !onlyHere.has(id) && !goneHere.has(id))]);
    },
    /** Changes what is kept and what is shown. What gives way to others is shown until they are safe, or known not to be. */
    async change(added: readonly Piece[], gone: readonly Piece[]): Promise<boolean> {
      const away = new Set([...idsOf(added), ...idsOf(gone)]);
      const show = () => {
        pieces.value = inOrder([...added, ...pieces.peek().filter(({ id }) => !away.has(id))]);
      };
      const isExchange = added.length > 0 && gone.length > 0;
      if (!isExchange) show();
      // What only this page has is not to be taken from the store.
      const stored = gone.filter(({ id }) => !onlyHere.has(id)).map(({ id }) => id);
      const isKept =
        added.length > 0 ? await kept.put(added, stored) : stored.length === 0 || (await kept.remove(stored));
      settle(added, gone, isKept);
      if (isExchange) show();
      return isKept;
    },
  };
}

/** Pieces that are kept by `kept`. `now`: ms since 1970. */
export function openShelf(kept: KeptPieces, now: () => number = Date.now): Shelf {
  const { pieces, read, change } = openShown(kept);
  const queue = inTurn();
  let isRead = false;
  const look = async () => {
    await read();
    isRead = true;
  };

  const add = async (library: string, coming: readonly ReadPiece[]): Promise<Added> => {
    // The limits are asked of all there is.
    if (!isRead) await look();
    const isOwn = library === '';
    const replaced = pieces.peek().filter((piece) => !isOwn && piece.library === library);
    const there = pieces.peek().filter((piece) => isOwn || piece.library !== library);
    const refused = notTaken(there, coming);
    if (refused !== undefined) return { refused };
    const at = now();
    const added = coming.map(({ name, text }, i) => ({
      ...{ id: newElementId(), library, name: cleanedName(name), text },
      // The first of a file stands first.
      at: at - i,
    }));
    return { added, replaced, isKept: await change(added, replaced) };
  };

  return {
    pieces,
    look: () => queue(look),
    add: (library, coming) => queue(() => add(library, coming)),
    rename: (id, name) =>
      queue(async () => {
        const piece = pieces.peek().find((one) => one.id === id);
        return piece === undefined || (await change([{ ...piece, name: cleanedName(name) }], []));
      }),
    remove: (isMeant) =>
      queue(async () => {
        const gone = pieces.peek().filter(isMeant);
        return { gone, isKept: gone.length === 0 || (await change([], gone)) };
      }),
    putBack: (gone, instead = []) =>
      queue(() => {
        const ids = idsOf(instead);
        return change(
          gone,
          pieces.peek().filter(({ id }) => ids.has(id)),
        );
      }),
  };
}
