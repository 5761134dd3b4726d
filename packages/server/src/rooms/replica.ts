import { boardFacts, bringsNothingNew, checkUpdate, Failure, leavesGap, limits, nameUpdate } from '@gesso/crdt-schema';
import * as Y from 'yjs';

/** The server's copy of one document. It passes content along unopened and is the only file of the rooms that knows Yjs. */
export interface Replica {
  /** Why an update may not be applied. `history` allows what a whole board may hold, not only one edit. */
  check(update: Uint8Array, history: boolean): Failure | undefined;
  /** Whether everything in an update is here already. */
  knows(update: Uint8Array): boolean;
  /** Authors (Yjs client ids) of content in the update that is not here yet. */
  newAuthors(update: Uint8Array): readonly number[];
  /** The update without the content of some authors. */
  without(update: Uint8Array, authors: readonly number[]): Uint8Array;
  /** Whether an update builds on content that is not here. */
  leavesGap(update: Uint8Array): boolean;
  /** Throws `MALFORMED` when Yjs cannot take it; the replica is then not to be trusted any more. */
  apply(updates: readonly Uint8Array[]): void;
  /**
   * Applies what can be placed of an update and gives the part of it that was new, if any: a sync step 2 repeats every
   * deletion there ever was. What builds on content that is not here is left out. Throws as `apply` does.
   */
  absorb(update: Uint8Array): Uint8Array | undefined;
  /** Where an update begins: the first clock of each client id in it. */
  beginning(update: Uint8Array): Beginning;
  /** The state vector as it was, at most, before some updates that were applied since. */
  stateVectorBefore(updates: Iterable<Beginning>): Uint8Array;
  /** What somebody with this state vector lacks. Throws `MALFORMED`. */
  since(stateVector: Uint8Array): Uint8Array;
  /** Everything. Encoded once and shared until the next change. */
  everything(): Uint8Array;
  /** The update that gives the board another name. */
  naming(name: string): Uint8Array;
  /** The board's name, if its document says another one than when this was last asked, or when it was loaded. */
  renamed(): string | undefined;
  destroy(): void;
}

export type Beginning = ReadonlyMap<number, number>;

/** A board in one piece that is known to be sound, and its encoded state vector. */
export interface Whole {
  readonly state: Uint8Array;
  readonly vector: Uint8Array;
}

/**
 * `whole` is what it begins with. It is shown to newcomers as it is, and only read into a document, which takes a tenth
 * of a second for a large board, when somebody writes or comes back with a part of it. Throws `STORE_UNAVAILABLE` then if
 * Yjs cannot read it.
 */
export const createReplica = (whole?: Whole): Replica => {
  let unread = whole;
  let made: Y.Doc | undefined;
  let all: Uint8Array | undefined;
  let name = '';
  /** Whether the name may have changed: it is looked up after every commit, and hardly ever changes. */
  let touched = false;

  const read = (): Y.Doc => {
    const doc = new Y.Doc();
    if (unread !== undefined) {
      try {
        Y.applyUpdate(doc, unread.state);
      } catch (error) {
        throw new Failure('STORE_UNAVAILABLE', String(error));
      }
      all = unread.state;
      unread = undefined;
    }
    name = boardFacts(doc).name;
    doc.getMap('meta').observe(() => {
      touched = true;
    });
    return doc;
  };

  const open = (): Y.Doc => {
    made ??= read();
    return made;
  };

  /** Answers since the last change, by what they were given for: who comes back after a cut has what all others have. */
  const answers = new Map<string, Uint8Array>();
  const lacking = (stateVector: Uint8Array): Uint8Array => {
    const key = stateVector.length > keptAnswers.vector ? '' : Buffer.from(stateVector).toString('latin1');
    const answer = answers.get(key) ?? Y.encodeStateAsUpdate(open(), stateVector);
    if (key !== '' && answers.size < keptAnswers.count) answers.set(key, answer);
    return answer;
  };

  const everything = (): Uint8Array => {
    all ??= unread?.state ?? Y.encodeStateAsUpdate(open());
    return all;
  };

  const replica: Replica = {
    check: (update, history) => checkUpdate(update, history ? { ...wholeBoard, doc: open() } : { doc: open() }),
    knows: (update) => bringsNothingNew(open(), update),
    newAuthors(update) {
      const { to } = Y.parseUpdateMeta(update);
      const { store } = open();
      return [...to].filter(([client, clock]) => clock > Y.getState(store, client)).map(([client]) => client);
    },
    without(update, authors) {
      const { to } = Y.parseUpdateMeta(update);
      const seen = new Map(authors.map((client) => [client, to.get(client) ?? 0]));
      return Y.diffUpdate(update, Y.encodeStateVector(seen));
    },
    apply(updates) {
      const [first] = updates;
      const doc = open();
      const isNew = doc.store.clients.size === 0;
      all = undefined;
      answers.clear();
      try {
        doc.transact(() => {
          for (const update of updates) Y.applyUpdate(doc, update);
        });
      } catch (error) {
        throw new Failure('MALFORMED', String(error));
      }
      const { store } = doc;
      const isWhole = store.pendingStructs === null && store.pendingDs === null;
      // A board that was loaded from its snapshot alone need not be encoded again for the first who asks.
      if (isNew && updates.length === 1 && isWhole) all = first;
      // Yjs would keep what it cannot place, pass it on with every state, and never know when to let go of it.
      store.pendingStructs = null;
      store.pendingDs = null;
    },
    absorb(update) {
      let fresh: Uint8Array | undefined;
      const listen = (part: Uint8Array): void => {
        fresh = part;
      };
      const doc = open();
      doc.on('update', listen);
      replica.apply([update]);
      doc.off('update', listen);
      return fresh;
    },
    leavesGap: (update) => leavesGap(open(), update),
    beginning: (update) => Y.parseUpdateMeta(update).from,
    stateVectorBefore(updates) {
      // Nothing has been applied to what nobody has read.
      if (unread !== undefined) return unread.vector;
      const clocks = Y.decodeStateVector(Y.encodeStateVector(open()));
      for (const update of updates)
        for (const [client, clock] of update) clocks.set(client, Math.min(clock, clocks.get(client) ?? 0));
      return Y.encodeStateVector(clocks);
    },
    since(stateVector) {
      const known = decodeVector(stateVector);
      // An empty state vector is what every newcomer sends.
      return known.size === 0 ? everything() : lacking(stateVector);
    },
    everything,
    naming: (name) => nameUpdate(open(), name),
    renamed() {
      if (!touched) return undefined;
      touched = false;
      const before = name;
      ({ name } = boardFacts(open()));
      return name === before ? undefined : name;
    },
    destroy: () => made?.destroy(),
  };
  return replica;
};

/** Answers that are kept until the next change, and how long a state vector may be for that. */
const keptAnswers = { count: 4, vector: 4_096 } as const;

const decodeVector = (bytes: Uint8Array): ReadonlyMap<number, number> => {
  try {
    return Y.decodeStateVector(bytes);
  } catch (error) {
    throw new Failure('MALFORMED', String(error));
  }
};

/** What a first sync or a restored board may hold. Its bytes bound the rest. */
const wholeBoard = {
  bytes: limits.syncStepBytes,
  structs: limits.syncStepBytes,
  deleteRanges: limits.syncStepBytes,
} as const;

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
