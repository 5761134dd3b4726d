import { starsPerPerson, tagsPerPerson, visitsPerPerson } from '../bounds.ts';
import { boardOf } from '../records.ts';
import { type BoardRecord, type BoardRepository, type LinkRecord, tagKey, type Visit } from '../repositories.ts';
import { integer, text } from '../rows.ts';
import { copyAssets } from './assets.ts';
import { postgresBoardLists } from './board-lists.ts';
import type { Database, Queries } from './database.ts';
import { writeLink } from './links.ts';

/** Forgets what of some people is too much, the oldest of it. */
const forgetOldest = async (
  queries: Queries,
  table: 'visits' | 'stars',
  people: readonly string[],
  most: number,
): Promise<void> => {
  await queries.run(
    `DELETE FROM ${table} WHERE (person, board) IN (
      SELECT person, board FROM (
        SELECT person, board, row_number() OVER (PARTITION BY person ORDER BY at DESC) AS n FROM ${table}
        WHERE person = ANY($1::text[])) AS numbered
      WHERE n > ${most})`,
    [people],
  );
};

/** Writes that people were on boards, and forgets their oldest visits. Boards that are gone are left out. */
export const writeVisits = async (queries: Queries, visits: readonly Visit[]): Promise<void> => {
  const last = new Map(visits.map((visit) => [`${visit.board} ${visit.person}`, visit]));
  const all = [...last.values()];
  if (all.length === 0) return;
  // In one order, so that two who write the same wait for each other and not both.
  await queries.run(
    `INSERT INTO visits (person, board, at)
      SELECT given.person, boards.id, given.at FROM unnest($1::text[], $2::text[], $3::bigint[]) AS given (person, board, at)
      JOIN boards ON boards.id = given.board ORDER BY given.person COLLATE "C", boards.id FOR KEY SHARE OF boards
    ON CONFLICT (person, board) DO UPDATE SET at = excluded.at`,
    [all.map(({ person }) => person), all.map(({ board }) => board), all.map(({ at }) => at)],
  );
  await forgetOldest(queries, 'visits', [...new Set(all.map(({ person }) => person))], visitsPerPerson);
};

const create = async (
  queries: Queries,
  { id, title, owner, createdAt, updatedAt, deletedAt }: BoardRecord,
  links: readonly LinkRecord[],
  like: string | undefined,
): Promise<void> => {
  await queries.run(
    'INSERT INTO boards (id, title, owner, created_at, updated_at, deleted_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, title, owner ?? null, createdAt, updatedAt, deletedAt ?? null],
  );
  for (const link of links) await writeLink(queries, link);
  if (like !== undefined) await copyAssets(queries, like, id, createdAt);
};

/** What one owner wanted to be told of is not for another to go on with, nor to see; and no membership binds an owner. */
const freeFor = async (queries: Queries, board: string, owner: string): Promise<void> => {
  await queries.run('DELETE FROM memberships WHERE board = $1 AND person = $2', [board, owner]);
  await queries.run('DELETE FROM webhooks WHERE board = $1', [board]);
};

/** What anyone may see by the word of one owner is not what another has said. */
const ownership = (database: Database): Pick<BoardRepository, 'give' | 'handOver'> => ({
  give: (id, owner) =>
    database.transaction(async (queries) => {
      const changed = await queries.run('UPDATE boards SET owner = $2, previews = false WHERE id = $1', [id, owner]);
      await freeFor(queries, id, owner);
      return changed > 0;
    }),
  handOver: (id, from, to, at) =>
    database.transaction(async (queries) => {
      const hand = 'UPDATE boards SET owner = $3, previews = false WHERE id = $1 AND owner = $2';
      if ((await queries.run(hand, [id, from, to])) === 0) return false;
      await freeFor(queries, id, to);
      await queries.run(
        `INSERT INTO memberships (board, person, role, at) VALUES ($1, $2, 'editor', $3)
        ON CONFLICT (board, person) DO UPDATE SET role = excluded.role, at = excluded.at`,
        [id, from, at],
      );
      return true;
    }),
});

const starWriter =
  (database: Database): BoardRepository['star'] =>
  async (person, board, at) => {
    if (at === undefined) {
      await database.run('DELETE FROM stars WHERE person = $1 AND board = $2', [person, board]);
      return;
    }
    await database.transaction(async (queries) => {
      await queries.run(
        `INSERT INTO stars (person, board, at) SELECT $1::text, id, $3::bigint FROM boards WHERE id = $2 FOR KEY SHARE
        ON CONFLICT (person, board) DO UPDATE SET at = excluded.at`,
        [person, board, at],
      );
      await forgetOldest(queries, 'stars', [person], starsPerPerson);
    });
  };

