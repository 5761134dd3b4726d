import type * as Y from 'yjs';

/** Returns whether a document keeps updates, or deletions, that wait for others it has not got. */
export function hasPending({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null;
}

/** Makes a document forget what waits for updates it has not got. */
export function forgetPending({ store }: Y.Doc): void {
  store.pendingStructs = null;
  store.pendingDs = null;
}
