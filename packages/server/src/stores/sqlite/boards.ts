import type { BoardRecord, BoardRepository, Visit } from '../repositories.ts';
import { assetCopier } from './assets.ts';
import { type Database, transaction } from './database.ts';
import { linkWriter } from './links.ts';
import { integer, optional, type Row, text } from './rows.ts';

/** Boards of an owner that are looked through for a title, those changed last first. */
const searched = 5_000;
/** Boards a person is remembered to have opened, those of last first. */
const visitsPerPerson = 1_000;

export const boardOf = (row: Row): BoardRecord => ({
  id: text(row, 'id'),
  title: text(row, 'title'),
  owner: optional(text, row, 'owner'),
  createdAt: integer(row, 'created_at'),
  updatedAt: integer(row, 'updated_at'),
  deletedAt: optional(integer, row, 'deleted_at'),
});

const escapeLike = (part: string): string => part.replace(/[\\%_]/g, '\\$&');

/** Writes that a person was on a board, and forgets their oldest visits. */
export const visitWriter = (database: Database): ((visit: Visit) => void) => {
  const sql = (statement: string) => database.prepare(statement);
  const upsert = sql(`
    INSERT INTO visits (person, board, at) SELECT ?1, id, ?3 FROM boards WHERE id = ?2
    ON CONFLICT (person, board) DO UPDATE SET at = excluded.at`);
  const count = sql('SELECT count(*) AS count FROM visits WHERE person = ?');
  const drop = sql(`
    DELETE FROM visits WHERE person = ?1 AND board IN (
      SELECT board FROM visits WHERE person = ?1 ORDER BY at DESC LIMIT -1 OFFSET ${visitsPerPerson})`);
  return ({ person, board, at }) => {
    upsert.run(person, board, at);
    if (integer(count.get(person) ?? {}, 'count') > visitsPerPerson) drop.run(person);
  };
};

export const sqliteBoards = (database: Database): BoardRepository => {
  const sql = (statement: string) => database.prepare(statement);
  const insert = sql(
    'INSERT INTO boards (id, title, owner, created_at, updated_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const select = sql('SELECT * FROM boards WHERE id = ?');
  // Both halves are bounded, however many boards there are: the first is read in the order of its index, the second is what was visited.
  const selectOfPerson = sql(`
    SELECT * FROM (
      SELECT * FROM (
        SELECT * FROM boards WHERE owner = ?1 AND (deleted_at IS NOT NULL) = ?2
        ORDER BY updated_at DESC, id LIMIT ?5)
      UNION
      SELECT boards.* FROM visits JOIN boards ON boards.id = visits.board
      WHERE visits.person = ?1 AND (deleted_at IS NOT NULL) = ?2)
    WHERE title LIKE ?3 ESCAPE '\\'
    ORDER BY updated_at DESC, id LIMIT ?4`);
  const change = sql(
    'UPDATE boards SET title = coalesce(?, title), updated_at = max(updated_at, coalesce(?, 0)) WHERE id = ?',
  );
  const give = sql('UPDATE boards SET owner = ? WHERE id = ?');
  const trash = sql('UPDATE boards SET deleted_at = ? WHERE id = ?');
  const selectTrashed = sql('SELECT id FROM boards WHERE deleted_at < ?');
  const drop = sql('DELETE FROM boards WHERE id = ?');
  const writeLink = linkWriter(database);
  const writeVisit = visitWriter(database);
  const copyAssets = assetCopier(database);

  return {
    async create({ id, title, owner, createdAt, updatedAt, deletedAt }, links, like) {
      transaction(database, () => {
        insert.run(id, title, owner ?? null, createdAt, updatedAt, deletedAt ?? null);
        for (const link of links) writeLink(link);
        if (like !== undefined) copyAssets(like, id, createdAt);
      });
    },
    async find(id) {
      const row = select.get(id);
      return row === undefined ? undefined : boardOf(row);
    },
    async ofPerson(person, { title = '', trashed, limit }) {
      const most = title === '' ? limit : searched;
      return selectOfPerson.all(person, trashed ? 1 : 0, `%${escapeLike(title)}%`, limit, most).map(boardOf);
    },
    async update(id, { title, updatedAt }) {
      change.run(title ?? null, updatedAt ?? null, id);
    },
    async give(id, owner) {
      return give.run(owner, id).changes > 0;
    },
    async trash(id, at) {
      trash.run(at ?? null, id);
    },
    async trashedBefore(at) {
      return selectTrashed.all(at).map((row) => text(row, 'id'));
    },
    async remove(id) {
      drop.run(id);
    },
    async visit(person, board, at) {
      writeVisit({ person, board, at });
    },
  };
};
