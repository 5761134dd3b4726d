import {
  type Deed,
  decodeHistory,
  encodeState,
  type Film,
  type FilmMaker,
  type HistoryPage,
  type HistoryUpdate,
  makeFilm,
  type Person,
} from '@gesso/crdt-schema';
import { takeTurns } from '../../time-slicing.ts';
import type { App } from '../../ui/app-context.ts';
import { fetchBytes } from './fetch-bytes.ts';

/** A film, and the people in it by their ids. */
export interface LoadedFilm {
  readonly film: Film;
  readonly people: ReadonlyMap<string, Person>;
  /** The board before its first step, as a Yjs update v1; empty where nothing came before. */
  readonly base: Uint8Array;
  /** Whether nothing is missing between its steps: what is damaged is left out by the server. */
  readonly isWhole: boolean;
}

export interface FilmAsked {
  /** ms since 1970: what was stored before is not gone through, but where the film begins. */
  readonly from?: number;
  readonly signal: AbortSignal;
  /** Told how much of the time has come, 0 to 1. */
  progress?(share: number): void;
}

/** The history of a board, page by page. Throws `Failure`, or the reason of the signal. */
async function* pagesOf(
  { id, visitor }: Pick<App['session'], 'id' | 'visitor'>,
  { from = 0, signal }: FilmAsked,
): AsyncGenerator<HistoryPage, void> {
  const path = `/api/boards/${encodeURIComponent(id.peek() ?? '')}/history?from=${Math.floor(from)}`;
  for (let after = 0; ; ) {
    const bytes = await fetchBytes(after === 0 ? path : `${path}&after=${after}`, visitor?.headers(), signal);
    const page = decodeHistory(bytes);
    yield page;
    if (page.next <= after) return;
    after = page.next;
  }
}

/**
 * Fetches the history of a board and makes a film of it, in short turns. One in which something is missing shows from there on what is left,
 * and in its last step becomes the board as it is. Throws `Failure`, or the reason of the signal.
 */
export async function loadFilm(
  session: Pick<App['session'], 'id' | 'visitor' | 'doc'>,
  asked: FilmAsked,
): Promise<LoadedFilm> {
  const turn = takeTurns(asked.signal);
  const people = new Map<string, Person>();
  let maker: FilmMaker | undefined;
  let base = new Uint8Array();
  let first: number | undefined;
  let last: HistoryUpdate | undefined;
  let isWhole = true;
  for await (const page of pagesOf(session, asked)) {
    if (maker === undefined) {
      base = page.base.slice();
      maker = makeFilm(base);
    }
    for (const person of page.authors) people.set(person.id, person);
    for (const update of page.updates) {
      const { at, author } = update;
      first ??= at;
      if (last !== undefined && update.seq !== last.seq + 1) isWhole = false;
      last = update;
      maker.take({ at, by: page.authors[author]?.id ?? '' }, update.update);
      await turn();
      asked.progress?.(Math.min(1, Math.max(0, (at - first) / Math.max(1, Date.now() - first))));
    }
  }
  maker ??= makeFilm(base);
  // By nobody: who did what is missing is not known.
  if (!isWhole) maker.take({ at: last?.at ?? 0, by: '' }, encodeState(session.doc));
  return { film: maker.finish(), people, base, isWhole };
}

/** What was stored of a board since a time, as it was stored. */
export interface LoadedDeeds {
  /** The board before that, as a Yjs update v1. */
  readonly base: Uint8Array;
  readonly deeds: readonly Deed[];
  /** Who did it, by their ids, those who did most first. */
  readonly people: ReadonlyMap<string, Person>;
}

/** Fetches what was stored of a board, as it was stored. Throws `Failure`, or the reason of the signal. */
export async function loadDeeds(
  session: Pick<App['session'], 'id' | 'visitor'>,
  asked: FilmAsked,
): Promise<LoadedDeeds> {
  const known = new Map<string, Person>();
  const counts = new Map<string, number>();
  const deeds: Deed[] = [];
  let base: Uint8Array | undefined;
  for await (const page of pagesOf(session, asked)) {
    base ??= page.base;
    for (const person of page.authors) known.set(person.id, person);
    for (const { author, update } of page.updates) {
      const by = page.authors[author]?.id ?? '';
      deeds.push({ by, update });
      counts.set(by, (counts.get(by) ?? 0) + 1);
    }
  }
  const people = [...known].sort(([a], [b]) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return { base: base ?? new Uint8Array(), deeds, people: new Map(people) };
}
