import { createBoardDoc } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { type History, type LoggedUpdate, type NamedVersion, thinned } from '../../src/stores/history.ts';

/** What a plain list has of a board: what it began with, and all updates since. */
export interface Remembered {
  readonly begun: Uint8Array | undefined;
  readonly updates: LoggedUpdate[];
  readonly named: Map<string, { readonly version: NamedVersion; readonly state: Uint8Array }>;
}

/** What boards were, from lists of all their updates. */
export const memoryHistory = (of: (board: string) => Remembered): History => {
  const firstOf = ({ begun, updates }: Remembered): number => updates[0]?.seq ?? (begun === undefined ? 1 : 2);
  const headOf = (board: Remembered): number => board.updates.at(-1)?.seq ?? firstOf(board) - 1;
  return {
    span: async (board) => ({ first: firstOf(of(board)), head: headOf(of(board)) }),
    before: async (board, at) => {
      const { updates } = of(board);
      return (updates.find((one) => one.at >= at)?.seq ?? headOf(of(board)) + 1) - 1;
    },
    async moments(board) {
      return thinned(of(board).updates, Date.now());
    },
    read: async (board, after) => ({
      updates: of(board)
        .updates.filter(({ seq }) => seq > after)
        .slice(0, 100),
      damaged: 0,
    }),
    async stateAt(board, seq) {
      const known = of(board);
      if (seq > headOf(known) || seq < firstOf(known) - 1) return undefined;
      const doc = createBoardDoc();
      if (known.begun !== undefined) Y.applyUpdate(doc, known.begun);
      for (const one of known.updates) if (one.seq <= seq) Y.applyUpdate(doc, one.update);
      return Y.encodeStateAsUpdate(doc);
    },
    async versions(board) {
      const named = [...of(board).named.values()].map(({ version }) => version);
      return named.sort((a, b) => b.at - a.at || b.seq - a.seq);
    },
    async keep(board, { id, ...version }, state, most) {
      const { named } = of(board);
      if (named.size >= most.versions || state.length > most.bytes) return undefined;
      const kept = { id, ...version, bytes: state.length };
      named.set(id, { version: kept, state });
      return kept;
    },
    async rename(board, id, name) {
      const found = of(board).named.get(id);
      if (found !== undefined) of(board).named.set(id, { ...found, version: { ...found.version, name } });
      return found !== undefined;
    },
    drop: async (board, id) => of(board).named.delete(id),
    stateOf: async (board, id) => of(board).named.get(id)?.state,
    async *sweep() {},
  };
};
