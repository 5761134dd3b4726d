import { type Compacted, compactInThread } from '../../src/stores/compaction.ts';
import type { Store } from '../../src/stores/store.ts';

/** Keeps boards until the process ends: for tests, and to prove the contract. */
export const memoryStore = (): Store => {
  const boards = new Map<string, { snapshot: Compacted | undefined; tail: Uint8Array[] }>();
  const owners = new Map<string, Map<number, string>>();

  const parts = (board: string): Uint8Array[] => {
    const kept = boards.get(board);
    return kept === undefined ? [] : kept.snapshot === undefined ? [...kept.tail] : [kept.snapshot.state, ...kept.tail];
  };

  return {
    async load(board) {
      const tail = boards.get(board)?.tail ?? [];
      const bytes = tail.reduce((sum, update) => sum + update.length, 0);
      return {
        parts: parts(board),
        vector: tail.length === 0 ? boards.get(board)?.snapshot?.vector : undefined,
        tail: { rows: tail.length, bytes },
        damaged: 0,
        owners: new Map(owners.get(board)),
      };
    },
    async size(board) {
      return parts(board).reduce((sum, { length }) => sum + length, 0);
    },
    async begin(board, { whole, vector, since = [] }) {
      boards.set(board, { snapshot: { state: whole.slice(), vector }, tail: since.map((update) => update.slice()) });
    },
    async append(entries) {
      for (const { board, update, by, clients = [] } of entries) {
        const kept = boards.get(board) ?? { snapshot: undefined, tail: [] };
        kept.tail.push(update.slice());
        boards.set(board, kept);
        const owned = owners.get(board) ?? new Map<number, string>();
        for (const client of clients) if (!owned.has(client)) owned.set(client, by);
        owners.set(board, owned);
      }
    },
    async compact(board) {
      const kept = boards.get(board);
      const folded = kept?.tail.length ?? 0;
      if (kept === undefined || folded === 0) return false;
      const snapshot = await compactInThread(parts(board).map((part) => part.slice()));
      if (boards.get(board) !== kept) return false;
      boards.set(board, { snapshot, tail: kept.tail.slice(folded) });
      return true;
    },
    async replace(board, original, instead) {
      const kept = boards.get(board);
      if (kept === undefined) return;
      const isIt = (data: Uint8Array): boolean => Buffer.compare(data, original) === 0;
      if (kept.snapshot !== undefined && isIt(kept.snapshot.state))
        kept.snapshot = { state: instead, vector: undefined };
      kept.tail = kept.tail.map((update) => (isIt(update) ? instead : update));
    },
    async remove(board) {
      boards.delete(board);
      owners.delete(board);
    },
    async health() {},
    async close() {},
  };
};
