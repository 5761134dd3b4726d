import type { Board, ElementId, Report } from '@gesso/crdt-schema';
import { within } from '../waiting.ts';
import { type TakenStorage, takenOf } from './own-words.ts';

/** What the rescue of taken work needs of the page it is on. */
export interface RescueDeps {
  readonly storage: TakenStorage | undefined;
  readonly id: () => string | undefined;
  readonly board: Board;
  /** Fetches what is hardly ever needed. */
  readonly load: () => Promise<typeof import('./taken.ts')>;
  /** Whether the server has everything that is on this page. */
  readonly isSaved: () => boolean;
  /** Begins the page anew, on a fresh copy of the board. */
  readonly begin: (id: string) => void;
  /** Told once of what stands in the way of drawing again, and of every setting down that failed. */
  readonly report: Report;
}

export interface Rescue {
  /** Everything is stored: what an earlier page had to set down is drawn again, and forgotten once that is stored too. */
  saved(): Promise<void>;
  /** Sets elements down and begins anew; false when this browser does not take them: then all stays as it is. */
  setDown(elements: Iterable<ElementId>): Promise<boolean>;
}

/** ms that the part which is fetched for it may take. */
const patience = 10_000;

/** Carries what was drawn under a client id that others took to a page that begins anew. Nothing of it rejects. */
export const openRescue = ({ storage, id, board, load, isSaved, begin, report }: RescueDeps): Rescue => {
  /** What is on the board again, as it was set down. */
  let drawn: string | undefined;
  let busy = false;
  let told = false;
  return {
    async saved() {
      const at = id();
      if (busy || !storage || !at || takenOf(storage, at).length === 0) return;
      busy = true;
      try {
        const { drawAgain, forgetTaken } = await within(patience, load());
        drawn ??= drawAgain(storage, at, board);
        if (isSaved()) {
          forgetTaken(storage, at, drawn);
          drawn = undefined;
        }
      } catch (error) {
        // It stays set down: for the next time that everything is stored, or for the next page.
        if (!told) report(error);
        told = true;
      }
      busy = false;
    },
    async setDown(elements) {
      const at = id();
      if (!storage || !at) return false;
      try {
        const { setDown } = await within(patience, load());
        setDown(storage, at, board, elements);
        begin(at);
        return true;
      } catch (error) {
        report(error);
        return false;
      }
    },
  };
};
