import { systemTimers } from '../../timers.ts';
import { type Compact, compactInThread } from '../compaction.ts';
import type { Store } from '../store.ts';
import { type Database, transaction } from './database.ts';
import { bytes, checksum, intact, integer, optional, type Row, text } from './rows.ts';
import { createSnapshots } from './snapshots.ts';

/** Boards whose highest number is kept in memory; beyond it the database is asked again. */
const rememberedHeads = 10_000;
/** Owners of client ids that are read in one turn: about a millisecond. */
const ownersAtOnce = 2_000;

/**
 * The log of updates in SQLite. Each board keeps its two newest snapshots and every update behind the older one, so a
 * snapshot that turns out to be damaged costs nothing: the one before it and the updates since lead to the same state.
 */
export const sqliteStore = (
  database: Database,
  now: () => number = Date.now,
  compact: Compact = compactInThread,
): Store => {
  const insert = database.prepare('INSERT INTO updates (board, seq, data, sum, author, at) VALUES (?, ?, ?, ?, ?, ?)');
  const updatesAfter = database.prepare('SELECT seq, data, sum FROM updates WHERE board = ? AND seq > ? ORDER BY seq');
  const snapshots = createSnapshots(database, now);
  const dropUpdatesUpTo = database.prepare('DELETE FROM updates WHERE board = ? AND seq <= ?');
  const sizeAfter = database.prepare(
    'SELECT coalesce(sum(length(data)), 0) AS size FROM updates WHERE board = ? AND seq > ?',
  );
  const isThere = database.prepare('SELECT 1 FROM updates WHERE board = ? AND seq = ?');
  const setAside = database.prepare(
    'INSERT INTO quarantine (board, origin, seq, data, sum, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const uncheckedOf = database.prepare('SELECT upto FROM unchecked WHERE board = ?');
  const sameUpdates = database.prepare('SELECT seq, data, sum FROM updates WHERE board = ? AND sum = ?');
  const changeUpdate = database.prepare('UPDATE updates SET data = ?, sum = ? WHERE board = ? AND seq = ?');
  const dropUpdate = database.prepare('DELETE FROM updates WHERE board = ? AND seq = ?');

  const addOwner = database.prepare(
    'INSERT INTO client_ids (board, client, person, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const ownersOf = database.prepare(
    `SELECT client, person FROM client_ids WHERE board = ? AND client > ? ORDER BY client LIMIT ${ownersAtOnce}`,
  );

  const topOf = database.prepare(`
    SELECT max(top) AS top FROM (
      SELECT max(seq) AS top FROM updates WHERE board = ?1
      UNION ALL SELECT max(upto) FROM snapshots WHERE board = ?1
      UNION ALL SELECT max(seq) FROM quarantine WHERE board = ?1
    )`);

  /** Highest number given to an update of a board. A number is never given twice, whatever was compacted since. */
  const heads = new Map<string, number>();
  const headOf = (board: string): number => heads.get(board) ?? optional(integer, topOf.get(board) ?? {}, 'top') ?? 0;

  const quarantine = (board: string, origin: 'update' | 'snapshot', row: Row): void => {
    const seq = integer(row, origin === 'update' ? 'seq' : 'upto');
    transaction(database, () => {
      setAside.run(board, origin, seq, bytes(row, 'data'), bytes(row, 'sum'), now());
      if (origin === 'update') dropUpdate.run(board, seq);
      else snapshots.drop(board, seq);
    });
  };

  /** What is stored and readable; what is not is moved to quarantine on the way. */
  const read = async (board: string) => {
    let damaged = 0;
    const find = () =>
      snapshots.read(board, (row) => {
        damaged++;
        quarantine(board, 'snapshot', row);
      });
    let snapshot = await find();
    // While it was read the board may have been folded so far that what follows it is not all there any more.
    while (!snapshots.isCurrent(board, snapshot)) snapshot = await find();
    // In one turn from here on.
    const tail: { readonly seq: number; readonly data: Uint8Array }[] = [];
    for (const row of updatesAfter.all(board, snapshot?.upto ?? -1)) {
      if (intact(row)) tail.push({ seq: integer(row, 'seq'), data: bytes(row, 'data') });
      else {
        damaged++;
        quarantine(board, 'update', row);
      }
    }
    const before = optional(integer, uncheckedOf.get(board) ?? {}, 'upto') ?? -1;
    // What this version folded holds nothing that would be left out.
    const isOld = snapshot !== undefined && snapshot.upto <= before && snapshot.vector === undefined;
    const old = tail.filter(({ seq }) => seq <= before).length;
    const updates = tail.map((row) => row.data);
    const parts = snapshot === undefined ? updates : [snapshot.data, ...updates];
    const unchecked = old > 0 || isOld ? old + (snapshot === undefined ? 0 : 1) : 0;
    return { snapshot, tail, damaged, parts, unchecked };
  };

  /** Read with others in between: nobody writes to a board that is being loaded. */
  const readOwners = async (board: string): Promise<ReadonlyMap<number, string>> => {
    const owners = new Map<number, string>();
    for (let last = -1; ; ) {
      const rows = ownersOf.all(board, last);
      for (const row of rows) {
        last = integer(row, 'client');
        owners.set(last, text(row, 'person'));
      }
      if (rows.length < ownersAtOnce) return owners;
      await new Promise<void>((resolve) => void systemTimers.soon(resolve));
    }
  };

  return {
    async load(board) {
      const owners = await readOwners(board);
      const { snapshot, parts, unchecked, tail, damaged } = await read(board);
      const vector = tail.length === 0 ? snapshot?.vector : undefined;
      const unread = snapshot?.vector === undefined && tail.length > 0 ? (snapshot?.data.length ?? 0) : 0;
      const size = tail.reduce((sum, row) => sum + row.data.length, unread);
      return { parts, unchecked, vector, tail: { rows: tail.length, bytes: size }, damaged, owners };
    },

    async size(board) {
      const { upto, size } = snapshots.head(board) ?? { upto: -1, size: 0 };
      return size + integer(sizeAfter.get(board, upto) ?? {}, 'size');
    },

    async begin(board, { whole, vector, since = [] }, by) {
      const at = now();
      const settle = (): void => {
        for (const [i, update] of since.entries()) insert.run(board, i + 2, update, checksum(update), by, at);
      };
      await snapshots.write(board, { upto: 1, state: whole, vector, isWanted: () => true, settle });
      heads.set(board, 1 + since.length);
    },

    async append(entries) {
      const at = now();
      const reached = new Map<string, number>();
      transaction(database, () => {
        for (const { board, update, by, clients = [] } of entries) {
          const seq = (reached.get(board) ?? headOf(board)) + 1;
          insert.run(board, seq, update, checksum(update), by, at);
          reached.set(board, seq);
          for (const client of clients) addOwner.run(board, client, by, at);
        }
      });
      if (heads.size > rememberedHeads) heads.clear();
      for (const [board, seq] of reached) heads.set(board, seq);
    },

    async compact(board) {
      const { snapshot, tail, parts, unchecked } = await read(board);
      const upto = tail.at(-1)?.seq;
      if (upto === undefined) return false;
      const { state, vector } = await compact(parts, unchecked);
      // Somebody may have removed or compacted the board while its state was being folded.
      const isWanted = (): boolean =>
        snapshots.head(board)?.upto === snapshot?.upto && isThere.get(board, upto) !== undefined;
      const settle = (): void => {
        const before = snapshot?.upto ?? -1;
        snapshots.dropBefore(board, before);
        dropUpdatesUpTo.run(board, before);
      };
      return snapshots.write(board, { upto, state, vector, isWanted, settle });
    },

    async replace(board, original, instead) {
      const sum = checksum(original);
      const newSum = checksum(instead);
      transaction(database, () => {
        for (const row of sameUpdates.all(board, sum)) {
          setAside.run(board, 'costly update', integer(row, 'seq'), bytes(row, 'data'), sum, now());
          changeUpdate.run(instead, newSum, board, integer(row, 'seq'));
        }
        for (const row of snapshots.same(board, sum)) {
          setAside.run(board, 'costly snapshot', integer(row, 'upto'), bytes(row, 'data'), sum, now());
          snapshots.change(board, integer(row, 'upto'), instead);
        }
      });
    },

    async remove(board) {
      transaction(database, () => {
        for (const table of ['updates', 'snapshots', 'snapshot_parts', 'quarantine', 'client_ids', 'unchecked']) {
          database.prepare(`DELETE FROM ${table} WHERE board = ?`).run(board);
        }
      });
      heads.delete(board);
    },

    async health() {
      // Writes what is there already: the cheapest thing that fails when the disk is full or read-only.
      const version = integer(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
      database.exec(`PRAGMA user_version = ${version}`);
    },

    // The file is shared with the records; whoever opened it closes it.
    async close() {},
  };
};
