import { linkOf } from '../records.ts';
import type { LinkRecord, LinkRepository } from '../repositories.ts';
import { integer } from '../rows.ts';
import type { Database, Queries } from './database.ts';

/** Writes a new link; boards are made together with theirs. */
export const writeLink = async (
  queries: Queries,
  { id, board, role, keyHash, uses, createdAt, ...terms }: LinkRecord,
): Promise<void> => {
  const { label = null, password = null, expiresAt = null, maxUses = null } = terms;
  await queries.run(
    `INSERT INTO links (id, board, role, key_hash, label, password, expires_at, uses, max_uses, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, board, role, keyHash, label, password, expiresAt, uses, maxUses, createdAt],
  );
};

/** Counts more uses of links. */
export const addUses = async (queries: Queries, uses: ReadonlyMap<string, number>): Promise<void> => {
  if (uses.size === 0) return;
  await queries.run(
    `UPDATE links SET uses = links.uses + more.uses
    FROM unnest($1::text[], $2::bigint[]) AS more (id, uses) WHERE links.id = more.id`,
    [[...uses.keys()], [...uses.values()]],
  );
};

/** Changes nothing where a link is used up. */
const useOnce = 'UPDATE links SET uses = uses + 1 WHERE id = $1 AND (max_uses IS NULL OR uses < max_uses)';

export const postgresLinks = (database: Database): LinkRepository => ({
  async ofBoard(board) {
    return (await database.all('SELECT * FROM links WHERE board = $1 ORDER BY created_at, row', [board])).map(linkOf);
  },
  add: (link, most) =>
    database.transaction(async (queries) => {
      // Who makes another one at once waits here, and counts this one.
      if (most !== undefined) {
        await queries.one('SELECT 1 AS one FROM boards WHERE id = $1 FOR NO KEY UPDATE', [link.board]);
        const row = await queries.one('SELECT count(*) AS count FROM links WHERE board = $1', [link.board]);
        if (integer(row ?? {}, 'count') >= most) return false;
      }
      await writeLink(queries, link);
      return true;
    }),
  change: (board, id, change) =>
    database.transaction(async (queries) => {
      const row = await queries.one('SELECT * FROM links WHERE board = $1 AND id = $2 FOR UPDATE', [board, id]);
      if (row === undefined) return undefined;
      const link = { ...linkOf(row), ...change };
      const { role, label = null, password = null, expiresAt = null, maxUses = null } = link;
      await queries.run(
        'UPDATE links SET role = $2, label = $3, password = $4, expires_at = $5, max_uses = $6 WHERE id = $1',
        [id, role, label, password, expiresAt, maxUses],
      );
      return link;
    }),
  async remove(board, id) {
    return (await database.run('DELETE FROM links WHERE board = $1 AND id = $2', [board, id])) > 0;
  },
  async countUse({ id }) {
    return (await database.run(useOnce, [id])) > 0;
  },
  takeIn: (link, person, at) =>
    database.transaction(async (queries) => {
      // Who comes by it at the same time waits here, and sees then what was granted.
      await queries.one('SELECT 1 AS one FROM links WHERE id = $1 FOR NO KEY UPDATE', [link]);
      const granted = await queries.one('SELECT 1 AS one FROM grants WHERE link = $1 AND person = $2', [link, person]);
      if (granted !== undefined) return 'known';
      if ((await queries.run(useOnce, [link])) === 0) return 'full';
      await queries.run('INSERT INTO grants (link, person, at) VALUES ($1, $2, $3)', [link, person, at]);
      return 'new';
    }),
  async grant(link, person, at) {
    const added = await database.run(
      `INSERT INTO grants (link, person, at) SELECT id, $2::text, $3::bigint FROM links WHERE id = $1 FOR KEY SHARE
      ON CONFLICT DO NOTHING`,
      [link, person, at],
    );
    return added > 0;
  },
  async grantedTo(person, board) {
    const rows = await database.all(
      `SELECT * FROM links
      WHERE board = $1 AND (SELECT 1 FROM grants WHERE grants.link = links.id AND person = $2) IS NOT NULL ORDER BY row`,
      [board, person],
    );
    return rows.map(linkOf);
  },
});
