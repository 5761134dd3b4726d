import { linkOf } from '../records.ts';
import type { LinkRecord, LinkRepository } from '../repositories.ts';
import { integer } from '../rows.ts';
import { type Database, transaction } from './database.ts';

/** Writes a new link; boards are made together with theirs. */
export const linkWriter = (database: Database): ((link: LinkRecord) => void) => {
  const insert = database.prepare(`
    INSERT INTO links (id, board, role, key_hash, label, password, expires_at, uses, max_uses, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return ({ id, board, role, keyHash, uses, createdAt, ...terms }) => {
    const { label = null, password = null, expiresAt = null, maxUses = null } = terms;
    insert.run(id, board, role, keyHash, label, password, expiresAt, uses, maxUses, createdAt);
  };
};

/** Counts more uses of a link. */
export const useCounter = (database: Database): ((link: string, count: number) => void) => {
  const add = database.prepare('UPDATE links SET uses = uses + ? WHERE id = ?');
  return (link, count) => void add.run(count, link);
};

export const sqliteLinks = (database: Database): LinkRepository => {
  const sql = (statement: string) => database.prepare(statement);
  const select = sql('SELECT * FROM links WHERE board = ? ORDER BY created_at, rowid');
  const count = sql('SELECT count(*) AS count FROM links WHERE board = ?');
  const selectOne = sql('SELECT * FROM links WHERE board = ? AND id = ?');
  const update = sql(`
    UPDATE links SET role = ?, label = ?, password = ?, expires_at = ?, max_uses = ? WHERE id = ?`);
  const drop = sql('DELETE FROM links WHERE board = ? AND id = ?');
  const insertGrant = sql(`
    INSERT INTO grants (link, person, at) SELECT id, ?2, ?3 FROM links WHERE id = ?1 ON CONFLICT DO NOTHING`);
  const selectGrant = sql('SELECT 1 FROM grants WHERE link = ? AND person = ?');
  const selectGrants = sql(`
    SELECT links.* FROM links JOIN grants ON grants.link = links.id
    WHERE links.board = ? AND grants.person = ?`);
  const write = linkWriter(database);
  const addUse = sql('UPDATE links SET uses = uses + 1 WHERE id = ? AND (max_uses IS NULL OR uses < max_uses)');

  return {
    async ofBoard(board) {
      return select.all(board).map(linkOf);
    },
    async add(link, most = Number.POSITIVE_INFINITY) {
      if (integer(count.get(link.board) ?? {}, 'count') >= most) return false;
      write(link);
      return true;
    },
    async change(board, id, change) {
      return transaction(database, () => {
        const row = selectOne.get(board, id);
        if (row === undefined) return undefined;
        const link = { ...linkOf(row), ...change };
        const { role, label = null, password = null, expiresAt = null, maxUses = null } = link;
        update.run(role, label, password, expiresAt, maxUses, id);
        return link;
      });
    },
    async remove(board, id) {
      return drop.run(board, id).changes > 0;
    },
    async countUse({ id }) {
      return addUse.run(id).changes > 0;
    },
    async takeIn(link, person, at) {
      return transaction(database, () => {
        if (selectGrant.get(link, person) !== undefined) return 'known';
        if (addUse.run(link).changes === 0) return 'full';
        insertGrant.run(link, person, at);
        return 'new';
      });
    },
    async grant(link, person, at) {
      return insertGrant.run(link, person, at).changes > 0;
    },
    async grantedTo(person, board) {
      return selectGrants.all(board, person).map(linkOf);
    },
  };
};
