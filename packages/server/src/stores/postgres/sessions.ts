import { tagLimits } from '@gesso/crdt-schema';
import { seenEveryMs, sessionsShown } from '../bounds.ts';
import { keptOfPeople, personOf } from '../records.ts';
import type { SeenPerson, SessionRepository, UnstoredSession } from '../repositories.ts';
import { bytes, integer, text } from '../rows.ts';
import type { Database, Queries } from './database.ts';

/** Gives what is kept of one person to another. */
const give = async (queries: Queries, from: SeenPerson, to: SeenPerson): Promise<void> => {
  const both = [from.id, to.id];
  await queries.run('UPDATE boards SET owner = $2 WHERE owner = $1', both);
  for (const [table, columns] of keptOfPeople) {
    await queries.run(
      `INSERT INTO ${table} (person, ${columns}) SELECT $2::text, ${columns} FROM ${table} WHERE person = $1
      ON CONFLICT DO NOTHING`,
      both,
    );
    await queries.run(`DELETE FROM ${table} WHERE person = $1`, [from.id]);
  }
  // Both may have given a board as many tags as one may: those of first stay.
  await queries.run(
    `DELETE FROM tags WHERE person = $1 AND (board, key) IN (
      SELECT board, key FROM (
        SELECT board, key, row_number() OVER (PARTITION BY board ORDER BY at, key) AS n FROM tags WHERE person = $1
      ) AS numbered WHERE n > ${tagLimits.perBoard})`,
    [to.id],
  );
  // Who owns a board now is bound by no membership there.
  await queries.run(
    'DELETE FROM memberships WHERE person = $1 AND (SELECT owner FROM boards WHERE boards.id = memberships.board) = $1',
    [to.id],
  );
  await queries.run('UPDATE client_ids SET person = $2 WHERE person = $1', [from.shown, to.shown]);
};

/** Writes a session, where there is one to write. */
const store = async (queries: Queries, session: UnstoredSession | undefined): Promise<void> => {
  if (session === undefined) return;
  const { tokenHash, person, at } = session;
  await queries.run(
    `INSERT INTO sessions (token_hash, person, name, color, color_chosen, created_at, seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING`,
    [tokenHash, person.id, person.name, person.color, person.colorChosen ?? null, at],
  );
};

const endAll = async (queries: Queries, person: string, at: number): Promise<void> => {
  await queries.run('UPDATE sessions SET ended_at = $2 WHERE person = $1 AND ended_at IS NULL', [person, at]);
};

const found = async (database: Database, tokenHash: Uint8Array, at: number, notBefore: number) => {
  const row = await database.one('SELECT * FROM sessions WHERE token_hash = $1', [tokenHash]);
  if (row === undefined) return undefined;
  const seenAt = integer(row, 'seen_at');
  if (row['ended_at'] !== null || seenAt < notBefore) return 'ended';
  // The time of a visit is not worth turning a guest away for: a database that takes nothing may be read.
  if (at - seenAt > seenEveryMs)
    await database
      .run('UPDATE sessions SET seen_at = $2 WHERE token_hash = $1', [tokenHash, at])
      .catch(() => undefined);
  return personOf(row);
};

/** Resolves to whose it is. */
const rotate = async (queries: Queries, from: Uint8Array, to: Uint8Array, at: number): Promise<string | undefined> => {
  const row = await queries.one('SELECT person, ended_at FROM sessions WHERE token_hash = $1 FOR UPDATE', [from]);
  if (row === undefined || row['ended_at'] !== null) return undefined;
  await queries.run(
    `INSERT INTO sessions (token_hash, person, name, color, color_chosen, created_at, seen_at)
    SELECT $1::bytea, person, name, color, color_chosen, created_at, $2::bigint FROM sessions WHERE token_hash = $3`,
    [to, at, from],
  );
  await queries.run('UPDATE sessions SET ended_at = $2 WHERE token_hash = $1', [from, at]);
  return text(row, 'person');
};

/** A session that is over stays as a row, for as long as `sweep` leaves it. */
export const postgresSessions = (database: Database): SessionRepository => ({
  create: (tokenHash, person, at) => store(database, { tokenHash, person, at }),
  find: (tokenHash, at, notBefore) => found(database, tokenHash, at, notBefore),
  async person(id, notBefore) {
    const row = await database.one(
      `SELECT person, name, color, color_chosen FROM sessions WHERE person = $1 AND ended_at IS NULL AND seen_at >= $2
      ORDER BY seen_at DESC LIMIT 1`,
      [id, notBefore],
    );
    return row === undefined ? undefined : personOf(row);
  },
  async ofPerson(person, tokenHash) {
    const rows = await database.all(
      `SELECT * FROM sessions WHERE person = $1 AND ended_at IS NULL ORDER BY created_at DESC LIMIT ${sessionsShown}`,
      [person],
    );
    return rows.map((row) => ({
      createdAt: integer(row, 'created_at'),
      seenAt: integer(row, 'seen_at'),
      current: Buffer.compare(bytes(row, 'token_hash'), tokenHash) === 0,
    }));
  },
  rotate: (from, to, at, unstored) =>
    database.transaction(async (queries) => {
      await store(queries, unstored);
      return rotate(queries, from, to, at);
    }),
  endAll: (person, at, unstored) =>
    database.transaction(async (queries) => {
      await store(queries, unstored);
      await endAll(queries, person, at);
    }),
  join: (from, to, at, unstored) =>
    database.transaction(async (queries) => {
      await store(queries, unstored);
      await give(queries, from, to);
      await endAll(queries, from.id, at);
    }),
  async rename({ id, name, color, colorChosen }) {
    await database.run(
      'UPDATE sessions SET name = $2, color = $3, color_chosen = $4 WHERE person = $1 AND ended_at IS NULL',
      [id, name, color, colorChosen ?? null],
    );
  },
});
