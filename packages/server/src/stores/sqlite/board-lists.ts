import type { BoardOrder, BoardPage, BoardQuery, BoardRecord, BoardRepository } from '../repositories.ts';
import type { Database } from './database.ts';
import { integer, optional, type Row, text } from './rows.ts';

/** Boards of an owner that are looked through for a title, in the order of the list. */
const searched = 5_000;

interface Order {
  readonly column: string;
  readonly direction: 'ASC' | 'DESC';
  readonly isText: boolean;
  readonly placeIn: (board: BoardRecord) => string | number;
}

const orders: Readonly<Record<BoardOrder, Order>> = {
  updated: { column: 'updated_at', direction: 'DESC', isText: false, placeIn: ({ updatedAt }) => updatedAt },
  created: { column: 'created_at', direction: 'DESC', isText: false, placeIn: ({ createdAt }) => createdAt },
  title: { column: 'title COLLATE NOCASE', direction: 'ASC', isText: true, placeIn: ({ title }) => title },
};

export const boardOf = (row: Row): BoardRecord => ({
  id: text(row, 'id'),
  title: text(row, 'title'),
  owner: optional(text, row, 'owner'),
  createdAt: integer(row, 'created_at'),
  updatedAt: integer(row, 'updated_at'),
  deletedAt: optional(integer, row, 'deleted_at'),
  // Files of older versions have no such column.
  ownerDraws: row['owner_draws'] === 1,
});

const escapeLike = (part: string): string => part.replace(/[\\%_]/g, '\\$&');

/** Where a page ends: the id of its last board, and what stands there in the column of the order. */
const placeOf = (cursor: string | undefined): { readonly id: string; readonly value: string } | undefined => {
  const [, id, value] = /^([\w-]{1,64}):(.*)$/s.exec(cursor ?? '') ?? [];
  return id === undefined || value === undefined ? undefined : { id, value };
};

/** ?1 person, ?2 whether trashed, ?3 title, ?4 rows, ?5 rows of each source that are looked at, ?6 and ?7 the last row of the page before. */
const statementOf = ({ column, direction }: Order, starred: boolean, goesOn: boolean): string => {
  const [from, past] = direction === 'DESC' ? ['<=', '<'] : ['>=', '>'];
  const after = goesOn ? `AND ${column} ${from} ?6 AND (${column} ${past} ?6 OR id > ?7)` : '';
  const order = `ORDER BY ${column} ${direction}, id`;
  const shown = `(deleted_at IS NOT NULL) = ?2 ${after} ${order} LIMIT ?5`;
  const keptIn = (table: string) => `
    SELECT * FROM (SELECT boards.* FROM ${table} JOIN boards ON boards.id = ${table}.board WHERE ${table}.person = ?1 AND ${shown})`;
  // Each source is bounded, however many boards there are: the first is read in the order of its index, the others are what was kept of a person.
  const source = starred
    ? keptIn('stars')
    : `SELECT * FROM (SELECT * FROM boards WHERE owner = ?1 AND ${shown}) UNION ${keptIn('visits')}`;
  return `
    SELECT *,
      (SELECT at FROM visits WHERE person = ?1 AND board = id) AS opened_at,
      EXISTS (SELECT 1 FROM stars WHERE person = ?1 AND board = id) AS starred
    FROM (${source}) WHERE title LIKE ?3 ESCAPE '\\' ${order} LIMIT ?4`;
};

/** Lists of a person's boards, page by page. */
export const boardLists = (database: Database): BoardRepository['ofPerson'] => {
  const statements = new Map<string, ReturnType<Database['prepare']>>();
  const statementFor = (order: BoardOrder, starred: boolean, goesOn: boolean) => {
    const name = `${order} ${starred} ${goesOn}`;
    const known = statements.get(name) ?? database.prepare(statementOf(orders[order], starred, goesOn));
    statements.set(name, known);
    return known;
  };

  return async (person, { title = '', trashed, starred = false, order = 'updated', after, limit }: BoardQuery) => {
    const { placeIn, isText } = orders[order];
    const place = placeOf(after);
    const most = title === '' ? limit + 1 : searched;
    const last = place === undefined ? [] : [isText ? place.value : Number(place.value), place.id];
    const rows = statementFor(order, starred, place !== undefined).all(
      person,
      trashed ? 1 : 0,
      `%${escapeLike(title)}%`,
      limit + 1,
      most,
      ...last,
    );
    const boards = rows.slice(0, limit).map((row) => {
      const board = boardOf(row);
      const openedAt = optional(integer, row, 'opened_at');
      return { ...board, openedAt, starred: integer(row, 'starred') === 1, place: `${board.id}:${placeIn(board)}` };
    });
    return { boards, goesOn: rows.length > limit } satisfies BoardPage;
  };
};
