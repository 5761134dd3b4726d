import type { Board, ElementId, Report } from '@gesso/crdt-schema';
import type { KeyedStorage } from '../../storage.ts';
import { beginNewCopy, drawAgain, forgetDrawn, setDown, setDownOf } from './set-down.ts';

/** What the rescue of work under a colliding client id needs of the page it is on. */
export interface RescueDeps {
  readonly storage: KeyedStorage | undefined;
  readonly id: () => string | undefined;
  readonly board: Board;
  /** Whether the server has everything that is on this page. */
  readonly isSaved: () => boolean;
  /** The board's copy on this device. */
  readonly copy: () => { readonly name: string; stop(): void } | undefined;
  /** Begins the page anew. */
  readonly begin: () => void;
  /** Told once of what stands in the way of drawing again, and of every setting down that failed. */
  readonly report: Report;
}

export interface Rescue {
  /** Everything is stored: what an earlier page had to set down is drawn again, and forgotten once that is stored too. */
  saved(): void;
  /** Sets elements down and begins anew; false when this browser does not take them: then all stays as it is. */
  setDown(elements: Iterable<ElementId>): boolean;
}

/** Carries what was drawn under a client id that others took to a page that begins anew. Nothing of it throws. */
export const openRescue = ({ storage, id, board, isSaved, copy, begin, report }: RescueDeps): Rescue => {
  /** What is on the board again, as it was set down. */
  let drawn: string | undefined;
  let told = false;
  return {
    saved() {
      const at = id();
      if (!storage || !at || setDownOf(storage, at).length === 0) return;
      try {
        drawn ??= drawAgain(storage, at, board);
        if (isSaved()) {
          forgetDrawn(storage, at, drawn);
          drawn = undefined;
        }
      } catch (error) {
        // It stays set down: for the next time that everything is stored, or for the next page.
        if (!told) report(error);
        told = true;
      }
    },
    setDown(elements) {
      const at = id();
      if (!storage || !at) return false;
      try {
        setDown(storage, at, board, elements);
        const old = copy();
        if (old !== undefined) beginNewCopy(at, old.name);
        old?.stop();
        begin();
        return true;
      } catch (error) {
        report(error);
        return false;
      }
    },
  };
};
