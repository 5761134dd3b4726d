import type { LoggedUpdate } from '../history.ts';
import { rowBytes } from '../history-pieces.ts';
import { bytes, checksum, intact, integer, optional, type Row, text } from '../rows.ts';
import { type Entry, notStored } from '../store.ts';
import type { Database, Queries } from './database.ts';

/** The number of the last update of a board; 0 for a board without updates. */
export const headOf = async (queries: Queries, board: string): Promise<number> =>
  optional(integer, (await queries.one('SELECT head FROM board_heads WHERE board = $1', [board])) ?? {}, 'head') ?? 0;

/** The same of many boards. */
export const headsOf = async (queries: Queries, boards: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  if (boards.length === 0) return new Map();
  const rows = await queries.all('SELECT board, head FROM board_heads WHERE board = ANY($1::text[])', [boards]);
  return new Map(rows.map((row) => [text(row, 'board'), integer(row, 'head')]));
};

/** All behind a number, in order. */
export const updatesAfter = (queries: Queries, board: string, seq: number): Promise<readonly Row[]> =>
  queries.all('SELECT seq, sum, author, at, data FROM updates WHERE board = $1 AND seq > $2 ORDER BY seq', [
    board,
    seq,
  ]);

/**
 * Where a piece ends is one number that is found first, by looking at no more rows than can be in one: joined to their sizes instead, rows would be
 * compared each with each as long as the planner believes what it was last told, that the table is small. On a new database that is what it knows.
 */
const piece = `
  SELECT seq, sum, author, at, data FROM updates
  WHERE board = $1 AND seq > $2 AND seq <= (
    SELECT max(seq) FROM (
      SELECT seq, sum(size) OVER (ORDER BY seq) - size AS before FROM (
        SELECT seq, octet_length(data) + ${rowBytes} AS size FROM updates
        WHERE board = $1 AND seq > $2 ORDER BY seq LIMIT $4) AS next) AS sizes
    WHERE before < $3)
  ORDER BY seq`;

/** Some behind a number, in order, up to about so many bytes; the first in any case. */
export const pieceAfter = (queries: Queries, board: string, seq: number, most: number): Promise<readonly Row[]> => {
  const size = Math.min(most, Number.MAX_SAFE_INTEGER);
  return queries.all(piece, [board, seq, size, Math.ceil(size / rowBytes)]);
};

export const loggedOf = (row: Row): LoggedUpdate => ({
  seq: integer(row, 'seq'),
  update: bytes(row, 'data'),
  by: text(row, 'author'),
  at: integer(row, 'at'),
});

/** Whether these are what follows a number, as they were written. */
const follow = (rows: readonly Row[], seq: number): boolean =>
  rows.every((row, i) => integer(row, 'seq') === seq + 1 + i && intact(row));

/** Some behind a number, without a gap; undefined when one of them is missing or damaged. */
export const updatesSince = async (
  database: Database,
  board: string,
  seq: number,
  most: number,
): Promise<readonly LoggedUpdate[] | undefined> => {
  // Whoever was told of something finds it: that is one statement, and not the four of a transaction.
  const rows = await pieceAfter(database, board, seq, most);
  if (rows.length > 0) return follow(rows, seq) ? rows.map(loggedOf) : undefined;
  return database.atOnce(async (queries) => {
    const there = await pieceAfter(queries, board, seq, most);
    if (!follow(there, seq) || (there.length === 0 && (await headOf(queries, board)) > seq)) return undefined;
    return there.map(loggedOf);
  });
};

/** The lowest number there is behind another. */
export const firstAfter = async (queries: Queries, board: string, seq: number): Promise<number | undefined> =>
  optional(
    integer,
    (await queries.one('SELECT seq FROM updates WHERE board = $1 AND seq > $2 ORDER BY seq LIMIT 1', [board, seq])) ??
      {},
    'seq',
  );

/** Number, time and author of some behind a number, in order. */
export const headsAfter = async (
  queries: Queries,
  board: string,
  seq: number,
  most: number,
): Promise<readonly Omit<LoggedUpdate, 'update'>[]> => {
  const rows = await queries.all(
    'SELECT seq, at, author FROM updates WHERE board = $1 AND seq > $2 ORDER BY seq LIMIT $3',
    [board, seq, most],
  );
  return rows.map((row) => ({ seq: integer(row, 'seq'), at: integer(row, 'at'), by: text(row, 'author') }));
};

/** The checksum of one that is there. */
export const sumOf = async (queries: Queries, board: string, seq: number): Promise<Uint8Array | undefined> =>
  optional(
    bytes,
    (await queries.one('SELECT sum FROM updates WHERE board = $1 AND seq = $2', [board, seq])) ?? {},
    'sum',
  );

export const dropUpTo = async (queries: Queries, board: string, seq: number): Promise<void> => {
  await queries.run('DELETE FROM updates WHERE board = $1 AND seq <= $2', [board, seq]);
};

