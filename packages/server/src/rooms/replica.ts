import { Failure, limits } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { bringsNothingNew } from './guard.ts';

/** The server's copy of one document. It passes content along unopened and is the only file of the rooms that knows Yjs. */
export interface Replica {
  /** Whether everything in a checked update is here already. */
  knows(update: Uint8Array): boolean;
  /** Authors (Yjs client ids) of content in the update that is not here yet. */
  newAuthors(update: Uint8Array): readonly number[];
  /** The update without the content of some authors. */
  without(update: Uint8Array, authors: readonly number[]): Uint8Array;
  /** Throws `MALFORMED` when Yjs cannot take it; the replica is then not to be trusted any more. */
  apply(updates: readonly Uint8Array[]): void;
  /** Bytes that wait for content which has not come. */
  pendingBytes(): number;
  stateVector(): Uint8Array;
  /** What somebody with this state vector lacks. Throws `MALFORMED`. */
  since(stateVector: Uint8Array): Uint8Array;
  /** Everything. Encoded once and shared until the next change. */
  everything(): Uint8Array;
  destroy(): void;
}

export const createReplica = (): Replica => {
  const doc = new Y.Doc();
  let all: Uint8Array | undefined;

  const everything = (): Uint8Array => {
    all ??= Y.encodeStateAsUpdate(doc);
    return all;
  };

  return {
    knows: (update) => bringsNothingNew(doc, update),
    newAuthors(update) {
      const { to } = Y.parseUpdateMeta(update);
      return [...to].filter(([client, clock]) => clock > Y.getState(doc.store, client)).map(([client]) => client);
    },
    without(update, authors) {
      const { to } = Y.parseUpdateMeta(update);
      const seen = new Map(authors.map((client) => [client, to.get(client) ?? 0]));
      return Y.diffUpdate(update, Y.encodeStateVector(seen));
    },
    apply(updates) {
      all = undefined;
      try {
        doc.transact(() => {
          for (const update of updates) Y.applyUpdate(doc, update);
        });
      } catch (error) {
        throw new Failure('MALFORMED', String(error));
      }
    },
    pendingBytes: () => (doc.store.pendingStructs?.update.length ?? 0) + (doc.store.pendingDs?.length ?? 0),
    stateVector: () => Y.encodeStateVector(doc),
    since(stateVector) {
      try {
        // An empty state vector is what every newcomer sends.
        return Y.decodeStateVector(stateVector).size === 0 ? everything() : Y.encodeStateAsUpdate(doc, stateVector);
      } catch (error) {
        throw new Failure('MALFORMED', String(error));
      }
    },
    everything,
    destroy: () => doc.destroy(),
  };
};

/** Updates taken together: merging a long list is quadratic, and a large frame delays everything behind it. */
const mergeCount = 64;
const mergeBytes = 64 * 1024;

/** As few updates as sensible that say the same, in the same order. */
export const mergeUpdates = (updates: readonly Uint8Array[]): readonly Uint8Array[] => {
  const merged: Uint8Array[] = [];
  let group: Uint8Array[] = [];
  let bytes = 0;
  const close = (): void => {
    const [only] = group;
    if (only !== undefined) merged.push(group.length === 1 ? only : Y.mergeUpdates(group));
    group = [];
    bytes = 0;
  };
  for (const update of updates) {
    if (group.length === mergeCount || (group.length > 0 && bytes + update.length > mergeBytes)) close();
    group.push(update);
    bytes += update.length;
  }
  close();
  return merged;
};

/** Bytes that may wait in a replica for content which has not come: a returning client's edits overtake its history. */
export const pendingLimit = limits.updateBytes;
