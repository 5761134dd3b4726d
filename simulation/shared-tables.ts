import type { Compact } from '../packages/server/src/stores/compaction.ts';
import type { LoggedUpdate } from '../packages/server/src/stores/history.ts';
import { type Entry, type Loaded, notStored, type Store } from '../packages/server/src/stores/store.ts';
import { noHistory } from './log-store.ts';

/** What is looked up of a board while its row is held, by the server (its place among all) that writes. */
export interface Tables {
  /** The number of the last update. */
  head(board: string, node: number): number;
  owner(board: string, client: number): string | undefined;
}

interface Snapshot {
  readonly upTo: number;
  readonly state: Uint8Array;
  readonly vector: Uint8Array | undefined;
}

interface Board {
  updates: LoggedUpdate[];
  /** The two newest; all updates behind the older one are kept. */
  snapshots: Snapshot[];
  readonly owners: Map<number, string>;
}

/** Reads and writes in one go, as one transaction does once it holds what it changes. */
export interface Transactions {
  readonly tables: Tables;
  load(board: string): Loaded;
  since(board: string, seq: number, bytes: number): readonly LoggedUpdate[] | undefined;
  append(entries: readonly Entry[], at: number, node: number): readonly number[];
  /** What a snapshot is made of, up to which number, and of which snapshot it takes the place; undefined when there is nothing to do. */
  folding(
    board: string,
  ): { readonly parts: readonly Uint8Array[]; readonly upTo: number; readonly of: number } | undefined;
  /** Whether the snapshot still goes on from the newest there is. */
  fold(board: string, of: number, snapshot: Snapshot): boolean;
  replace(board: string, original: Uint8Array, instead: Uint8Array): void;
  remove(board: string): void;
  /** Numbers of the updates that are there one by one, as they stand. */
  numbers(board: string): readonly number[];
  owners(board: string): ReadonlyMap<number, string>;
  /** How often anything was written. */
  readonly writes: number;
}

const newest = ({ snapshots }: Board): Snapshot | undefined => snapshots.at(-1);
const tailOf = (board: Board): LoggedUpdate[] => board.updates.filter(({ seq }) => seq > (newest(board)?.upTo ?? 0));
const partsOf = (board: Board): Uint8Array[] => [
  ...(newest(board) === undefined ? [] : [newest(board)?.state ?? new Uint8Array()]),
  ...tailOf(board).map(({ update }) => update),
];

