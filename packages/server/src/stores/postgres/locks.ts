import type { Queries } from './database.ts';

/** What one transaction does at a time, among all that use these tables. The numbers are those of PostgreSQL's advisory locks. */
const kinds = { schema: 0x6745_0001, folding: 0x6745_0002, use: 0x6745_0003, compacting: 0x6745_0004 } as const;
export type LockKind = keyof typeof kinds;

const key = (kind: LockKind): string => `${kinds[kind]}, hashtext(current_schema() || ' ' || $1::text)`;

/** Waits for its turn, which lasts as long as the transaction. Two names may share one. */
export const lock = async (queries: Queries, kind: LockKind, name = ''): Promise<void> => {
  await queries.all(`SELECT pg_advisory_xact_lock(${key(kind)})`, [name]);
};

/** The statement that takes it for as long as the connection lasts, alone or beside others, or tells (as `taken`) that it cannot be had so. */
export const lockOfSession = (kind: LockKind, isShared: boolean): string =>
  `SELECT pg_try_advisory_lock${isShared ? '_shared' : ''}(${key(kind)}) AS taken`;

/**
 * The turn to fold what is stored of a board, whose log may grow meanwhile. Returns whether there is anything of it: it is not removed before the
 * transaction ends.
 */
export const lockFolding = async (queries: Queries, board: string): Promise<boolean> => {
  await lock(queries, 'folding', board);
  return (await queries.one('SELECT 1 AS one FROM board_heads WHERE board = $1 FOR KEY SHARE', [board])) !== undefined;
};

/**
 * Takes the turn to compact a board, and says whether it could be had. It ends with the transaction, in which nothing else is asked while the work is
 * done, for so long at most (ms): with the connection the turn is lost then. It saves work and guards nothing.
 */
export const takesCompacting = async (queries: Queries, board: string, ms: number): Promise<boolean> => {
  const idle = `set_config('idle_in_transaction_session_timeout', '${ms}', true)`;
  const row = await queries.one(`SELECT pg_try_advisory_xact_lock(${key('compacting')}) AS taken, ${idle}`, [board]);
  return row?.taken === true;
};
