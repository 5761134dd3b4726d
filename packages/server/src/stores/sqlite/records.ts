import { type BoardRecord, type LinkRecord, linkRoles, type Records, type Visit } from '../records.ts';
import { audits } from './audit.ts';
import { type Database, transaction } from './database.ts';
import { people } from './people.ts';
import { bytes, integer, optional, type Row, text } from './rows.ts';
import { sweep } from './sweep.ts';

/** Of the boards that somebody owns so many are looked through for a title, those changed last first. */
const searched = 5_000;
/** Boards a person is remembered to have opened, those of last first. */
const visitsPerPerson = 1_000;

const boardOf = (row: Row): BoardRecord => ({
  id: text(row, 'id'),
  title: text(row, 'title'),
  owner: optional(text, row, 'owner'),
  createdAt: integer(row, 'created_at'),
  updatedAt: integer(row, 'updated_at'),
  deletedAt: optional(integer, row, 'deleted_at'),
});

const linkOf = (row: Row): LinkRecord => {
  const role = linkRoles.find((known) => known === row['role']);
  if (role === undefined) throw new Error(`a link in the database has the role ${String(row['role'])}`);
  return {
    id: text(row, 'id'),
    board: text(row, 'board'),
    role,
    keyHash: bytes(row, 'key_hash'),
    label: optional(text, row, 'label'),
    password: optional(text, row, 'password'),
    expiresAt: optional(integer, row, 'expires_at'),
    uses: integer(row, 'uses'),
    createdAt: integer(row, 'created_at'),
  };
};

const escapeLike = (part: string): string => part.replace(/[\\%_]/g, '\\$&');

/** The records in the same SQLite file as the log. Statements are prepared once. */
export const sqliteRecords = (database: Database): Records => {
  const sql = (statement: string) => database.prepare(statement);
  const insertBoard = sql(
    'INSERT INTO boards (id, title, owner, created_at, updated_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const selectBoard = sql('SELECT * FROM boards WHERE id = ?');
  // Both halves are bounded, however many boards there are: the first is read in the order of its index, the second is what was visited.
  const selectBoards = sql(`
    SELECT * FROM (
      SELECT * FROM (
        SELECT * FROM boards WHERE owner = ?1 AND (deleted_at IS NOT NULL) = ?2
        ORDER BY updated_at DESC, id LIMIT ?5)
      UNION
      SELECT boards.* FROM visits JOIN boards ON boards.id = visits.board
      WHERE visits.person = ?1 AND (deleted_at IS NOT NULL) = ?2)
    WHERE title LIKE ?3 ESCAPE '\\'
    ORDER BY updated_at DESC, id LIMIT ?4`);
  const changeBoard = sql(
    'UPDATE boards SET title = coalesce(?, title), updated_at = max(updated_at, coalesce(?, 0)) WHERE id = ?',
  );
  const give = sql('UPDATE boards SET owner = ? WHERE id = ?');
  const trash = sql('UPDATE boards SET deleted_at = ? WHERE id = ?');
  const selectTrashed = sql('SELECT id FROM boards WHERE deleted_at < ?');
  const deleteBoard = sql('DELETE FROM boards WHERE id = ?');
  const upsertVisit = sql(`
    INSERT INTO visits (person, board, at) SELECT ?1, id, ?3 FROM boards WHERE id = ?2
    ON CONFLICT (person, board) DO UPDATE SET at = excluded.at`);
  const countVisits = sql('SELECT count(*) AS count FROM visits WHERE person = ?');
  const dropVisits = sql(`
    DELETE FROM visits WHERE person = ?1 AND board IN (
      SELECT board FROM visits WHERE person = ?1 ORDER BY at DESC LIMIT -1 OFFSET ${visitsPerPerson})`);
  const selectLinks = sql('SELECT * FROM links WHERE board = ? ORDER BY created_at, rowid');
  const insertLink = sql(`
    INSERT INTO links (id, board, role, key_hash, label, password, expires_at, uses, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const deleteLink = sql('DELETE FROM links WHERE board = ? AND id = ?');
  const addUse = sql('UPDATE links SET uses = uses + ? WHERE id = ?');
  const insertGrant = sql('INSERT INTO grants (link, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const selectGrants = sql(`
    SELECT links.* FROM links JOIN grants ON grants.link = links.id
    WHERE links.board = ? AND grants.person = ?`);
  const writeLink = (link: LinkRecord): void => {
    insertLink.run(
      link.id,
      link.board,
      link.role,
      link.keyHash,
      link.label ?? null,
      link.password ?? null,
      link.expiresAt ?? null,
      link.uses,
      link.createdAt,
    );
  };

  const visit = ({ person, board, at }: Visit): void => {
    upsertVisit.run(person, board, at);
    if (integer(countVisits.get(person) ?? {}, 'count') > visitsPerPerson) dropVisits.run(person);
  };

  return {
    async createBoard(board, links) {
      const { id, title, owner, createdAt, updatedAt, deletedAt } = board;
      transaction(database, () => {
        insertBoard.run(id, title, owner ?? null, createdAt, updatedAt, deletedAt ?? null);
        for (const link of links) writeLink(link);
      });
    },
    async board(id) {
      const row = selectBoard.get(id);
      return row === undefined ? undefined : boardOf(row);
    },
    async boardsOf(person, { title = '', trashed, limit }) {
      const most = title === '' ? limit : searched;
      return selectBoards.all(person, trashed ? 1 : 0, `%${escapeLike(title)}%`, limit, most).map(boardOf);
    },
    async updateBoard(id, { title, updatedAt }) {
      changeBoard.run(title ?? null, updatedAt ?? null, id);
    },
    async giveBoard(id, owner) {
      return give.run(owner, id).changes > 0;
    },
    async trashBoard(id, at) {
      trash.run(at ?? null, id);
    },
    async trashedBefore(at) {
      return selectTrashed.all(at).map((row) => text(row, 'id'));
    },
    async removeBoard(id) {
      deleteBoard.run(id);
    },
    async visit(person, board, at) {
      visit({ person, board, at });
    },
    async writeDown({ visits, uses }) {
      transaction(database, () => {
        for (const one of visits) visit(one);
        for (const [link, count] of uses) addUse.run(count, link);
      });
    },
    async links(board) {
      return selectLinks.all(board).map(linkOf);
    },
    async addLink(link) {
      writeLink(link);
    },
    async removeLink(board, id) {
      return deleteLink.run(board, id).changes > 0;
    },
    async countUse(link) {
      addUse.run(1, link);
    },
    async grant(link, person, at) {
      return insertGrant.run(link, person, at).changes > 0;
    },
    async grantsOf(person, board) {
      return selectGrants.all(board, person).map(linkOf);
    },
    async *sweep(ages) {
      yield* sweep(database, ages);
    },
    ...people(database),
    ...audits(database),
  };
};
