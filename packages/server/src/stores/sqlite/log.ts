import { type Compact, compactInThread } from '../compaction.ts';
import { checksum, integer } from '../rows.ts';
import { type Entry, type Loaded, notStored, type Start, type Store } from '../store.ts';
import { type ClientOwners, clientOwners } from './client-owners.ts';
import { type Database, transaction } from './database.ts';
import { type SqliteHistory, sqliteHistory } from './history.ts';
import { logReader, type ReadLog } from './log-reader.ts';
import { quarantineWriter } from './quarantine.ts';
import { createSnapshots, type Snapshots } from './snapshots.ts';
import { type UpdateRows, updateRows } from './update-rows.ts';

/** Tables in which something stands for each board. */
const tablesOfBoards = [
  'updates',
  'snapshots',
  'snapshot_parts',
  'quarantine',
  'client_ids',
  'unchecked',
  'history_segments',
  'history_moments',
  'kept_states',
  'kept_state_parts',
] as const;

interface State {
  readonly database: Database;
  readonly now: () => number;
  readonly compact: Compact;
  readonly snapshots: Snapshots;
  readonly updates: UpdateRows;
  readonly owners: ClientOwners;
  readonly quarantine: ReturnType<typeof quarantineWriter>;
  readonly read: (board: string) => Promise<ReadLog>;
  readonly history: SqliteHistory;
}

async function load({ owners, read, updates }: State, board: string): Promise<Loaded> {
  const known = await owners.of(board);
  const { snapshot, parts, unchecked, tail, damaged } = await read(board);
  const vector = tail.length === 0 ? snapshot?.vector : undefined;
  const unread = snapshot?.vector === undefined && tail.length > 0 ? (snapshot?.data.length ?? 0) : 0;
  const size = tail.reduce((sum, row) => sum + row.data.length, unread);
  const seq = updates.head(board);
  return { parts, unchecked, vector, seq, tail: { rows: tail.length, bytes: size }, damaged, owners: known };
}

async function begin(state: State, board: string, { whole, vector, since = [] }: Start, by: string): Promise<void> {
  const { now, snapshots, updates } = state;
  const at = now();
  const inSameTransaction = (): void => {
    for (const [i, update] of since.entries()) updates.insert(board, i + 2, update, by, at);
  };
  await snapshots.write(board, { upto: 1, state: whole, vector, isWanted: () => true, inSameTransaction });
  updates.reached(new Map([[board, 1 + since.length]]));
}

/** Boards of which nothing is stored, and what is told instead of numbers. Nobody else writes to the file. */
function refusedOf({ updates, owners }: Pick<State, 'updates' | 'owners'>, entries: readonly Entry[]) {
  const refused = new Map<string, number>();
  const claimed = new Map<string, string>();
  for (const { board, by, clients = [], goesOn = false } of entries) {
    if (goesOn && updates.head(board) === 0) refused.set(board, notStored.removed);
    for (const client of clients) {
      const owner = claimed.get(`${client} ${board}`) ?? owners.find(board, client) ?? by;
      claimed.set(`${client} ${board}`, owner);
      if (owner !== by && !refused.has(board)) refused.set(board, notStored.taken);
    }
  }
  return refused;
}

function append({ database, now, updates, owners }: State, entries: readonly Entry[]): readonly number[] {
  const at = now();
  const reached = new Map<string, number>();
  const refused = refusedOf({ updates, owners }, entries);
  const seqs = transaction(database, () =>
    entries.map(({ board, update, by, clients = [] }) => {
      const instead = refused.get(board);
      if (instead !== undefined) return instead;
      const seq = (reached.get(board) ?? updates.head(board)) + 1;
      updates.insert(board, seq, update, by, at);
      reached.set(board, seq);
      for (const client of clients) owners.add(board, client, by, at);
      return seq;
    }),
  );
  updates.reached(reached);
  return seqs;
}

