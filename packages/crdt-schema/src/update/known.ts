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

/** The ids an item has to find before it can be placed. */
const needs = (struct: Struct): Y.ID[] =>
  struct instanceof Y.Item
    ? [struct.origin, struct.rightOrigin, struct.parent as unknown].filter((id) => id instanceof Y.ID)
    : [];

/**
 * Whether structs of several clients wait for each other in a circle. Whoever wrote them knew what they build on, so some
 * order has them all; each client's own come by their clocks.
 */
const isCircular = (structs: readonly Struct[]): boolean => {
  const queues = new Map<number, Struct[]>();
  for (const struct of structs) {
    const queue = queues.get(struct.id.client);
    if (queue === undefined) queues.set(struct.id.client, [struct]);
    else queue.push(struct);
  }
  if (queues.size < 2) return false;
  const next = new Map<number, number>();
  const reached = new Map<number, number>([...queues].map(([client, [first]]) => [client, first?.id.clock ?? 0]));
  /** Clients that wait for another one to get to a clock. */
  const waiting = new Map<number, { readonly client: number; readonly clock: number }[]>();
  let left = structs.length;
  const ready = [...queues.keys()];
  for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
    const queue = queues.get(client) ?? [];
    for (let i = next.get(client) ?? 0; ; i++) {
      next.set(client, i);
      const struct = queue[i];
      if (struct === undefined) break;
      const missing = needs(struct).find((id) => id.clock >= (reached.get(id.client) ?? Number.POSITIVE_INFINITY));
      if (missing !== undefined) {
        const others = waiting.get(missing.client) ?? [];
        waiting.set(missing.client, [...others, { client, clock: missing.clock }]);
        break;
      }
      left--;
      reached.set(client, struct.id.clock + struct.length);
    }
    const end = reached.get(client) ?? 0;
    const others = waiting.get(client) ?? [];
    waiting.set(
      client,
      others.filter(({ clock }) => clock >= end),
    );
    for (const other of others) if (other.clock < end) ready.push(other.client);
  }
  return left > 0;
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
  for (const struct of content.structs) if (needs(struct).some((id) => id.clock >= end(id.client))) return true;
  for (const [client, ranges] of content.deletes)
    for (const { clock, len } of ranges) if (clock + len > end(client)) return true;
  return isCircular(content.structs);
};