const tag = async (queries: Queries, person: string, board: string, tags: readonly string[], at: number) => {
  await queries.run('DELETE FROM tags WHERE person = $1 AND board = $2', [person, board]);
  await queries.run(
    `INSERT INTO tags (person, board, key, tag, at)
      SELECT $1::text, boards.id, given.key, given.tag, $3::bigint
      FROM boards, unnest($4::text[], $5::text[]) AS given (key, tag) WHERE boards.id = $2 FOR KEY SHARE OF boards
    ON CONFLICT DO NOTHING`,
    [person, board, at, tags.map(tagKey), tags],
  );
  await queries.run(
    `DELETE FROM tags WHERE person = $1 AND (board, key) IN (
      SELECT board, key FROM tags WHERE person = $1 ORDER BY at DESC OFFSET ${tagsPerPerson})`,
    [person],
  );
};

const tagsOf = async (database: Database, person: string) => {
  // As it was written last.
  const rows = await database.all(
    `SELECT DISTINCT ON (key) tag, count(*) OVER (PARTITION BY key) AS boards
    FROM tags WHERE person = $1 AND (SELECT deleted_at IS NULL FROM boards WHERE boards.id = tags.board) ORDER BY key, at DESC`,
    [person],
  );
  return rows.map((row) => ({ tag: text(row, 'tag'), boards: integer(row, 'boards') }));
};

const leave = async (queries: Queries, person: string, board: string): Promise<void> => {
  const forget = [
    'DELETE FROM stars WHERE person = $1 AND board = $2',
    'DELETE FROM tags WHERE person = $1 AND board = $2',
    'DELETE FROM visits WHERE person = $1 AND board = $2',
    // Who was sent away stays away, and who was given less than their link gives has no more when they come back.
    "DELETE FROM memberships WHERE person = $1 AND board = $2 AND role = 'editor'",
    `UPDATE memberships SET role = 'at-most-' || role
    WHERE person = $1 AND board = $2 AND role IN ('viewer', 'commenter')`,
    `DELETE FROM grants WHERE person = $1 AND link = ANY (ARRAY (
      SELECT id FROM links WHERE board = $2 AND (SELECT 1 FROM grants WHERE grants.link = links.id AND person = $1) IS NOT NULL))`,
  ];
  for (const statement of forget) await queries.run(statement, [person, board]);
};

export const postgresBoards = (database: Database): BoardRepository => ({
  create: (board, links, like) => database.transaction((queries) => create(queries, board, links, like)),
  async find(id) {
    const row = await database.one('SELECT * FROM boards WHERE id = $1', [id]);
    return row === undefined ? undefined : boardOf(row);
  },
  ofPerson: postgresBoardLists(database).ofPerson,
  async update(id, { title, updatedAt, ownerDraws, previews }) {
    await database.run(
      `UPDATE boards SET title = coalesce($2, title), updated_at = greatest(updated_at, $3),
        owner_draws = coalesce($4, owner_draws), previews = coalesce($5, previews)
      WHERE id = $1`,
      [id, title ?? null, updatedAt ?? null, ownerDraws ?? null, previews ?? null],
    );
  },
  ...ownership(database),
  async trash(id, at) {
    const trashed = 'UPDATE boards SET deleted_at = $2 WHERE id = $1 AND deleted_at IS DISTINCT FROM 0';
    return (await database.run(trashed, [id, at ?? null])) > 0;
  },
  async condemn(id, trashedAt) {
    return (
      (await database.run('UPDATE boards SET deleted_at = 0 WHERE id = $1 AND deleted_at = $2', [id, trashedAt])) > 0
    );
  },
  async trashedBefore(at) {
    return (await database.all('SELECT id FROM boards WHERE deleted_at < $1', [at])).map((row) => text(row, 'id'));
  },
  async remove(id) {
    await database.run('DELETE FROM boards WHERE id = $1', [id]);
  },
  async visit(person, board, at) {
    await database.transaction((queries) => writeVisits(queries, [{ person, board, at }]));
  },
  star: starWriter(database),
  async tag(person, board, tags, at) {
    await database.transaction((queries) => tag(queries, person, board, tags, at));
  },
  tagsOf: (person) => tagsOf(database, person),
  async leave(person, board) {
    await database.transaction((queries) => leave(queries, person, board));
  },
});
