import * as Y from 'yjs';
import type { Struct } from './place.ts';

interface Decoded {
  readonly structs: readonly Struct[];
  readonly deletes: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;
}

const decoded = (update: Uint8Array): Decoded | undefined => {
  try {
    const { structs, ds } = Y.decodeUpdate(update);
    return { structs, deletes: ds.clients };
  } catch {
    return undefined;
  }
};

/** Whether everything in the range is known and deleted already. */
const isGone = (doc: Y.Doc, client: number, clock: number, len: number): boolean => {
  const end = clock + len;
  if (end > Y.getState(doc.store, client)) return false;
  const structs = doc.store.clients.get(client);
  if (structs === undefined || len === 0) return len === 0;
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i];
    if (struct === undefined || struct.id.clock >= end) return true;
    if (!struct.deleted) return false;
  }
  return true;
};

/**
 * Whether an update tells the document nothing: what an honest viewer answers to sync step 1, and what a client sends
 * again after a reconnect. False for malformed bytes. Never throws.
 */
export const bringsNothingNew = (doc: Y.Doc, update: Uint8Array): boolean => {
  const content = decoded(update);
  if (content === undefined) return false;
  for (const struct of content.structs)
    if (!(struct instanceof Y.Skip) && struct.id.clock + struct.length > Y.getState(doc.store, struct.id.client))
      return false;
  for (const [client, ranges] of content.deletes)
    for (const { clock, len } of ranges) if (!isGone(doc, client, clock, len)) return false;
  return true;
};

/**
 * Whether an update builds on something the document does not have, so that Yjs would keep part of it waiting. True for
 * malformed bytes. Never throws.
 */
export const leavesGap = (doc: Y.Doc, update: Uint8Array): boolean => {
  const content = decoded(update);
  if (content === undefined) return true;
  const ends = new Map<number, number>();
  const end = (client: number): number => ends.get(client) ?? Y.getState(doc.store, client);
  for (const struct of content.structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Skip || clock > end(client)) return true;
    ends.set(client, Math.max(end(client), clock + struct.length));
  }
  const isMissing = (id: unknown): boolean => id instanceof Y.ID && id.clock >= end(id.client);
  for (const struct of content.structs)
    if (struct instanceof Y.Item && [struct.origin, struct.rightOrigin, struct.parent].some(isMissing)) return true;
  for (const [client, ranges] of content.deletes)
    for (const { clock, len } of ranges) if (clock + len > end(client)) return true;
  return false;
};