/**
 * One statement, so that it is one way to the database and one flush there. It holds the head of each board, in the order of their ids, so that two
 * who write to the same boards never wait for each other; all else is of boards whose row it holds by then, or that have none yet. Of a board that
 * had a log ($14) and has none, and of one with a client id that belongs to another by now, nothing is stored: who it belongs to is looked up by
 * writing it, which sees what others have written meanwhile. The bytes of all updates come as one value ($5), which is cut into them there: an array
 * of them would be sent as text.
 */
const insertAll = `
  WITH held AS MATERIALIZED (
    SELECT board FROM board_heads WHERE board = ANY($1::text[]) ORDER BY board COLLATE "C" FOR NO KEY UPDATE
  ), alive AS MATERIALIZED (
    SELECT board, n FROM unnest($1::text[], $2::bigint[], $14::boolean[]) AS given (board, n, goes_on)
      LEFT JOIN held USING (board) WHERE NOT goes_on OR held.board IS NOT NULL
  ), claims AS MATERIALIZED (
    SELECT board, client, person FROM unnest($11::text[], $12::bigint[], $13::text[]) AS given (board, client, person)
      JOIN alive USING (board)
  ), owned AS (
    INSERT INTO client_ids AS c (board, client, person, at)
      SELECT DISTINCT ON (board COLLATE "C", client) board, client, person, $3::bigint FROM claims
      ORDER BY board COLLATE "C", client
      ON CONFLICT (board, client) DO UPDATE SET person = c.person
      RETURNING board, client, person
  ), taken AS MATERIALIZED (
    SELECT DISTINCT claims.board FROM claims JOIN owned USING (board, client) WHERE claims.person <> owned.person
  ), raised AS (
    INSERT INTO board_heads AS h (board, head)
      SELECT board, n FROM alive WHERE board NOT IN (SELECT board FROM taken) ORDER BY board COLLATE "C"
      ON CONFLICT (board) DO UPDATE SET head = h.head + excluded.head
      RETURNING board, head
  ), written AS (
    INSERT INTO updates (board, seq, at, author, sum, data)
      SELECT board, head - behind, $3::bigint, author,
        substring($4::bytea FROM (32 * (n - 1) + 1)::integer FOR 32), substring($5::bytea FROM start + 1 FOR length)
      FROM unnest($6::text[], $7::bigint[], $8::text[], $9::integer[], $10::integer[])
        WITH ORDINALITY AS given (board, behind, author, start, length, n)
      JOIN raised USING (board)
  )
  SELECT board, head FROM raised
  UNION ALL SELECT board, ${notStored.taken}::bigint FROM taken`;

/** How many entries there are of each board. */
const countsOf = (entries: readonly Entry[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { board } of entries) counts.set(board, (counts.get(board) ?? 0) + 1);
  return counts;
};

/** Whom client ids belong to by these entries; an id of two people is in it twice, the first of them first. */
const claimsOf = (entries: readonly Entry[]) => {
  const claims = new Map<string, { readonly board: string; readonly client: number; readonly person: string }>();
  for (const { board, by, clients = [] } of entries) {
    for (const client of clients) {
      const name = `${client} ${by} ${board}`;
      if (!claims.has(name)) claims.set(name, { board, client, person: by });
    }
  }
  return [...claims.values()];
};

/** Puts entries behind what their boards have. Resolves to the number of each. */
export const insertUpdates = async (
  queries: Queries,
  entries: readonly Entry[],
  at: number,
): Promise<readonly number[]> => {
  const counts = countsOf(entries);
  const claims = claimsOf(entries);
  const goesOn = new Set(entries.flatMap((entry) => (entry.goesOn === true ? [entry.board] : [])));
  const left = new Map(counts);
  const behind = entries.map(({ board }) => {
    const rest = (left.get(board) ?? 0) - 1;
    left.set(board, rest);
    return rest;
  });
  let end = 0;
  const starts = entries.map(({ update }) => {
    end += update.length;
    return end - update.length;
  });
  const rows = await queries.all(insertAll, [
    [...counts.keys()],
    [...counts.values()],
    at,
    Buffer.concat(entries.map(({ update }) => checksum(update))),
    Buffer.concat(entries.map(({ update }) => update)),
    entries.map(({ board }) => board),
    behind,
    entries.map(({ by }) => by),
    starts,
    entries.map(({ update }) => update.length),
    claims.map(({ board }) => board),
    claims.map(({ client }) => client),
    claims.map(({ person }) => person),
    [...counts.keys()].map((board) => goesOn.has(board)),
  ]);
  const heads = new Map(rows.map((row) => [text(row, 'board'), integer(row, 'head')]));
  return entries.map(({ board }, i) => {
    const head = heads.get(board) ?? notStored.removed;
    return head > 0 ? head - (behind[i] ?? 0) : head;
  });
};
