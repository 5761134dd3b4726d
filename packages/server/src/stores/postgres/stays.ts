import { stayLinkOf, stayOf } from '../records.ts';
import type { Stay, StayFacts } from '../repositories.ts';
import { integer } from '../rows.ts';
import type { Database } from './database.ts';

/** A row for each link of a stay, or one without any. Sessions and grants are many, and looked up one by one: a join may read all of them. */
const select = `
  SELECT asked.n, boards.id AS board, boards.owner, boards.owner_draws, boards.deleted_at, memberships.role AS membership,
    (SELECT ended_at IS NOT NULL FROM sessions WHERE token_hash = asked.session) AS is_over, links.id AS link, links.role, links.expires_at
  FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) WITH ORDINALITY AS asked (board, person, link, session, n)
  LEFT JOIN boards ON boards.id = asked.board
  LEFT JOIN memberships ON memberships.board = asked.board AND memberships.person = asked.person
  LEFT JOIN LATERAL (
    SELECT * FROM (
      SELECT id, role, expires_at, row,
        (SELECT 1 FROM grants WHERE grants.link = links.id AND grants.person = asked.person) IS NOT NULL AS is_granted
      FROM links WHERE links.board = asked.board OFFSET 0) AS theirs
    WHERE is_granted OR id = asked.link
  ) AS links ON true
  ORDER BY asked.n, links.is_granted DESC, links.row`;

/** What is kept of many stays, by one statement. */
export const postgresStays =
  (database: Database) =>
  async (stays: readonly Stay[]): Promise<readonly StayFacts[]> => {
    const rows = await database.all(select, [
      stays.map(({ board }) => board),
      stays.map(({ person }) => person),
      stays.map(({ link = null }) => link),
      stays.map(({ session = null }) => session),
    ]);
    const found = new Map<number, StayFacts>();
    for (const row of rows) {
      const at = integer(row, 'n');
      const known = found.get(at) ?? stayOf(row);
      found.set(at, { ...known, links: [...known.links, ...stayLinkOf(row)] });
    }
    return [...found.values()];
  };
