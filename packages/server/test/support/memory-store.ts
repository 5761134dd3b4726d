import { type Compacted, compactInThread } from '../../src/stores/compaction.ts';
import type { LoggedUpdate } from '../../src/stores/history.ts';
import { notStored, type Store } from '../../src/stores/store.ts';
import { memoryHistory, type Remembered } from './memory-history.ts';

interface Kept {
  /** Number of the last update in `snapshot`; 0 without one. */
  readonly upTo: number;
  readonly snapshot: (Compacted & { readonly at: number }) | undefined;
  readonly tail: readonly LoggedUpdate[];
}

const nothing: Kept = { upTo: 0, snapshot: undefined, tail: [] };

const partsOf = ({ snapshot, tail }: Kept): readonly Uint8Array[] => [
  ...(snapshot === undefined ? [] : [snapshot.state]),
  ...tail.map(({ update }) => update),
];

const headOf = ({ tail, upTo }: Kept): number => tail.at(-1)?.seq ?? upTo;

/** Keeps boards until the process ends: for tests, and to prove the contract. */
export const memoryStore = (): Store => {
  const boards = new Map<string, Kept>();
  const owners = new Map<string, Map<number, string>>();
  const of = (board: string): Kept => boards.get(board) ?? nothing;
  const past = new Map<string, Remembered>();
  const pastOf = (board: string): Remembered => {
    const known = past.get(board) ?? { begun: undefined, updates: [], named: new Map() };
    past.set(board, known);
    return known;
  };

  return {
    async load(board) {
      const kept = of(board);
      return {
        parts: partsOf(kept),
        vector: kept.tail.length === 0 ? kept.snapshot?.vector : undefined,
        seq: headOf(kept),
        timeline: 1,
        tail: { rows: kept.tail.length, bytes: kept.tail.reduce((sum, { update }) => sum + update.length, 0) },
        damaged: 0,
        owners: new Map(owners.get(board)),
      };
    },
    size: async (board) => partsOf(of(board)).reduce((sum, { length }) => sum + length, 0),
    ownerOf: async (board, client) => owners.get(board)?.get(client),
    heads: async (asked) =>
      new Map(asked.flatMap((board) => (headOf(of(board)) > 0 ? [[board, headOf(of(board))] as const] : []))),
    async begin(board, { whole, vector, since = [] }, by) {
      const at = Date.now();
      const tail = since.map((update, i) => ({ seq: i + 2, update: update.slice(), by, at }));
      boards.set(board, { upTo: 1, snapshot: { state: whole.slice(), vector, at }, tail });
      past.set(board, { begun: whole.slice(), updates: [...tail], named: new Map() });
    },
    async append(entries) {
      const refused = new Map<string, number>();
      for (const { board, by, clients = [], goesOn = false } of entries) {
        const isForeign = (client: number): boolean => (owners.get(board)?.get(client) ?? by) !== by;
        if (clients.some(isForeign)) refused.set(board, notStored.taken);
        if (goesOn && headOf(of(board)) === 0) refused.set(board, notStored.removed);
      }
      return entries.map(({ board, update, by, clients = [] }) => {
        const instead = refused.get(board);
        if (instead !== undefined) return instead;
        const kept = of(board);
        const seq = headOf(kept) + 1;
        const logged = { seq, update: update.slice(), by, at: Date.now() };
        boards.set(board, { ...kept, tail: [...kept.tail, logged] });
        pastOf(board).updates.push(logged);
        const owned = owners.get(board) ?? new Map<number, string>();
        for (const client of clients) if (!owned.has(client)) owned.set(client, by);
        owners.set(board, owned);
        return seq;
      });
    },
    async since(board, seq, bytes = Number.POSITIVE_INFINITY) {
      const { tail, upTo } = of(board);
      if (seq < upTo) return undefined;
      const found: LoggedUpdate[] = [];
      let size = 0;
      for (const logged of tail) {
        if (logged.seq <= seq) continue;
        if (size >= bytes) break;
        found.push(logged);
        size += logged.update.length;
      }
      return found;
    },
    async compact(board, least = 1) {
      const before = of(board);
      if (before.tail.length < Math.max(1, least)) return false;
      const compacted = await compactInThread(partsOf(before).map((part) => part.slice()));
      const now = boards.get(board);
      if (now === undefined || now.snapshot !== before.snapshot || headOf(now) < headOf(before)) return false;
      const upTo = headOf(before);
      const tail = now.tail.filter(({ seq }) => seq > upTo);
      boards.set(board, { upTo, snapshot: { ...compacted, at: Date.now() }, tail });
      return true;
    },
    async replace(board, original, instead) {
      const kept = boards.get(board);
      if (kept === undefined) return;
      const isIt = (data: Uint8Array): boolean => Buffer.compare(data, original) === 0;
      const { snapshot } = kept;
      boards.set(board, {
        ...kept,
        snapshot:
          snapshot !== undefined && isIt(snapshot.state)
            ? { ...snapshot, state: instead, vector: undefined }
            : snapshot,
        tail: kept.tail.map((logged) => (isIt(logged.update) ? { ...logged, update: instead } : logged)),
      });
    },
    async remove(board) {
      boards.delete(board);
      owners.delete(board);
      past.delete(board);
    },
    history: memoryHistory(pastOf),
    async health() {},
    async close() {},
  };
};
