import { starsPerPerson, tagsPerPerson, visitsPerPerson } from '../bounds.ts';
import { boardOf } from '../records.ts';
import { type BoardRepository, tagKey, type Visit } from '../repositories.ts';
import { integer, text } from '../rows.ts';
import { assetCopier } from './assets.ts';
import { sqliteBoardLists } from './board-lists.ts';
import { type Database, transaction } from './database.ts';
import { linkWriter } from './links.ts';

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

/** Gives stars, and takes them away; of too many those that were given first are forgotten. */
const starWriter = (database: Database): BoardRepository['star'] => {
  const sql = (statement: string) => database.prepare(statement);
  const star = sql(`
    INSERT INTO stars (person, board, at) SELECT ?1, id, ?3 FROM boards WHERE id = ?2
    ON CONFLICT (person, board) DO UPDATE SET at = excluded.at`);
  const dropStars = sql(`
    DELETE FROM stars WHERE person = ?1 AND board IN (
      SELECT board FROM stars WHERE person = ?1 ORDER BY at DESC LIMIT -1 OFFSET ${starsPerPerson})`);
  const unstar = sql('DELETE FROM stars WHERE person = ? AND board = ?');
  return async (person, board, at) => {
    if (at === undefined) unstar.run(person, board);
    else
      transaction(database, () => {
        star.run(person, board, at);
        dropStars.run(person);
      });
  };
};

/** Gives tags, and tells of them. */
const tagWriter = (database: Database): Pick<BoardRepository, 'tag' | 'tagsOf'> => {
  const sql = (statement: string) => database.prepare(statement);
  const clear = sql('DELETE FROM tags WHERE person = ? AND board = ?');
  const add = sql(`
    INSERT INTO tags (person, board, key, tag, at) SELECT ?1, id, ?3, ?4, ?5 FROM boards WHERE id = ?2
    ON CONFLICT DO NOTHING`);
  const count = sql('SELECT count(*) AS count FROM tags WHERE person = ?');
  const drop = sql(`
    DELETE FROM tags WHERE person = ?1 AND (board, key) IN (
      SELECT board, key FROM tags WHERE person = ?1 ORDER BY at DESC LIMIT -1 OFFSET ${tagsPerPerson})`);
  // As it was written last.
  const list = sql(`
    SELECT tag, count(*) AS boards, max(tags.at) FROM tags JOIN boards ON boards.id = tags.board
    WHERE person = ? AND deleted_at IS NULL GROUP BY key ORDER BY key`);
  return {
    async tag(person, board, tags, at) {
      transaction(database, () => {
        clear.run(person, board);
        for (const tag of tags) add.run(person, board, tagKey(tag), tag, at);
        if (integer(count.get(person) ?? {}, 'count') > tagsPerPerson) drop.run(person);
      });
    },
    async tagsOf(person) {
      return list.all(person).map((row) => ({ tag: text(row, 'tag'), boards: integer(row, 'boards') }));
    },
  };
};

/** Hands boards over, each by the one who owns it. */
const ownershipHander = (database: Database): BoardRepository['handOver'] => {
  const hand = database.prepare('UPDATE boards SET owner = ?3, previews = 0 WHERE id = ?1 AND owner = ?2');
  const free = database.prepare('DELETE FROM memberships WHERE board = ? AND person = ?');
  const untell = database.prepare('DELETE FROM webhooks WHERE board = ?');
  const stay = database.prepare(`
    INSERT INTO memberships (board, person, role, at) VALUES (?, ?, 'editor', ?)
    ON CONFLICT (board, person) DO UPDATE SET role = excluded.role, at = excluded.at`);
  return async (id, from, to, at) =>
    transaction(database, () => {
      if (hand.run(id, from, to).changes === 0) return false;
      free.run(id, to);
      untell.run(id);
      stay.run(id, from, at);
      return true;
    });
};

/** Puts boards into the trash and takes them out of it, or away. */
const trashWriter = (database: Database): Pick<BoardRepository, 'trash' | 'condemn' | 'trashedBefore' | 'remove'> => {
  const trash = database.prepare('UPDATE boards SET deleted_at = ? WHERE id = ? AND deleted_at IS NOT 0');
  const condemn = database.prepare('UPDATE boards SET deleted_at = 0 WHERE id = ? AND deleted_at = ?');
  const trashed = database.prepare('SELECT id FROM boards WHERE deleted_at < ?');
  const drop = database.prepare('DELETE FROM boards WHERE id = ?');
  return {
    trash: async (id, at) => trash.run(at ?? null, id).changes > 0,
    condemn: async (id, trashedAt) => condemn.run(id, trashedAt).changes > 0,
    trashedBefore: async (at) => trashed.all(at).map((row) => text(row, 'id')),
    async remove(id) {
      drop.run(id);
    },
  };
};

const flag = (value: boolean | undefined): number | null => (value === undefined ? null : Number(value));

export const sqliteBoards = (database: Database): BoardRepository => {
  const sql = (statement: string) => database.prepare(statement);
  const insert = sql(
    'INSERT INTO boards (id, title, owner, created_at, updated_at, deleted_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const select = sql('SELECT * FROM boards WHERE id = ?');
  const change = sql(`
    UPDATE boards SET title = coalesce(?, title), updated_at = max(updated_at, coalesce(?, 0)), owner_draws = coalesce(?, owner_draws),
      previews = coalesce(?, previews)
    WHERE id = ?`);
  // What anyone may see by the word of one owner is not what another has said.
  const give = sql('UPDATE boards SET owner = ?, previews = 0 WHERE id = ?');
  const free = sql('DELETE FROM memberships WHERE board = ? AND person = ?');
  // What one owner wanted to be told of is not for another to go on with, nor to see.
  const untell = sql('DELETE FROM webhooks WHERE board = ?');
  const forget = [
    sql('DELETE FROM stars WHERE person = ? AND board = ?'),
    sql('DELETE FROM tags WHERE person = ? AND board = ?'),
    sql('DELETE FROM visits WHERE person = ? AND board = ?'),
    // Who was sent away stays away, and who was given less than their link gives has no more when they come back.
    sql("DELETE FROM memberships WHERE person = ? AND board = ? AND role = 'editor'"),
    sql(
      "UPDATE memberships SET role = 'at-most-' || role WHERE person = ? AND board = ? AND role IN ('viewer', 'commenter')",
    ),
    sql('DELETE FROM grants WHERE person = ?1 AND link IN (SELECT id FROM links WHERE board = ?2)'),
  ];
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
    ofPerson: sqliteBoardLists(database).ofPerson,
    async update(id, { title, updatedAt, ownerDraws, previews }) {
      change.run(title ?? null, updatedAt ?? null, flag(ownerDraws), flag(previews), id);
    },
    handOver: ownershipHander(database),
    async give(id, owner) {
      return transaction(database, () => {
        free.run(id, owner);
        untell.run(id);
        return give.run(owner, id).changes > 0;
      });
    },
    ...trashWriter(database),
    async visit(person, board, at) {
      writeVisit({ person, board, at });
    },
    star: starWriter(database),
    ...tagWriter(database),
    async leave(person, board) {
      transaction(database, () => {
        for (const statement of forget) statement.run(person, board);
      });
    },
  };
};
