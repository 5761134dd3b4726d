import * as Y from 'yjs';

export const [thread, entry, other] = ['thread-00001', 'entry-000001', 'entry-000002'];
/** What `cm` holds, by the person `u`: where a thread is pinned, what was said, and that it is resolved. */
export const pin = (u: string) => ({ u, x: 1, y: 2 });
export const said = (u: string, b = 'hello') => ({ u, n: 'Ann', t: 1, b });
export const resolved = (u: string) => ({ u, t: 2 });
export const entryKey = `${thread}:${entry}`;

export type Write = (cm: Y.Map<unknown>, doc: Y.Doc) => void;

/** Writes in one transaction. Returns the update that tells of it. */
export const since = (doc: Y.Doc, write: Write): Uint8Array => {
  const updates: Uint8Array[] = [];
  const hear = (update: Uint8Array): void => void updates.push(update);
  doc.on('update', hear);
  doc.transact(() => write(doc.getMap('cm'), doc));
  doc.off('update', hear);
  return Y.mergeUpdates(updates);
};
