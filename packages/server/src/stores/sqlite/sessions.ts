import { tagLimits } from '@gesso/crdt-schema';
import { seenEveryMs, sessionsShown } from '../bounds.ts';
import { keptOfPeople, personOf } from '../records.ts';
import type { PersonRecord, SeenPerson, SessionRepository, UnstoredSession } from '../repositories.ts';
import { bytes, integer, text } from '../rows.ts';
import { type Database, transaction } from './database.ts';

/** Whether a person chose their color, as it is stored. */
const chosen = ({ colorChosen }: PersonRecord): number | null =>
  colorChosen === undefined ? null : Number(colorChosen);

/** Gives what is kept of one person to another. */
const joiner = (database: Database) => {
  const sql = (statement: string) => database.prepare(statement);
  const statements = [
    sql('UPDATE boards SET owner = ?2 WHERE owner = ?1'),
    ...keptOfPeople.flatMap(([table, columns]) => [
      sql(`INSERT OR IGNORE INTO ${table} (person, ${columns}) SELECT ?2, ${columns} FROM ${table} WHERE person = ?1`),
      sql(`DELETE FROM ${table} WHERE person = ?1 AND ?2 IS NOT NULL`),
    ]),
    // Both may have given a board as many tags as one may: those of first stay.
    sql(`DELETE FROM tags WHERE person = ?2 AND ?1 IS NOT NULL AND (board, key) IN (
      SELECT board, key FROM (
        SELECT board, key, row_number() OVER (PARTITION BY board ORDER BY at, key) AS n FROM tags WHERE person = ?2)
      WHERE n > ${tagLimits.perBoard})`),
    // Who owns a board now is bound by no membership there.
    sql(`DELETE FROM memberships WHERE person = ?2 AND ?1 IS NOT NULL
      AND EXISTS (SELECT 1 FROM boards WHERE boards.id = memberships.board AND boards.owner = ?2)`),
  ];
  const owned = sql('UPDATE client_ids SET person = ?2 WHERE person = ?1');
  return (from: SeenPerson, to: SeenPerson): void => {
    for (const statement of statements) statement.run(from.id, to.id);
    owned.run(from.shown, to.shown);
  };
};

/** Writes a session, where there is one to write. */
const sessionWriter = (database: Database): ((session: UnstoredSession | undefined) => void) => {
  const insert = database.prepare(`
    INSERT INTO sessions (token_hash, person, name, color, color_chosen, created_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`);
  return (session) => {
    if (session === undefined) return;
    const { tokenHash, person, at } = session;
    insert.run(tokenHash, person.id, person.name, person.color, chosen(person), at, at);
  };
};

/** A session that is over stays as a row, for as long as `sweep` leaves it. */
export const sqliteSessions = (database: Database): SessionRepository => {
  const sql = (statement: string) => database.prepare(statement);
  const select = sql('SELECT * FROM sessions WHERE token_hash = ?');
  const seen = sql('UPDATE sessions SET seen_at = ? WHERE token_hash = ?');
  const selectAll = sql(`
    SELECT * FROM sessions WHERE person = ? AND ended_at IS NULL ORDER BY created_at DESC LIMIT ${sessionsShown}`);
  const selectLast = sql(`
    SELECT person, name, color, color_chosen FROM sessions WHERE person = ? AND ended_at IS NULL AND seen_at >= ?
    ORDER BY seen_at DESC LIMIT 1`);
  const copy = sql(`
    INSERT INTO sessions (token_hash, person, name, color, color_chosen, created_at, seen_at)
    SELECT ?1, person, name, color, color_chosen, created_at, ?2 FROM sessions WHERE token_hash = ?3`);
  const endOne = sql('UPDATE sessions SET ended_at = ? WHERE token_hash = ?');
  const endAll = sql('UPDATE sessions SET ended_at = ? WHERE person = ? AND ended_at IS NULL');
  const change = sql('UPDATE sessions SET name = ?, color = ?, color_chosen = ? WHERE person = ? AND ended_at IS NULL');

  const give = joiner(database);
  const store = sessionWriter(database);

  return {
    async create(tokenHash, person, at) {
      store({ tokenHash, person, at });
    },
    async find(tokenHash, at, notBefore) {
      const row = select.get(tokenHash);
      if (row === undefined) return undefined;
      const seenAt = integer(row, 'seen_at');
      if (row['ended_at'] !== null || seenAt < notBefore) return 'ended';
      if (at - seenAt > seenEveryMs) {
        try {
          seen.run(at, tokenHash);
        } catch {
          // The time of a visit is not worth turning a guest away for: a full disk may be read.
        }
      }
      return personOf(row);
    },
    async person(id, notBefore) {
      const row = selectLast.get(id, notBefore);
      return row === undefined ? undefined : personOf(row);
    },
    async ofPerson(person, tokenHash) {
      return selectAll.all(person).map((row) => ({
        createdAt: integer(row, 'created_at'),
        seenAt: integer(row, 'seen_at'),
        current: Buffer.compare(bytes(row, 'token_hash'), tokenHash) === 0,
      }));
    },
    async rotate(from, to, at, unstored) {
      return transaction(database, () => {
        store(unstored);
        const row = select.get(from);
        if (row === undefined || row['ended_at'] !== null) return undefined;
        copy.run(to, at, from);
        endOne.run(at, from);
        return text(row, 'person');
      });
    },
    async endAll(person, at, unstored) {
      transaction(database, () => {
        store(unstored);
        endAll.run(at, person);
      });
    },
    async join(from, to, at, unstored) {
      transaction(database, () => {
        store(unstored);
        give(from, to);
        endAll.run(at, from.id);
      });
    },
    async rename(person) {
      change.run(person.name, person.color, chosen(person), person.id);
    },
  };
};
