import type { Services } from '../services/services.ts';
import type { HistoryPiece } from '../stores/history.ts';
import { nextTurn } from '../timers.ts';

/** Some updates of a board: those behind one number, up to another. */
export interface Span {
  readonly after: number;
  readonly upto: number;
}

/** Pieces of history, of half a MiB each, that one list of versions may have read for it. */
const mostPieces = 24;
/** People who are named for one version: a row of a list says no more names than that. */
const mostAuthors = 32;
/** Spans that are remembered, of all boards: who wrote what was stored never changes. */
const mostSpans = 4_000;

/** How far a span was read, and who wrote what was read of it. */
interface Known {
  readonly at: number;
  readonly ids: readonly string[];
}

/** Who wrote what was stored in a span, those who wrote first at the front, as person ids; undefined where to find out would be too much at a time. */
export type AuthorsOfSpan = (span: Span) => Promise<readonly string[] | undefined>;

interface AuthorsDeps extends Pick<Services, 'store' | 'timers'> {
  /** Told of records that were found damaged and set aside. */
  damaged(board: string, records: number): void;
}

/**
 * Finds out who had a hand in a version, for list after list: what was read for one is not read again, and goes on where it ended. Each call is
 * for one list, which asks for its spans one after the other, those first that matter most.
 */
export function versionAuthors({ store, timers, damaged }: AuthorsDeps): (board: string) => AuthorsOfSpan {
  const known = new Map<string, Known>();
  const remember = (key: string, is: Known): void => {
    known.delete(key);
    known.set(key, is);
    const [oldest] = known.keys();
    if (known.size > mostSpans && oldest !== undefined) known.delete(oldest);
  };
  const read = async (board: string, after: number): Promise<HistoryPiece> => {
    await nextTurn(timers);
    const piece = await store.history.read(board, after);
    if (piece.damaged > 0) damaged(board, piece.damaged);
    return piece;
  };
  return (board) => {
    let pieces = 0;
    return async ({ after, upto }) => {
      const key = `${board} ${after} ${upto}`;
      let { at, ids } = known.get(key) ?? { at: after, ids: [] };
      while (at < upto && ids.length < mostAuthors) {
        if (pieces >= mostPieces) return undefined;
        pieces++;
        const { updates } = await read(board, at);
        const found = updates.filter(({ seq }) => seq <= upto);
        ids = [...new Set([...ids, ...found.map(({ by }) => by)])].slice(0, mostAuthors);
        // Nothing is left of it where what comes next is behind it.
        at = updates.length > found.length ? upto : (found.at(-1)?.seq ?? upto);
        remember(key, { at, ids });
      }
      return ids;
    };
  };
}
