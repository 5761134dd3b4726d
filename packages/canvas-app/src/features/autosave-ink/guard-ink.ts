import { type Board, newElementId } from '@gesso/crdt-schema';
import type { KeyedStorage } from '../../storage.ts';
import { hasInk, journalKey, type KeepInkDeps, keepInk } from './journal.ts';
import { holdPage, whenPageIsGone } from './page-locks.ts';

export interface GuardInkDeps {
  readonly storage: KeyedStorage;
  /** The board's id. */
  readonly id: string;
  readonly draft: KeepInkDeps['draft'];
  /** Whether this person may draw. */
  readonly canEdit: () => boolean;
  readonly board: Board;
  /** Resolves when the board is open: nothing is drawn on it before. */
  readonly opened: Promise<void>;
}

/** Ink under the pen outlives this page, and what earlier pages left under the pen is drawn. Gives its end. */
export const guardInk = ({ storage, id, draft, canEdit, board, opened }: GuardInkDeps): (() => void) => {
  const key = journalKey(id, newElementId());
  const now = () => Date.now();
  const release = holdPage(key);
  const journal = keepInk({ storage, key, draft, get: board.get, now });
  window.addEventListener('pagehide', journal.leave);
  const ended = new AbortController();
  const recover = async () => {
    await opened;
    if (!hasInk(storage)) return;
    const { inkKeys, openPages, recoverInk } = await import('./recover.ts');
    /** `gone`: a page whose lock this page holds now. */
    const draw = async (gone?: string): Promise<ReadonlySet<string>> => {
      const alive = new Set([...(await openPages()), key]);
      if (gone !== undefined) alive.delete(gone);
      if (canEdit()) recoverInk({ storage, id, board, alive, now });
      return alive;
    };
    const alive = await draw();
    // A page that is being closed may hold its lock for a moment longer, and one that is open may be closed with ink under its pen.
    for (const other of inkKeys(storage, id))
      if (other !== key && alive.has(other))
        whenPageIsGone(other, ended.signal, async () => {
          await draw(other);
        });
  };
  // What cannot be drawn now stays written down, for the next page.
  recover().catch(() => undefined);
  return () => {
    window.removeEventListener('pagehide', journal.leave);
    ended.abort();
    journal.stop();
    release();
  };
};
