import * as Y from 'yjs';

/** What one step of an undo stack did. Either set of ids may be narrowed before the step is taken. */
export interface UndoStep {
  readonly insertions: Ids;
  readonly deletions: Ids;
  /** Notes on the step, which its undo and its redo keep. */
  meta: Map<unknown, unknown>;
}

/** Yjs' set of struct ids: ranges of clocks by client. */
export type Ids = Parameters<typeof Y.isDeleted>[0];

/** Calls back for each item of a set and its part in it; what Yjs has already forgotten is passed over. Splits nothing. */
export const forEachItem = (
  store: Y.Doc['store'],
  ids: Ids,
  visit: (item: Y.Item, from: number, to: number) => void,
): void => {
  ids.clients.forEach((ranges, client) => {
    const structs = store.clients.get(client) ?? [];
    for (const { clock, len } of ranges) {
      for (let i = Y.findIndexSS(structs, clock), at = clock; at < clock + len; i++) {
        const struct = structs[i];
        if (struct === undefined) break;
        const end = Math.min(struct.id.clock + struct.length, clock + len);
        if (struct instanceof Y.Item) visit(struct, at, end);
        at = end;
      }
    }
  });
};

/** The parts of a set that `keep` wants, ranges joined where they meet. */
export const filterIds = (store: Y.Doc['store'], ids: Ids, keep: (item: Y.Item) => boolean): void => {
  const kept: typeof ids.clients = new Map();
  forEachItem(store, ids, (item, from, to) => {
    if (!keep(item)) return;
    const { client } = item.id;
    const ranges = kept.get(client) ?? [];
    kept.set(client, ranges);
    const last = ranges.at(-1);
    if (last !== undefined && last.clock + last.len === from) last.len += to - from;
    else ranges.push({ clock: from, len: to - from } as (typeof ranges)[number]);
  });
  ids.clients = kept;
};
