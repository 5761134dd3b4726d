import { fold } from '@gesso/crdt-schema';
import { nextTurn, systemTimers } from '../../timers.ts';
import type { BoardOrder, BoardPage, BoardQuery, BoardRecord, ListedBoard } from '../repositories.ts';
import { tagKey } from '../repositories.ts';
import type { Database } from './database.ts';
import { integer, optional, type Row, text } from './rows.ts';

/** Boards of a person that are looked through for words, in the order of the list. */
const searched = 20_000;
/** So many at once, with others in between: few at first, twice as many after a quick turn, half after one that took too long (ms). */
const atOnce = { most: 250, least: 8 } as const;
const turnMs = 2;

/** A board as a search goes past it. */
export interface Candidate extends Pick<BoardRecord, 'id' | 'title' | 'createdAt' | 'updatedAt'> {
  /** When what is written on it was read; 0 where it never was, or nothing is looked for there. */
  readonly readAt: number;
  /** Whether the words are written on it. */
  readonly isHit: boolean;
}

interface Order {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly isText: boolean;
  readonly placeIn: (board: Pick<BoardRecord, 'title' | 'createdAt' | 'updatedAt'>) => string | number;
}

const orders: Readonly<Record<BoardOrder, Order>> = {
  updated: { column: 'updated_at', direction: 'DESC', isText: false, placeIn: ({ updatedAt }) => updatedAt },
  created: { column: 'created_at', direction: 'DESC', isText: false, placeIn: ({ createdAt }) => createdAt },
  title: { column: 'title COLLATE NOCASE', direction: 'ASC', isText: true, placeIn: ({ title }) => title },
};

/** The places of boards, the last first. */
export const placesOf = (boards: readonly Candidate[], order: BoardOrder = 'updated'): readonly string[] =>
  boards.map((board) => `${board.id}:${orders[order].placeIn(board)}`).reverse();

/** A row of the columns `searched` or `looked`: without names, as there are many. */
const candidateOf = (row: unknown): Candidate => {
  const [id, title, createdAt, updatedAt, readAt, hit] = Array.isArray(row) ? row : [];
  return {
    ...{ id: String(id), title: String(title), createdAt: Number(createdAt), updatedAt: Number(updatedAt) },
    ...{ readAt: Number(readAt ?? 0), isHit: hit === 1 },
  };
};

export const boardOf = (row: Row): BoardRecord => ({
  id: text(row, 'id'),
  title: text(row, 'title'),
  createdAt: integer(row, 'created_at'),
  updatedAt: integer(row, 'updated_at'),
  owner: optional(text, row, 'owner'),
  deletedAt: optional(integer, row, 'deleted_at'),
  // Files of older versions have no such columns.
  ownerDraws: row['owner_draws'] === 1,
  previews: row['previews'] === 1,
});

const tagsIn = (json: string): readonly string[] => {
  const tags: unknown = JSON.parse(json);
  return Array.isArray(tags) ? tags.map(String) : [];
};

/** Where a page ends: the id of its last board, and what stands there in the column of the order. */
const placeOf = (cursor: string | undefined): { readonly id: string; readonly value: string } | undefined => {
  const [, id, value] = /^([\w-]{1,64}):(.*)$/s.exec(cursor ?? '') ?? [];
  return id === undefined || value === undefined ? undefined : { id, value };
};

/** What of a board is asked for: all that a list shows of it, or what a search of names or of texts goes by. ?1 is the person, ?7 the words. */
const columns = {
  shown: `*,
    (SELECT at FROM visits WHERE person = ?1 AND board = id) AS opened_at,
    EXISTS (SELECT 1 FROM stars WHERE person = ?1 AND board = id) AS starred,
    (SELECT json_group_array(tag) FROM tags WHERE person = ?1 AND board = id) AS tags`,
  searched: 'id, title, created_at, updated_at',
  looked: 'id, title, created_at, updated_at, at, instr(folded, ?7) > 0',
} as const;

/** What a statement is made for: which boards, in which order, and whether they go on after others. */
interface Asked {
  readonly order: BoardOrder;
  readonly starred: boolean;
  readonly tagged: boolean;
  readonly goesOn: boolean;
}

/** ?1 person, ?2 whether trashed, ?3 rows, ?4 the key of the tag, ?5 and ?6 the last row of the page before. */
const statementOf = (what: keyof typeof columns, { order: name, starred, tagged, goesOn }: Asked): string => {
  const { column, direction } = orders[name];
  const [from, past] = direction === 'DESC' ? ['<=', '<'] : ['>=', '>'];
  const after = goesOn ? `AND ${column} ${from} ?5 AND (${column} ${past} ?5 OR id > ?6)` : '';
  const order = `ORDER BY ${column} ${direction}, id LIMIT ?3`;
  const shown = `(deleted_at IS NOT NULL) = ?2 ${after} ${order}`;
  const keptIn = (table: string, besides = '') => `
    SELECT * FROM (SELECT boards.* FROM ${table} JOIN boards ON boards.id = ${table}.board
      WHERE ${table}.person = ?1 ${besides} AND ${shown})`;
  const withStar = starred
    ? 'AND EXISTS (SELECT 1 FROM stars WHERE stars.person = ?1 AND stars.board = boards.id)'
    : '';
  // Each source is bounded, however many boards there are: the first is read in the order of its index, the others are what was kept of a person.
  const all = `SELECT * FROM (SELECT * FROM boards WHERE owner = ?1 AND ${shown}) UNION ${keptIn('visits')}`;
  const source = tagged ? keptIn('tags', `AND tags.key = ?4 ${withStar}`) : starred ? keptIn('stars') : all;
  const texts = what === 'looked' ? 'LEFT JOIN board_texts ON board_texts.board = id' : '';
  return `SELECT ${columns[what]} FROM (${source}) ${texts} ${order}`;
};