async function compactBoard(state: State, board: string, least: number): Promise<boolean> {
  const { compact, read, snapshots, updates, history } = state;
  if (updates.head(board) - (snapshots.head(board)?.upto ?? 0) < least) return false;
  const { snapshot, tail, parts, unchecked } = await read(board);
  const upto = tail.at(-1)?.seq;
  if (upto === undefined) return false;
  const { state: whole, vector } = await compact(parts, unchecked);
  // The board may have been removed or compacted meanwhile.
  const isWanted = (): boolean => snapshots.head(board)?.upto === snapshot?.upto && updates.has(board, upto);
  const before = snapshot?.upto ?? -1;
  // While the older snapshot is there: it may be all that is known of what came first.
  await history.prepare(board, before);
  const inSameTransaction = (): void => snapshots.dropBefore(board, before);
  const isDone = await snapshots.write(board, { upto, state: whole, vector, isWanted, inSameTransaction });
  if (isDone) await history.take(board, before);
  return isDone;
}

function replace(state: State, board: string, original: Uint8Array, instead: Uint8Array): void {
  const { database, updates, snapshots, quarantine } = state;
  const sum = checksum(original);
  transaction(database, () => {
    for (const row of updates.same(board, sum)) {
      quarantine(board, 'costly update', row);
      updates.change(board, integer(row, 'seq'), instead);
    }
    for (const row of snapshots.same(board, sum)) {
      quarantine(board, 'costly snapshot', row);
      snapshots.change(board, integer(row, 'upto'), instead);
    }
  });
}

function remove({ database, updates, history }: State, board: string): void {
  transaction(database, () => {
    for (const table of tablesOfBoards) database.prepare(`DELETE FROM ${table} WHERE board = ?`).run(board);
  });
  updates.forget(board);
  history.forget(board);
}

function headsOf({ updates }: State, boards: readonly string[]): ReadonlyMap<string, number> {
  const heads = boards.map((board) => [board, updates.head(board)] as const);
  return new Map(heads.filter(([, head]) => head > 0));
}

/** Writes what is there already: the cheapest thing that fails when the disk is full or read-only. */
function writeVersion(database: Database): void {
  const version = integer(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
  database.exec(`PRAGMA user_version = ${version}`);
}

/**
 * The log of updates in SQLite. Each board keeps its two newest snapshots and every update behind the older one, so a
 * snapshot that turns out to be damaged costs nothing: the one before it and the updates since lead to the same state. What came before
 * moves into its history, some at a time, once the newer snapshot is there.
 */
export const sqliteStore = (
  database: Database,
  now: () => number = Date.now,
  compact: Compact = compactInThread,
): Store => {
  const snapshots = createSnapshots(database, now);
  const updates = updateRows(database);
  const quarantine = quarantineWriter(database, now);
  const read = logReader(database, snapshots, updates, quarantine);
  const history = sqliteHistory({ database, snapshots, updates, quarantine, now });
  const owners = clientOwners(database);
  const state: State = { database, now, compact, snapshots, updates, owners, quarantine, read, history };
  return {
    load: (board) => load(state, board),
    async size(board) {
      const { upto, size } = snapshots.head(board) ?? { upto: -1, size: 0 };
      return size + updates.bytesAfter(board, upto);
    },
    ownerOf: async (board, client) => state.owners.find(board, client),
    heads: async (boards) => headsOf(state, boards),
    begin: (board, start, by) => begin(state, board, start, by),
    append: async (entries) => append(state, entries),
    since: async (board, seq, bytes = Number.POSITIVE_INFINITY) => updates.since(board, seq, bytes),
    compact: (board, least = 1) => compactBoard(state, board, least),
    replace: async (board, original, instead) => replace(state, board, original, instead),
    remove: async (board) => remove(state, board),
    history: history.past,
    health: async () => writeVersion(database),
    // The file is shared with the repositories; the process that opened it closes it.
    async close() {},
  };
};
