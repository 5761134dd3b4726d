import { decodeHistory, type Film, type FilmMaker, makeFilm, type Person } from '@gesso/crdt-schema';
import { takeTurns } from '../../time-slicing.ts';
import type { App } from '../../ui/app-context.ts';
import { fetchBytes } from './fetch-bytes.ts';

/** A film, and the people in it by their ids. */
export interface LoadedFilm {
  readonly film: Film;
  readonly people: ReadonlyMap<string, Person>;
  /** The board before its first step, as a Yjs update v1; empty where nothing came before. */
  readonly base: Uint8Array;
}

export interface FilmAsked {
  /** ms since 1970: what was stored before is not gone through, but where the film begins. */
  readonly from?: number;
  readonly signal: AbortSignal;
  /** Told how much of the time has come, 0 to 1. */
  progress?(share: number): void;
}

/** Fetches the history of a board and makes a film of it, in short turns. Throws `Failure`, or the reason of the signal. */
export async function loadFilm(
  { id, visitor }: Pick<App['session'], 'id' | 'visitor'>,
  { from = 0, signal, progress }: FilmAsked,
): Promise<LoadedFilm> {
  const path = `/api/boards/${encodeURIComponent(id.peek() ?? '')}/history?from=${Math.floor(from)}`;
  const turn = takeTurns(signal);
  const people = new Map<string, Person>();
  let maker: FilmMaker | undefined;
  let base = new Uint8Array();
  let first: number | undefined;
  for (let after = 0; ; ) {
    const bytes = await fetchBytes(after === 0 ? path : `${path}&after=${after}`, visitor?.headers(), signal);
    const page = decodeHistory(bytes);
    if (maker === undefined) {
      base = page.base.slice();
      maker = makeFilm(base);
    }
    for (const person of page.authors) people.set(person.id, person);
    for (const { at, author, update } of page.updates) {
      first ??= at;
      maker.take({ at, by: page.authors[author]?.id ?? '' }, update);
      await turn();
      progress?.(Math.min(1, Math.max(0, (at - first) / Math.max(1, Date.now() - first))));
    }
    if (page.next <= after) return { film: maker.finish(), people, base };
    after = page.next;
  }
}
