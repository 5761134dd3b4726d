import { nextTurn, systemTimers } from '../../timers.ts';
import { type Compact, compactInThread } from '../compaction.ts';
import type { MakePastState } from '../past-state.ts';
import { bytes, checksum, intact, integer, optional, type Row, text } from '../rows.ts';
import type { Loaded, Start, Store } from '../store.ts';
import type { Database, Queries } from './database.ts';
import { type PostgresHistory, postgresHistory } from './history.ts';
import { lock, lockFolding, takesCompacting } from './locks.ts';
import { type Origin, setAside } from './quarantine.ts';
import {
  dropSnapshot,
  dropSnapshotsBefore,
  newestSnapshot,
  readSnapshot,
  type Snapshot,
  sameSnapshots,
  writeSnapshot,
} from './snapshots.ts';
import { headOf, headsOf, insertUpdates, sumOf, updatesAfter, updatesSince } from './update-rows.ts';

/** Tables in which something stands for each board, the one that is held by who writes first. */
const tablesOfBoards = [
  'board_heads',
  'updates',
  'snapshots',
  'quarantine',
  'client_ids',
  'history_segments',
  'history_moments',
  'kept_states',
] as const;

/** How long the turn to compact a board lasts at most (ms): longer than that may take, also where who has it is paused. */
const compactingMs = 90_000;

interface State {
  readonly database: Database;
  readonly now: () => number;
  readonly compact: Compact;
  readonly history: PostgresHistory;
}

/** What is stored of a board and readable, at one moment. */
interface ReadLog {
  readonly head: number;
  readonly snapshot: Snapshot | undefined;
  readonly tail: readonly { readonly seq: number; readonly data: Uint8Array }[];
  readonly damaged: readonly { readonly origin: Origin; readonly row: Row }[];
  readonly owners: ReadonlyMap<number, string>;
}

/** Rows of a log that are checked in one turn: each takes some µs, and there may be thousands. */
const checkedAtOnce = 250;

/** Tells those apart that are what was written. Others have their turn in between. */
async function checked(
  rows: readonly Row[],
): Promise<{ readonly sound: readonly Row[]; readonly broken: readonly Row[] }> {
  const [sound, broken]: [Row[], Row[]] = [[], []];
  for (let from = 0; from < rows.length; from += checkedAtOnce) {
    if (from > 0) await nextTurn(systemTimers);
    for (const row of rows.slice(from, from + checkedAtOnce)) (intact(row) ? sound : broken).push(row);
  }
  return { sound, broken };
}

async function readLog({ database }: State, board: string): Promise<ReadLog> {
  const damaged: ReadLog['damaged'][number][] = [];
  const { rows, ...there } = await database.atOnce(async (queries) => {
    const snapshot = await readSnapshot(queries, board, (row) => damaged.push({ origin: 'snapshot', row }));
    const after = await updatesAfter(queries, board, snapshot?.upto ?? -1);
    const owned = await queries.all('SELECT client, person FROM client_ids WHERE board = $1', [board]);
    const owners = new Map(owned.map((row) => [integer(row, 'client'), text(row, 'person')]));
    return { head: await headOf(queries, board), snapshot, rows: after, owners };
  });
  const { sound, broken } = await checked(rows);
  for (const row of broken) damaged.push({ origin: 'update', row });
  return { ...there, damaged, tail: sound.map((row) => ({ seq: integer(row, 'seq'), data: bytes(row, 'data') })) };
}

/** Puts what is damaged into quarantine, where nobody has yet. */
async function quarantine({ database, now }: State, board: string, damaged: ReadLog['damaged']): Promise<void> {
  if (damaged.length === 0) return;
  await database.transaction(async (queries) => {
    await lockFolding(queries, board);
    for (const { origin, row } of damaged) {
      const isThere =
        origin === 'snapshot'
          ? await dropSnapshot(queries, board, integer(row, 'upto'))
          : (await queries.run('DELETE FROM updates WHERE board = $1 AND seq = $2', [board, integer(row, 'seq')])) > 0;
      if (isThere) await setAside(queries, board, origin, row, now());
    }
  });
}

const read = async (state: State, board: string): Promise<ReadLog> => {
  const log = await readLog(state, board);
  await quarantine(state, board, log.damaged);
  return log;
};

const partsOf = ({ snapshot, tail }: ReadLog): Uint8Array[] => {
  const updates = tail.map(({ data }) => data);
  return snapshot === undefined ? updates : [snapshot.data, ...updates];
};

async function load(state: State, board: string): Promise<Loaded> {
  const { timeline } = state.database;
  const log = await read(state, board);
  const { head, snapshot, tail, damaged, owners } = log;
  const vector = tail.length === 0 ? snapshot?.vector : undefined;
  const unread = snapshot?.vector === undefined && tail.length > 0 ? (snapshot?.data.length ?? 0) : 0;
  const size = tail.reduce((sum, row) => sum + row.data.length, unread);
  const counted = { rows: tail.length, bytes: size };
  const parts = partsOf(log);
  return { parts, unchecked: 0, vector, seq: head, timeline, tail: counted, damaged: damaged.length, owners };
}

const begin = ({ database, now }: State, board: string, { whole, vector, since = [] }: Start, by: string) =>
  database.transaction(async (queries) => {
    await queries.run('INSERT INTO board_heads (board, head) VALUES ($1, 1)', [board]);
    await writeSnapshot(queries, board, { upto: 1, data: whole, vector }, now());
    if (since.length > 0)
      await insertUpdates(
        queries,
        since.map((update) => ({ board, update, by })),
        now(),
      );
  });

