import {
  type BoardLists,
  type BoardRows,
  boardLists,
  type Candidate,
  listedOf,
  placeOf,
  type Walk,
} from '../board-lists.ts';
import type { BoardOrder, BoardQuery } from '../repositories.ts';
import { tagKey } from '../repositories.ts';
import type { Row } from '../rows.ts';
import type { Database } from './database.ts';

interface Order {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly isText: boolean;
}

const orders: Readonly<Record<BoardOrder, Order>> = {
  updated: { column: 'updated_at', direction: 'DESC', isText: false },
  created: { column: 'created_at', direction: 'DESC', isText: false },
  title: { column: 'title COLLATE NOCASE', direction: 'ASC', isText: true },
};

/** A row of the columns `searched` or `looked`: without names, as there are many. */
const candidateOf = (row: unknown): Candidate => {
  const [id, title, createdAt, updatedAt, readAt, hit] = Array.isArray(row) ? row : [];
  return {
    ...{ id: String(id), title: String(title), createdAt: Number(createdAt), updatedAt: Number(updatedAt) },
    ...{ readAt: Number(readAt ?? 0), isHit: hit === 1 },
  };
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

/** Lists of a person's boards in SQLite. */
export const sqliteBoardLists = (database: Database): BoardLists => {
  const rowsOf = rowReader(database);
  const one = database.prepare(`SELECT ${columns.shown} FROM boards WHERE id = ?2`);
  const rows: BoardRows = {
    candidates: (person, query) =>
      rowsOf(query.words === undefined ? 'searched' : 'looked', person, query).map(candidateOf),
    listed: (person, query) => rowsOf('shown', person, query).map((row) => listedOf(row, query.order ?? 'updated')),
    shown(person, id, order) {
      const row = one.get(person, id);
      return row === undefined ? undefined : listedOf(row, order);
    },
  };
  return boardLists(rows);
};
