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
/** Spans that are gone through at once: most lie in a few pieces, which are read once for all of them. */
const spansAtOnce = 16;
/** People who are named for one version: a row of a list says no more names than that. */
const mostAuthors = 32;
/** Spans that are remembered, of all boards: who wrote what was stored never changes. */
const mostSpans = 4_000;

/** How far a span was read, and who wrote what was read of it, those who wrote first at the front. */
interface Known {
  readonly at: number;
  readonly ids: ReadonlySet<string>;
}

/**
 * Finds who wrote what was stored in each of some spans of a board, the newest first, as person ids, those who wrote first at the front;
 * undefined for a span of which to find out would be too much at a time.
 */
export type AuthorsOfSpans = (
  board: string,
  spans: readonly Span[],
) => Promise<readonly (readonly string[] | undefined)[]>;

interface AuthorsDeps extends Pick<Services, 'store' | 'timers'> {
  /** Told of records that were found damaged and set aside. */
  damaged(board: string, records: number): void;
}

/** Finds out who had a hand in versions, for list after list: what was read for one is not read again, and goes on where it ended. */
export function versionAuthors({ store, timers, damaged }: AuthorsDeps): AuthorsOfSpans {
  const known = new Map<string, Known>();
  const keyOf = (board: string, { after, upto }: Span): string => `${board} ${after} ${upto}`;
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

  /** Goes through what is not known of some spans, with so many pieces at most. Returns how many that took. */
  async function goThrough(board: string, spans: readonly Span[], most: number): Promise<number> {
    const open = spans
      .map((span) => {
        const { at = span.after, ids } = known.get(keyOf(board, span)) ?? {};
        return { span, at, ids: new Set(ids) };
      })
      .filter(({ span, at }) => at < span.upto);
    let at = Math.min(...open.map((one) => one.at));
    const end = Math.max(...open.map(({ span }) => span.upto));
    let pieces = 0;
    for (; at < end && pieces < most; pieces++) {
      const { updates } = await read(board, at);
      for (const { seq, by } of updates)
        for (const { span, ids } of open)
          if (seq > span.after && seq <= span.upto && ids.size < mostAuthors) ids.add(by);
      // Nothing is left where nothing comes.
      at = updates.at(-1)?.seq ?? end;
    }
    for (const one of open)
      remember(keyOf(board, one.span), { at: Math.max(one.at, Math.min(at, one.span.upto)), ids: one.ids });
    return pieces;
  }

  return async (board, spans) => {
    let left = mostPieces;
    for (let i = 0; i < spans.length && left > 0; i += spansAtOnce)
      left -= await goThrough(board, spans.slice(i, i + spansAtOnce), left);
    return spans.map((span) => {
      const { at, ids } = known.get(keyOf(board, span)) ?? { at: span.after, ids: [] };
      return at < span.upto ? undefined : [...ids];
    });
  };
}