/**
 * Built of rows that are committed, never of memory, and put down only where it goes further than what is there. Two who compact a board at once
 * come to the same, and the second finds nothing to do. Resolves to the number of the snapshot before, -1 where there was none; undefined where nothing
 * was done.
 */
async function foldLog(state: State, board: string): Promise<number | undefined> {
  const { database, compact, history, now } = state;
  const log = await read(state, board);
  const upto = log.tail.at(-1)?.seq;
  if (upto === undefined) return undefined;
  const { state: data, vector } = await compact(partsOf(log));
  const before = log.snapshot?.upto ?? -1;
  // While the older snapshot is there: it may be all that is known of what came first.
  await history.prepare(board, before);
  return database.transaction(async (queries) => {
    if (!(await lockFolding(queries, board))) return undefined;
    // The board may have been removed or compacted meanwhile.
    const isBehind = (await newestSnapshot(queries, board))?.upto === log.snapshot?.upto;
    if (!isBehind || (await sumOf(queries, board, upto)) === undefined) return undefined;
    await dropSnapshotsBefore(queries, board, before);
    await writeSnapshot(queries, board, { upto, data, vector }, now());
    return before;
  });
}

/** Servers on which a board is open see its log grow long at the same moment: one of them compacts it, the others spare themselves the work. */
async function compactBoard(state: State, board: string, least: number): Promise<boolean> {
  const { database, history } = state;
  const before = await database.transaction(async (turn) => {
    if (!(await takesCompacting(turn, board, compactingMs))) return undefined;
    const behind = (await headOf(turn, board)) - ((await newestSnapshot(turn, board))?.upto ?? 0);
    return behind < least ? undefined : foldLog(state, board);
  });
  if (before === undefined) return false;
  await history.take(board, before);
  return true;
}

const replaceUpdate = (queries: Queries, board: string, seq: number, update: Uint8Array): Promise<number> =>
  queries.run('UPDATE updates SET data = $3, sum = $4 WHERE board = $1 AND seq = $2', [
    board,
    seq,
    update,
    checksum(update),
  ]);

const replace = ({ database, now }: State, board: string, original: Uint8Array, instead: Uint8Array) =>
  database.transaction(async (queries) => {
    if (!(await lockFolding(queries, board))) return;
    const sum = checksum(original);
    const updates = await queries.all('SELECT seq, data, sum FROM updates WHERE board = $1 AND sum = $2', [board, sum]);
    for (const row of updates) {
      await setAside(queries, board, 'costly update', row, now());
      await replaceUpdate(queries, board, integer(row, 'seq'), instead);
    }
    for (const row of await sameSnapshots(queries, board, sum)) {
      await setAside(queries, board, 'costly snapshot', row, now());
      const upto = integer(row, 'upto');
      await dropSnapshot(queries, board, upto);
      await writeSnapshot(queries, board, { upto, data: instead, vector: undefined }, now());
    }
  });

const remove = ({ database }: State, board: string) =>
  database.transaction(async (queries) => {
    await lock(queries, 'folding', board);
    for (const table of tablesOfBoards) await queries.run(`DELETE FROM ${table} WHERE board = $1`, [board]);
  });

async function sizeOf({ database }: State, board: string): Promise<number> {
  return database.atOnce(async (queries) => {
    const { upto, size } = (await newestSnapshot(queries, board)) ?? { upto: -1, size: 0 };
    const tail = await queries.one(
      'SELECT coalesce(sum(octet_length(data)), 0)::bigint AS size FROM updates WHERE board = $1 AND seq > $2',
      [board, upto],
    );
    return size + integer(tail ?? {}, 'size');
  });
}

/** How the log does what takes long, and what it takes for the time. */
export interface LogSettings {
  readonly now?: () => number;
  readonly compact?: Compact;
  readonly makePast?: MakePastState;
}

/**
 * The log of updates in PostgreSQL. As in SQLite each board keeps its two newest snapshots and every update behind the older one, and what came
 * before moves into its history. What SQLite does in one turn of the process is one transaction here: whoever appends holds the row of the board in
 * `board_heads`, whoever folds has the turn of the board (`locks.ts`), and readers read at one moment.
 */
export const postgresStore = (
  database: Database,
  { now = Date.now, compact = compactInThread, makePast }: LogSettings = {},
): Store => {
  const history = postgresHistory(database, now, makePast);
  const state: State = { database, now, compact, history };
  return {
    load: (board) => load(state, board),
    size: (board) => sizeOf(state, board),
    async ownerOf(board, client) {
      const row = await database.one('SELECT person FROM client_ids WHERE board = $1 AND client = $2', [board, client]);
      return optional(text, row ?? {}, 'person');
    },
    heads: (boards) => headsOf(database, boards),
    begin: (board, start, by) => begin(state, board, start, by),
    append: async (entries) => (entries.length === 0 ? [] : insertUpdates(database, entries, now())),
    since: (board, seq, most = Number.POSITIVE_INFINITY) => updatesSince(database, board, seq, most),
    compact: (board, least = 1) => compactBoard(state, board, least),
    replace: (board, original, instead) => replace(state, board, original, instead),
    remove: (board) => remove(state, board),
    history: history.past,
    // Writes what is there already: a database that may only be read refuses it.
    health: () => database.exec('UPDATE gesso_schema SET version = version'),
    // The connections are shared with the repositories; who made them closes them.
    async close() {},
  };
};
