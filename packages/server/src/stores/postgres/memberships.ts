import { boardPersonOf, membershipOf } from '../records.ts';
import type { MembershipRepository } from '../repositories.ts';
import type { Database } from './database.ts';

export const postgresMemberships = (database: Database): MembershipRepository => ({
  async find(board, person) {
    const row = await database.one('SELECT role FROM memberships WHERE board = $1 AND person = $2', [board, person]);
    return row === undefined ? undefined : membershipOf(row);
  },
  async set(board, person, membership, at) {
    await database.run(
      `INSERT INTO memberships (board, person, role, at)
        SELECT id, $2::text, $3::text, $4::bigint FROM boards WHERE id = $1 FOR KEY SHARE
      ON CONFLICT (board, person) DO UPDATE SET role = excluded.role, at = excluded.at`,
      [board, person, membership, at],
    );
  },
  async ofBoard(board, limit) {
    // Who was sent away and never seen again is listed as well: they may be let in again. A crowd is not read but in the order of an index.
    const rows = await database.all(
      `SELECT person, seen_at, role FROM (
        (SELECT person, at AS seen_at,
          (SELECT role FROM memberships WHERE memberships.board = $1 AND memberships.person = visits.person) AS role
        FROM visits WHERE board = $1 ORDER BY at DESC, person LIMIT $2)
        UNION ALL
        (SELECT person, NULL, role FROM memberships WHERE board = $1
          AND (SELECT 1 FROM visits WHERE visits.board = $1 AND visits.person = memberships.person) IS NULL
        ORDER BY person LIMIT $2)) AS found
      ORDER BY seen_at DESC NULLS LAST, person LIMIT $2`,
      [board, limit],
    );
    return rows.map(boardPersonOf);
  },
});
