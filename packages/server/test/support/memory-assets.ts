import type { AssetRecord, AssetRepository } from '../../src/stores/assets.ts';
import type { BoardRecord } from '../../src/stores/repositories.ts';

interface Owned {
  readonly record: AssetRecord;
  readonly at: number;
  unnamedSince: number | undefined;
}

/** Assets in memory; `copy` and `forget` are what happens to them with their boards, `sweep` removes what no board has. */
export const memoryAssets = (boards: ReadonlyMap<string, BoardRecord>) => {
  const data = new Map<string, { readonly data: Uint8Array; readonly at: number }>();
  const owned = new Map<string, Map<string, Owned>>();
  const looks = new Map<string, number>();
  const of = (board: string): Map<string, Owned> => owned.get(board) ?? new Map();

  const repository: AssetRepository = {
    async add(board, { hash, type }, bytes, { at }, room) {
      if (!data.has(hash)) data.set(hash, { data: bytes, at });
      if (!boards.has(board)) return false;
      const own = of(board);
      const taken = [...own.values()].reduce((sum, { record }) => sum + record.bytes + (room?.each ?? 0), 0);
      if (room !== undefined && !own.has(hash) && taken + bytes.length >= room.bytes) return 'full';
      own.set(hash, { record: { hash, type, bytes: bytes.length }, at, unnamedSince: undefined });
      owned.set(board, own);
      return true;
    },
    find: async (board, hash) => of(board).get(hash)?.record,
    async *read(hash) {
      const kept = data.get(hash);
      if (kept === undefined) throw new Error('there is no such asset');
      yield kept.data;
    },
    ofBoard: async (board) => [...of(board).values()].map(({ record }) => record),
    async toLookAt(lookedBefore, unnamedBefore) {
      return [...owned].flatMap(([board, own]) => {
        const looked = looks.get(board) ?? 0;
        const changed =
          looked < (boards.get(board)?.updatedAt ?? 0) + 60_000 || [...own.values()].some(({ at }) => looked < at);
        const due = [...own.values()].some(({ unnamedSince }) => (unnamedSince ?? unnamedBefore) < unnamedBefore);
        return own.size > 0 && looked < lookedBefore && (changed || due) ? [board] : [];
      });
    },
    async looked(board, { named, at, unnamedBefore }) {
      looks.set(board, at);
      let gone = 0;
      for (const [hash, one] of of(board)) {
        one.unnamedSince = named.has(hash) ? undefined : (one.unnamedSince ?? at);
        if ((one.unnamedSince ?? unnamedBefore) >= unnamedBefore) continue;
        of(board).delete(hash);
        gone++;
      }
      return gone;
    },
  };
  return {
    repository,
    copy(from: string, to: string, at: number): void {
      owned.set(
        to,
        new Map([...of(from)].map(([hash, { record }]) => [hash, { record, at, unnamedSince: undefined }])),
      );
    },
    forget: (board: string): void => void owned.delete(board),
    *sweep(loose: number): Generator<number, void> {
      for (const [hash, { at }] of data) {
        if (at >= loose || [...owned.values()].some((own) => own.has(hash))) continue;
        data.delete(hash);
        yield 1;
      }
    },
  };
};