/** Tables as PostgreSQL keeps them for boards, with what `postgres/log.ts` and `update-rows.ts` do to them. What was committed is there for good. */
export const createTables = (dress: (tables: Tables) => Tables = (same) => same): Transactions => {
  const boards = new Map<string, Board>();
  const of = (id: string): Board => boards.get(id) ?? { updates: [], snapshots: [], owners: new Map() };
  const plain: Tables = {
    head: (id) => of(id).updates.at(-1)?.seq ?? newest(of(id))?.upTo ?? 0,
    owner: (id, client) => of(id).owners.get(client),
  };
  const tables = dress(plain);
  let writes = 0;

  /** Boards of which nothing of this is stored, and why. */
  const refusedIn = (entries: readonly Entry[]): Map<string, number> => {
    const refused = new Map<string, number>();
    const claims = new Map<string, string>();
    for (const { board, by, clients = [], goesOn = false } of entries) {
      for (const client of clients) {
        const owner = tables.owner(board, client) ?? claims.get(`${client} ${board}`) ?? by;
        claims.set(`${client} ${board}`, owner);
        if (owner !== by) refused.set(board, notStored.taken);
      }
      if (goesOn && plain.head(board, 0) === 0) refused.set(board, notStored.removed);
    }
    return refused;
  };

  return {
    tables: plain,
    load(id) {
      const board = of(id);
      const tail = tailOf(board);
      const rows = tail.length;
      const bytes = tail.reduce((sum, { update }) => sum + update.length, 0);
      const vector = rows === 0 ? newest(board)?.vector : undefined;
      const seq = plain.head(id, 0);
      return {
        parts: partsOf(board),
        vector,
        seq,
        timeline: 1,
        tail: { rows, bytes },
        damaged: 0,
        owners: new Map(board.owners),
      };
    },
    since(id, seq, bytes) {
      const found: LoggedUpdate[] = [];
      let size = 0;
      for (const logged of of(id).updates) {
        if (logged.seq <= seq) continue;
        if (size >= bytes) break;
        if (logged.seq !== seq + 1 + found.length) return undefined;
        found.push(logged);
        size += logged.update.length;
      }
      return found.length === 0 && plain.head(id, 0) > seq ? undefined : found;
    },
    append(entries, at, node) {
      writes++;
      const refused = refusedIn(entries);
      return entries.map(({ board: id, update, by, clients = [] }) => {
        const instead = refused.get(id);
        if (instead !== undefined) return instead;
        const board = of(id);
        boards.set(id, board);
        for (const client of clients) board.owners.set(client, tables.owner(id, client) ?? by);
        const seq = tables.head(id, node) + 1;
        board.updates.push({ seq, update, by, at });
        return seq;
      });
    },
    folding(id) {
      const board = of(id);
      const upTo = tailOf(board).at(-1)?.seq;
      return upTo === undefined ? undefined : { parts: partsOf(board), upTo, of: newest(board)?.upTo ?? 0 };
    },
    fold(id, before, snapshot) {
      const board = of(id);
      if ((newest(board)?.upTo ?? 0) !== before || !board.updates.some(({ seq }) => seq === snapshot.upTo))
        return false;
      board.snapshots = [...board.snapshots.slice(-1), snapshot];
      board.updates = board.updates.filter(({ seq }) => seq > before);
      return true;
    },
    replace(id, original, instead) {
      const board = of(id);
      const isIt = (data: Uint8Array): boolean => Buffer.compare(data, original) === 0;
      board.updates = board.updates.map((one) => (isIt(one.update) ? { ...one, update: instead } : one));
      board.snapshots = board.snapshots.map((one) =>
        isIt(one.state) ? { ...one, state: instead, vector: undefined } : one,
      );
    },
    remove: (id) => void boards.delete(id),
    numbers: (id) => of(id).updates.map(({ seq }) => seq),
    owners: (id) => of(id).owners,
    get writes() {
      return writes;
    },
  };
};

/** How a server asks for a transaction. */
export type Ask = <T>(doing: 'read' | 'write', work: () => T) => Promise<T>;

/** The log of one server (its place among all) on tables that others write to as well. */
export const storeOn = (
  tables: Transactions,
  {
    ask,
    now,
    node,
    compact,
  }: { readonly ask: Ask; readonly now: () => number; readonly node: number; readonly compact: Compact },
): Store => ({
  load: (board) => ask('read', () => tables.load(board)),
  size: (board) => ask('read', () => tables.load(board).parts.reduce((sum, { length }) => sum + length, 0)),
  ownerOf: (board, client) => ask('read', () => tables.tables.owner(board, client)),
  heads: (boards) =>
    ask('read', () => {
      const heads = boards.map((board) => [board, tables.tables.head(board, node)] as const);
      return new Map(heads.filter(([, head]) => head > 0));
    }),
  begin: (board, { whole, since = [] }, by) =>
    ask('write', () => {
      tables.append(
        [whole, ...since].map((update) => ({ board, update, by })),
        now(),
        node,
      );
    }),
  append: (entries) => ask('write', () => tables.append(entries, now(), node)),
  since: (board, seq, bytes = Number.POSITIVE_INFINITY) => ask('read', () => tables.since(board, seq, bytes)),
  async compact(board) {
    const folding = await ask('read', () => tables.folding(board));
    if (folding === undefined) return false;
    const { state, vector } = await compact(folding.parts);
    return ask('write', () => tables.fold(board, folding.of, { upTo: folding.upTo, state, vector }));
  },
  replace: (board, original, instead) => ask('write', () => tables.replace(board, original, instead)),
  remove: (board) => ask('write', () => tables.remove(board)),
  history: noHistory,
  health: () => ask('write', () => undefined),
  async close() {},
});
