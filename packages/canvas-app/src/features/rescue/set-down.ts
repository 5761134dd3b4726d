import { type Board, type ElementId, fromPlain, parsePatch, toPlain } from '@gesso/crdt-schema';
import { databaseOf, generation, generationOf } from '../../network/local-databases.ts';
import { stash } from '../../network/unsaved-changes.ts';
import type { KeyedStorage } from '../../storage.ts';

/**
 * What was drawn here under a client id whose next clocks another person has taken meanwhile: no server takes it any more, and nobody
 * would ever see it. It is set down as plain elements, and drawn again on a fresh copy of the board, under another id.
 */

/** What an earlier page had to set down of a board, as plain elements; nothing when it cannot be read. */
export const setDownOf = (storage: KeyedStorage, board: string): readonly unknown[] => {
  try {
    const read: unknown = JSON.parse(storage.getItem(stash(board)) ?? '[]');
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
};

/** Sets elements down as they are here. Throws when the storage does not take it: then nothing may be thrown away. */
export const setDown = (storage: KeyedStorage, id: string, board: Board, elements: Iterable<ElementId>): void => {
  const before = setDownOf(storage, id);
  const plain = [...elements].flatMap((element) => {
    const drawn = board.get(element);
    return drawn === undefined ? [] : [toPlain(drawn)];
  });
  if (plain.length > 0) storage.setItem(stash(id), JSON.stringify([...before, ...plain]));
};

/**
 * Draws again what was set down, as one step; what is on the board already is brought to what it was. Gives what it has drawn, for
 * `forgetDrawn`. Throws `Failure` when the board does not take it.
 */
export const drawAgain = (storage: KeyedStorage, id: string, board: Board): string => {
  const text = storage.getItem(stash(id)) ?? '';
  const elements = setDownOf(storage, id).flatMap((plain) => {
    try {
      return [{ plain, element: fromPlain(plain) }];
    } catch {
      return [];
    }
  });
  if (elements.length > 0)
    board.edit((writer) => {
      for (const { plain, element } of elements) {
        const { id: known } = element;
        if (known === undefined || board.get(known) === undefined) writer.add(element);
        else writer.patch(known, parsePatch(element.kind, plain));
      }
    });
  return text;
};

/** What was drawn again is stored. What another page has set down since stays. */
export const forgetDrawn = (storage: KeyedStorage, id: string, drawn: string): void => {
  if (storage.getItem(stash(id)) === drawn) storage.removeItem(stash(id));
};

/**
 * The next page begins a new copy of a board in the place of `old`; that one goes with the last page that has it open. Nothing
 * when another page has begun it already. Throws when this browser stores nothing.
 */
export const beginNewCopy = (board: string, old: string): void => {
  if (databaseOf(board) !== old) return;
  localStorage.setItem(generation(board), String(generationOf(board) + 1));
  indexedDB.deleteDatabase(old);
};
