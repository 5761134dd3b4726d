import type { History } from '../../src/stores/history.ts';
import type { Store } from '../../src/stores/store.ts';

/** The same for what boards were. */
const faultyHistory = (history: History, check: () => Promise<void>): History => ({
  span: (board) => check().then(() => history.span(board)),
  before: (board, at) => check().then(() => history.before(board, at)),
  moments: (board) => check().then(() => history.moments(board)),
  read: (board, after) => check().then(() => history.read(board, after)),
  stateAt: (board, seq) => check().then(() => history.stateAt(board, seq)),
  versions: (board) => check().then(() => history.versions(board)),
  keep: (...all) => check().then(() => history.keep(...all)),
  rename: (...all) => check().then(() => history.rename(...all)),
  drop: (board, id) => check().then(() => history.drop(board, id)),
  stateOf: (board, id) => check().then(() => history.stateOf(board, id)),
  async *sweep(ages) {
    await check();
    yield* history.sweep(ages);
  },
});

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
      heads: (boards) => check().then(() => store.heads(boards)),
      compact: (...asked) => check().then(() => store.compact(...asked)),
      replace: (board, original, instead) => check().then(() => store.replace(board, original, instead)),
      remove: (board) => check().then(() => store.remove(board)),
      history: faultyHistory(store.history, check),
      health: () => check().then(() => store.health()),
      close: () => store.close(),
    } satisfies Store,
  };
};
