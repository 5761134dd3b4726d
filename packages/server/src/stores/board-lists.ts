/** Lists of a person's boards and searches through them, over rows that each database reads in its own way. */
import { fold } from '@gesso/crdt-schema';
import { nextTurn, systemTimers } from '../timers.ts';
import { boardOf } from './records.ts';
import type { BoardOrder, BoardPage, BoardQuery, BoardRecord, ListedBoard } from './repositories.ts';
import { integer, isSet, optional, type Row } from './rows.ts';

/** Boards of a person that are looked through for words, in the order of the list. */
const searched = 20_000;
/** So many at once, with others in between: few at first, twice as many after a turn that was quick (ms), half after any other. */
export interface Pace {
  readonly least: number;
  readonly most: number;
  readonly quickMs: number;
}
/** Where each turn is one of the thread that serves everybody. */
const inTurns: Pace = { least: 8, most: 250, quickMs: 2 };
/** Where a database looks meanwhile: each way there takes a millisecond, and once more what a person has visited is read. */
export const byDatabase: Pace = { least: 100, most: 1_000, quickMs: 30 };

/** A board as a search goes past it. */
export interface Candidate extends Pick<BoardRecord, 'id' | 'title' | 'createdAt' | 'updatedAt'> {
  /** When what is written on it was read; 0 where it never was, or nothing is looked for there. */
  readonly readAt: number;
  /** Whether the words are written on it. */
  readonly isHit: boolean;
}

/** What stands in the column of an order. */
type PlaceIn = (board: Pick<BoardRecord, 'title' | 'createdAt' | 'updatedAt'>) => string | number;
const placesIn: Readonly<Record<BoardOrder, PlaceIn>> = {
  updated: ({ updatedAt }) => updatedAt,
  created: ({ createdAt }) => createdAt,
  title: ({ title }) => title,
};

/** Where a list goes on behind a board. */
const placeBehind = (board: Pick<BoardRecord, 'id' | 'title' | 'createdAt' | 'updatedAt'>, order: BoardOrder): string =>
  `${board.id}:${placesIn[order](board)}`;

/** The places of boards, the last first. */
export const placesOf = (boards: readonly Candidate[], order: BoardOrder = 'updated'): readonly string[] =>
  boards.map((board) => placeBehind(board, order)).reverse();

/** Where a page ends: the id of its last board, and what stands there in the column of the order. */
export const placeOf = (cursor: string | undefined): { readonly id: string; readonly value: string } | undefined => {
  const [, id, value] = /^([\w-]{1,64}):(.*)$/s.exec(cursor ?? '') ?? [];
  return id === undefined || value === undefined ? undefined : { id, value };
};

/** As a list, or as JSON where a database has no lists. */
const tagsOf = ({ tags: value }: Row): readonly string[] => {
  const tags: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return Array.isArray(tags) ? tags.map(String) : [];
};

/** A row of `boards` with `opened_at`, `starred` and `tags` of a person. */
export const listedOf = (row: Row, order: BoardOrder): ListedBoard => {
  const board = boardOf(row);
  return {
    ...board,
    openedAt: optional(integer, row, 'opened_at'),
    starred: isSet(row, 'starred'),
    tags: tagsOf(row),
    place: placeBehind(board, order),
  };
};

/** What is walked through. */
export type Walk = Omit<BoardQuery, 'limit' | 'title'> & { readonly words?: string };

/** Boards that are looked at in one turn. */
export interface Slice {
  readonly page: readonly Candidate[];
  /** Whether it is the last although there are more: as many as are looked through have been. */
  readonly isCut: boolean;
}

type Soon<T> = T | Promise<T>;

/** What a database knows of a person's boards. */
export interface BoardRows {
  /** Looked at for words where there are any. */
  candidates(person: string, query: Walk & Pick<BoardQuery, 'limit'>): Soon<readonly Candidate[]>;
  listed(person: string, query: Omit<BoardQuery, 'title'>): Soon<readonly ListedBoard[]>;
  /** A board as a list in this order shows it; undefined where it is gone. */
  shown(person: string, id: string, order: BoardOrder): Soon<ListedBoard | undefined>;
}

/** Lists of a person's boards, page by page. */
export interface BoardLists extends Pick<BoardRows, 'shown'> {
  ofPerson(person: string, query: BoardQuery): Promise<BoardPage>;
  /** What a query asks for, in its order, some at a time and with others in between; looked at for words where there are any. */
  walk(person: string, query: Walk): AsyncGenerator<Slice, void>;
}

/** The boards of these ids, without those that are gone. */
export const allShown = async (
  { shown }: Pick<BoardRows, 'shown'>,
  person: string,
  ids: readonly string[],
  order: BoardOrder = 'updated',
): Promise<readonly ListedBoard[]> => {
  const boards: ListedBoard[] = [];
  for (const id of ids) {
    const board = await shown(person, id, order);
    if (board !== undefined) boards.push(board);
  }
  return boards;
};

async function* walk(rows: BoardRows, pace: Pace, person: string, query: Walk): AsyncGenerator<Slice, void> {
  let { after } = query;
  let limit = pace.least;
  for (let seen = 0; seen < searched; ) {
    if (seen > 0) await nextTurn(systemTimers);
    const begun = systemTimers.elapsed();
    const count = Math.min(limit, searched - seen);
    const page = await rows.candidates(person, { ...query, after, limit: count });
    seen += page.length;
    const isWhole = page.length < count;
    yield { page, isCut: !isWhole && seen >= searched };
    const last = page.at(-1);
    if (last === undefined || isWhole) return;
    after = placeBehind(last, query.order ?? 'updated');
    const isQuick = systemTimers.elapsed() - begun < pace.quickMs;
    limit = Math.min(pace.most, Math.max(pace.least, isQuick ? 2 * limit : limit >> 1));
  }
}

/** Those whose title has the words. */
async function named(
  rows: BoardRows,
  pace: Pace,
  person: string,
  query: BoardQuery,
  words: string,
): Promise<BoardPage> {
  const found: string[] = [];
  let stoppedAt: readonly string[] = [];
  for await (const { page, isCut } of walk(rows, pace, person, query)) {
    for (const { id, title } of page) if (fold(title).includes(words)) found.push(id);
    if (found.length > query.limit) break;
    if (isCut) stoppedAt = placesOf(page, query.order);
  }
  const boards = await allShown(rows, person, found.slice(0, query.limit), query.order);
  return { boards, goesOn: found.length > query.limit || stoppedAt.length > 0, stoppedAt };
}

export const boardLists = (rows: BoardRows, pace = inTurns): BoardLists => ({
  shown: rows.shown,
  walk: (person, query) => walk(rows, pace, person, query),
  async ofPerson(person, query) {
    const words = fold(query.title ?? '');
    if (words !== '') return named(rows, pace, person, query, words);
    const found = await rows.listed(person, { ...query, limit: query.limit + 1 });
    return { boards: found.slice(0, query.limit), goesOn: found.length > query.limit };
  },
});
