import { newElementId } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { KeptPieces } from './kept.ts';
import { libraryLimits } from './limits.ts';
import { cleanedName, type Piece } from './piece.ts';
import type { NotTaken, ReadPiece } from './uses.ts';

/** What became of pieces that were to be added. */
export type Added =
  | { readonly added: readonly Piece[]; readonly isKept: boolean }
  | { readonly added?: never; readonly refused: NotTaken };

/** The pieces of this device. */
export interface Shelf {
  /** Newest first. */
  readonly pieces: ReadonlySignal<readonly Piece[]>;
  /** Reads what is kept, which another tab may have changed. */
  look(): Promise<void>;
  /** Adds pieces to a library, '' for a person's own, in their order. What was in a library of that name gives way. */
  add(library: string, read: readonly ReadPiece[]): Promise<Added>;
  rename(id: string, name: string): Promise<void>;
  /** Takes pieces away. Returns them, to be put back. */
  remove(isMeant: (piece: Piece) => boolean): readonly Piece[];
  putBack(pieces: readonly Piece[]): Promise<void>;
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

/** Pieces that are kept by `kept`. `now`: ms since 1970. */
export function openShelf(kept: KeptPieces, now: () => number = Date.now): Shelf {
  const pieces = signal<readonly Piece[]>([]);
  /** Pieces that only this page has. */
  const onlyHere = new Set<string>();

  const put = async (added: readonly Piece[]): Promise<boolean> => {
    const ids = new Set(added.map(({ id }) => id));
    pieces.value = inOrder([...added, ...pieces.peek().filter(({ id }) => !ids.has(id))]);
    const isKept = await kept.put(added);
    for (const { id } of added) {
      if (isKept) onlyHere.delete(id);
      else onlyHere.add(id);
    }
    return isKept;
  };

  const remove: Shelf['remove'] = (isMeant) => {
    const gone = pieces.peek().filter(isMeant);
    if (gone.length === 0) return gone;
    pieces.value = pieces.peek().filter((piece) => !isMeant(piece));
    void kept.remove(gone.map(({ id }) => id));
    return gone;
  };

  return {
    pieces,
    async look() {
      const stored = await kept.all();
      if (stored === undefined) return;
      const own = pieces.peek().filter(({ id }) => onlyHere.has(id));
      pieces.value = inOrder([...own, ...stored.filter(({ id }) => !onlyHere.has(id))]);
    },
    async add(library, read) {
      const isOwn = library === '';
      const there = pieces.peek().filter((piece) => isOwn || piece.library !== library);
      const refused = notTaken(there, read);
      if (refused !== undefined) return { refused };
      const at = now();
      const added = read.map(({ name, text }, i) => ({
        ...{ id: newElementId(), library, name: cleanedName(name), text },
        // The first of a file stands first.
        at: at - i,
      }));
      if (!isOwn) remove((piece) => piece.library === library);
      return { added, isKept: await put(added) };
    },
    async rename(id, name) {
      const piece = pieces.peek().find((one) => one.id === id);
      if (piece !== undefined) await put([{ ...piece, name: cleanedName(name) }]);
    },
    remove,
    async putBack(gone) {
      await put(gone);
    },
  };
}
