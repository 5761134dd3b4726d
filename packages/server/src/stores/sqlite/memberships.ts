import { boardPersonOf, membershipOf } from '../records.ts';
import type { MembershipRepository } from '../repositories.ts';
import type { Database } from './database.ts';

export const sqliteMemberships = (database: Database): MembershipRepository => {
  const sql = (statement: string) => database.prepare(statement);
  const select = sql('SELECT role FROM memberships WHERE board = ? AND person = ?');
  const upsert = sql(`
    INSERT INTO memberships (board, person, role, at) SELECT id, ?2, ?3, ?4 FROM boards WHERE id = ?1
    ON CONFLICT (board, person) DO UPDATE SET role = excluded.role, at = excluded.at`);
  // Who was sent away and never seen again is listed as well: they may be let in again.
  const list = sql(`
    SELECT person, seen_at, role FROM (
      SELECT visits.person AS person, visits.at AS seen_at, memberships.role AS role
      FROM visits LEFT JOIN memberships ON memberships.board = visits.board AND memberships.person = visits.person
      WHERE visits.board = ?1
      UNION ALL
      SELECT person, NULL, role FROM memberships WHERE board = ?1
        AND NOT EXISTS (SELECT 1 FROM visits WHERE visits.board = ?1 AND visits.person = memberships.person))
    ORDER BY seen_at DESC, person LIMIT ?2`);
  return {
    async find(board, person) {
      const row = select.get(board, person);
      return row === undefined ? undefined : membershipOf(row);
    },
    async set(board, person, membership, at) {
      upsert.run(board, person, membership, at);
    },
    async ofBoard(board, limit) {
      return list.all(board, limit).map(boardPersonOf);
    },
  };
};