/** What is walked through. */
type Walk = Omit<BoardQuery, 'limit' | 'title'> & { readonly words?: string };

/** Boards that are looked at in one turn. */
export interface Slice {
  readonly page: readonly Candidate[];
  /** Whether it is the last although there are more: as many as are looked through have been. */
  readonly isCut: boolean;
}

/** Lists of a person's boards. */
export interface BoardLists {
  ofPerson(person: string, query: BoardQuery): Promise<BoardPage>;
  /** What a query asks for, in its order, some at a time and with others in between; looked at for words where there are any. */
  walk(person: string, query: Walk): AsyncGenerator<Slice, void>;
  /** A board as a list in this order shows it; undefined where it is gone. */
  shown(person: string, id: string, order: BoardOrder): ListedBoard | undefined;
}

const listedOf = (row: Row, order: BoardOrder): ListedBoard => {
  const board = boardOf(row);
  return {
    ...board,
    openedAt: optional(integer, row, 'opened_at'),
    starred: integer(row, 'starred') === 1,
    tags: tagsIn(text(row, 'tags')),
    place: `${board.id}:${orders[order].placeIn(board)}`,
  };
};

type Rows = (what: keyof typeof columns, person: string, query: Walk & Pick<BoardQuery, 'limit'>) => readonly Row[];

/** Reads rows of lists; each statement is prepared when it is first asked for. */
const rowReader = (database: Database): Rows => {
  const statements = new Map<string, ReturnType<Database['prepare']>>();
  return (what, person, { trashed, starred = false, tag, order = 'updated', after, limit, words }) => {
    const place = placeOf(after);
    const asked = { order, starred, tagged: tag !== undefined, goesOn: place !== undefined };
    const name = [what, ...Object.values(asked)].join(' ');
    const statement = statements.get(name) ?? database.prepare(statementOf(what, asked));
    statement.setReturnArrays(what !== 'shown');
    statements.set(name, statement);
    const value = orders[order].isText ? (place?.value ?? '') : Number(place?.value);
    const all = [person, trashed ? 1 : 0, limit, tagKey(tag ?? ''), value, place?.id ?? '', words ?? ''];
    // As many as the statement has.
    const count = what === 'looked' ? 7 : place !== undefined ? 6 : tag !== undefined ? 4 : 3;
    return statement.all(...all.slice(0, count));
  };
};

/** Lists of a person's boards, page by page. */
export const boardLists = (database: Database): BoardLists => {
  const rowsOf = rowReader(database);
  const one = database.prepare(`SELECT ${columns.shown} FROM boards WHERE id = ?2`);

  const shown: BoardLists['shown'] = (person, id, order) => {
    const row = one.get(person, id);
    return row === undefined ? undefined : listedOf(row, order);
  };

  async function* walk(person: string, query: Walk) {
    const { placeIn } = orders[query.order ?? 'updated'];
    let { after } = query;
    let limit: number = atOnce.least;
    for (let seen = 0; seen < searched; ) {
      if (seen > 0) await nextTurn(systemTimers);
      const begun = systemTimers.elapsed();
      const count = Math.min(limit, searched - seen);
      const rows = rowsOf(query.words === undefined ? 'searched' : 'looked', person, { ...query, after, limit: count });
      const page = rows.map(candidateOf);
      seen += page.length;
      const isWhole = page.length < count;
      yield { page, isCut: !isWhole && seen >= searched };
      const last = page.at(-1);
      if (last === undefined || isWhole) return;
      after = `${last.id}:${placeIn(last)}`;
      const isQuick = systemTimers.elapsed() - begun < turnMs;
      limit = Math.min(atOnce.most, Math.max(atOnce.least, isQuick ? 2 * limit : limit >> 1));
    }
  }

  /** Those whose title has the words. */
  const named = async (person: string, query: BoardQuery, words: string): Promise<BoardPage> => {
    const found: string[] = [];
    let stoppedAt: readonly string[] = [];
    for await (const { page, isCut } of walk(person, query)) {
      for (const { id, title } of page) if (fold(title).includes(words)) found.push(id);
      if (found.length > query.limit) break;
      if (isCut) stoppedAt = placesOf(page, query.order);
    }
    const boards = found.slice(0, query.limit).flatMap((id) => shown(person, id, query.order ?? 'updated') ?? []);
    return { boards, goesOn: found.length > query.limit || stoppedAt.length > 0, stoppedAt };
  };

  return {
    shown,
    walk,
    async ofPerson(person, query) {
      const words = fold(query.title ?? '');
      if (words !== '') return named(person, query, words);
      const rows = rowsOf('shown', person, { ...query, limit: query.limit + 1 });
      const boards = rows.slice(0, query.limit).map((row) => listedOf(row, query.order ?? 'updated'));
      return { boards, goesOn: rows.length > query.limit };
    },
  };
};
