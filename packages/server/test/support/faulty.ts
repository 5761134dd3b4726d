import type { Store } from '../../src/stores/store.ts';

/** A store that fails on command: nothing is written while `broken`, and what was written before stays. */
export const faultyStore = (store: Store) => {
  const state = { broken: false, appends: 0 };
  const check = async (): Promise<void> => {
    if (state.broken) throw new Error('no space left on device');
  };
  return {
    state,
    store: {
      load: (board) => check().then(() => store.load(board)),
      size: (board) => check().then(() => store.size(board)),
      begin: (board, start, by) => check().then(() => store.begin(board, start, by)),
      append: (entries) => {
        state.appends++;
        return check().then(() => store.append(entries));
      },
      since: (board, seq, bytes) => check().then(() => store.since(board, seq, bytes)),
      ownerOf: (board, client) => check().then(() => store.ownerOf(board, client)),
      versions: (board) => check().then(() => store.versions(board)),
      compact: (board) => check().then(() => store.compact(board)),
      replace: (board, original, instead) => check().then(() => store.replace(board, original, instead)),
      remove: (board) => check().then(() => store.remove(board)),
      health: () => check().then(() => store.health()),
      close: () => store.close(),
    } satisfies Store,
  };
};
