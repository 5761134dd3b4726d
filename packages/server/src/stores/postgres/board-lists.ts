import {
  type BoardLists,
  boardLists,
  byDatabase,
  type Candidate,
  listedOf,
  placeOf,
  type Walk,
} from '../board-lists.ts';
import { type BoardOrder, type BoardQuery, tagKey } from '../repositories.ts';
import { integer, isSet, optional, type Row, text } from '../rows.ts';
import type { Database, Value } from './database.ts';

/** What a list goes by. Titles are compared without the case of A to Z, byte by byte: as NOCASE of SQLite does. */
interface Order {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  /** A value of it, by the name of a parameter. */
  readonly value: (parameter: string) => string;
  readonly isText: boolean;
}

const byTime = (column: string): Order => ({
  column,
  direction: 'DESC',
  value: (parameter) => `${parameter}::bigint`,
  isText: false,
});

const orders: Readonly<Record<BoardOrder, Order>> = {
  updated: byTime('updated_at'),
  created: byTime('created_at'),
  title: {
    column: 'lower(title)',
    direction: 'ASC',
    value: (parameter) => `lower(${parameter}::text COLLATE "C")`,
    isText: true,
  },
};

/** What of a board is asked for: all that a list shows of it, or what a search of names or of texts goes by. $1 is the person. */
const columns = {
  shown: `*,
    (SELECT at FROM visits WHERE person = $1 AND board = id) AS opened_at,
    EXISTS (SELECT 1 FROM stars WHERE person = $1 AND board = id) AS starred,
    ARRAY (SELECT tag FROM tags WHERE person = $1 AND board = id ORDER BY key) AS tags`,
  searched: 'id, title, created_at, updated_at',
  looked: 'id, title, created_at, updated_at, board_texts.at AS read_at',
} as const;

type Asked = Walk & Pick<BoardQuery, 'limit'>;

/** A number that PostgreSQL takes: what a cursor says may be anything. */
const timeIn = (value: string): number => {
  const time = Number(value);
  return Number.isSafeInteger(time) ? time : 0;
};

/** The statement for what is asked, of which there are few, and its values. */
const statementOf = (what: keyof typeof columns, person: string, asked: Asked) => {
  const { trashed, starred = false, tag, order: name = 'updated', after, limit, words } = asked;
  const values: Value[] = [person, trashed, limit];
  const given = (value: Value): string => `$${values.push(value)}`;
  const { column, direction, value, isText } = orders[name];
  const place = placeOf(after);
  const [from, past] = direction === 'DESC' ? ['<=', '<'] : ['>=', '>'];
  const behind = (): string => {
    if (place === undefined) return '';
    const last = value(given(isText ? place.value : timeIn(place.value)));
    return `AND ${column} ${from} ${last} AND (${column} ${past} ${last} OR id > ${given(place.id)})`;
  };
  const order = `ORDER BY ${column} ${direction}, id LIMIT $3`;
  const shown = `(deleted_at IS NOT NULL) = $2::boolean ${behind()} ${order}`;
  const keptIn = (table: string, besides = ''): string => `
    (SELECT boards.* FROM ${table}
      CROSS JOIN LATERAL (SELECT * FROM boards WHERE boards.id = ${table}.board OFFSET 0) AS boards
      WHERE ${table}.person = $1 ${besides} AND ${shown})`;
  const withStar = starred
    ? 'AND (SELECT 1 FROM stars WHERE stars.person = $1 AND stars.board = boards.id) IS NOT NULL'
    : '';
  // Each source is bounded, however many boards there are: the first is read in the order of its index, the others are what was kept of a person.
  // What belongs to a row is looked up for it (OFFSET 0): a join may read all there is.
  const source = (): string => {
    if (tag !== undefined) return keptIn('tags', `AND tags.key = ${given(tagKey(tag))} ${withStar}`);
    return starred ? keptIn('stars') : `(SELECT * FROM boards WHERE owner = $1 AND ${shown}) UNION ${keptIn('visits')}`;
  };
  const boards = source();
  const isLooked = what === 'looked';
  const texts = isLooked
    ? 'LEFT JOIN LATERAL (SELECT at, folded FROM board_texts WHERE board = found.id OFFSET 0) AS board_texts ON true'
    : '';
  const hit = isLooked ? `, strpos(folded, ${given(words ?? '')}::text COLLATE "C") > 0 AS hit` : '';
  return { text: `SELECT ${columns[what]}${hit} FROM (${boards}) AS found ${texts} ${order}`, values };
};

const candidateOf = (row: Row): Candidate => ({
  id: text(row, 'id'),
  title: text(row, 'title'),
  createdAt: integer(row, 'created_at'),
  updatedAt: integer(row, 'updated_at'),
  readAt: optional(integer, row, 'read_at') ?? 0,
  isHit: isSet(row, 'hit'),
});

/** Lists of a person's boards in PostgreSQL. */
export const postgresBoardLists = (database: Database): BoardLists => {
  const rowsOf = (what: keyof typeof columns, person: string, asked: Asked): Promise<readonly Row[]> => {
    const { text: statement, values } = statementOf(what, person, asked);
    return database.all(statement, values);
  };
  return boardLists(
    {
      async candidates(person, query) {
        return (await rowsOf(query.words === undefined ? 'searched' : 'looked', person, query)).map(candidateOf);
      },
      async listed(person, query) {
        return (await rowsOf('shown', person, query)).map((row) => listedOf(row, query.order ?? 'updated'));
      },
      async shown(person, id, order) {
        const row = await database.one(`SELECT ${columns.shown} FROM boards WHERE id = $2`, [person, id]);
        return row === undefined ? undefined : listedOf(row, order);
      },
    },
    byDatabase,
  );
};
