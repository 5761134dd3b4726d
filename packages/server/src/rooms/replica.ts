import { hash } from 'node:crypto';
import {
  bringsNothingNew,
  type Census,
  checkGrowth,
  checkUpdate,
  createCensus,
  documentMetadata,
  Failure,
  type Fitting,
  fittingOf,
  freshIn,
  type Growth,
  judgeGrowth,
  lateClients,
  leavesGap,
  limits,
  missingIn,
  nameUpdate,
  numberWithoutEnd,
  type OutlineLimits,
  outlineOf,
  type Reading,
  readUpdate,
  tamed,
  unbounded,
  wholeBoard,
} from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';

/** The server's copy of one document. It passes content along unopened; beside it only `slicing.ts` knows Yjs. */
export interface Replica {
  /**
   * Why an update may not be applied. `history` allows what a whole board may hold, not only one edit; `judged` is part of what
   * `judge` has let in.
   */
  check(update: Uint8Array, history: boolean, judged?: boolean): Failure | undefined;
  /** Judges once for all slices of an update what they make of the board's size; pauses at each `yield`. */
  judge(growth: Growth): Generator<undefined, Failure | undefined>;
  /** Steps that applying what was checked last takes, about. */
  steps(): number;
  /** Whether everything in an update is here already. */
  knows(update: Uint8Array): boolean;
  /** The same for one who may not write, and has no reason to bring much. */
  echoes(update: Uint8Array): boolean;
  /** Authors (Yjs client ids) of content in the update that is not here yet. */
  newAuthors(update: Uint8Array): readonly number[];
  /** The update without the content of some authors. */
  without(update: Uint8Array, authors: readonly number[]): Uint8Array;
  /** The update with that deleted which makes a text too large; undefined when nothing does. */
  fitting(update: Uint8Array): Fitting | undefined;
  /** The part of an update that is not here and can be placed now; undefined when that is nothing. */
  freshIn(update: Uint8Array): Uint8Array | undefined;
  /** Whether an update builds on content that is not here. */
  leavesGap(update: Uint8Array): boolean;
  /** How far the words of some clients must reach before an update can be placed, when those of `leftOut` come by others. */
  missing(update: Uint8Array, leftOut: readonly number[]): Beginning;
  /** Where the words of a client end that are here. */
  end(client: number): number;
  /**
   * Applies what was stored, and gives what was left out of the first `unchecked` parts because it would hold up everybody: those
   * were stored before that was looked at. Throws as `apply` does.
   */
  load(parts: readonly Uint8Array[], unchecked: number): readonly Replaced[];
  /** Throws `MALFORMED` when Yjs cannot take it; the replica is then not to be trusted any more. */
  apply(updates: readonly Uint8Array[]): void;
  /**
   * Applies what `freshIn` gave, and gives the part of it that came to something, if any. Throws as `apply` does.
   */
  absorb(update: Uint8Array): Uint8Array | undefined;
  /** Where an update begins: the first clock of each client id in it. */
  beginning(update: Uint8Array): Beginning;
  /** The state vector as it was, at most, before some updates that were applied since. */
  stateVectorBefore(updates: Iterable<Beginning>): Uint8Array;
  /** The encoded state vector of all that is here. */
  vector(): Uint8Array;
  /** What somebody with this state vector lacks; everything when it names more clients than any board has. Throws `MALFORMED`. */
  since(stateVector: Uint8Array): Uint8Array;
  /** Structs of the document: what it takes in memory goes by them. Counted anew, author by author. */
  structs(): number;
  /** Everything. Encoded once and shared until the next change. */
  everything(): Uint8Array;
  /** The update that gives the board another name. */
  naming(name: string): Uint8Array;
  /** The board's name, if its document says another one than when this was last asked, or when it was loaded. */
  renamed(): string | undefined;
  destroy(): void;
}

/** A clock of each of some client ids. */
export type Beginning = ReadonlyMap<number, number>;

/** A stored update, and the part of it that can be applied. */
export interface Replaced {
  readonly original: Uint8Array;
  readonly instead: Uint8Array;
}

/** A board in one piece that is known to be sound, and its encoded state vector. */
export interface Whole {
  readonly state: Uint8Array;
  readonly vector: Uint8Array;
  /** Asked before it is read into a document. May throw a `Failure`; it stays unread then. */
  readonly mayRead?: (state: Uint8Array) => void;
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
  /** The encoded state vector of all that is here, and its clocks, until the next change. */
  let vector: Uint8Array | undefined;
  let clocks: ReadonlyMap<number, number> | undefined;
  let census: Census | undefined;
  /** The update that is being looked at: it is decoded once. */
  let reading: Reading | undefined;
  let steps = 0;
  const onSteps = (counted: number): void => {
    steps += counted;
  };
  let name = '';
  /** Whether the name may have changed: it is looked up after every commit, and hardly ever changes. */
  let touched = false;

  const read = (): Y.Doc => {
    unread?.mayRead?.(unread.state);
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
    name = documentMetadata(doc).name;
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
  /** Of a large board the whole, which is shared, costs less than most of it, which would be worked out for one. */
  const lacksMost = (known: ReadonlyMap<number, number>): boolean => {
    const { store } = open();
    let all = 0;
    let had = 0;
    for (const client of store.clients.keys()) {
      const clock = Y.getState(store, client);
      all += clock;
      had += Math.min(clock, known.get(client) ?? 0);
    }
    return all > largeClock && had < all / 2;
  };
  const answerTo = (stateVector: Uint8Array): Uint8Array => {
    if (namesTooMany(stateVector)) return everything();
    const key = digest(stateVector);
    const kept = answers.get(key);
    if (kept !== undefined) return kept;
    const known = decodeVector(stateVector);
    const answer = lacksMost(known) ? everything() : Y.encodeStateAsUpdate(open(), stateVector);
    // What everybody lacks that is given everything is shared and takes no memory of its own.
    const isKept = answer === all || answer.length <= keptAnswers.bytes;
    if (isKept && answers.size < keptAnswers.count) answers.set(key, answer);
    return answer;
  };

  const vectorNow = (): Uint8Array => {
    vector ??= unread?.vector ?? Y.encodeStateVector(open());
    return vector;
  };

  /** Tells whether all that was applied could be placed. What could not is let go. Throws `MALFORMED`. */
  const changing = (doc: Y.Doc, work: () => void): boolean => {
    all = undefined;
    vector = undefined;
    clocks = undefined;
    answers.clear();
    reading = undefined;
    try {
      doc.transact(work);
    } catch (error) {
      throw new Failure('MALFORMED', String(error));
    }
    const { store } = doc;
    const isWhole = store.pendingStructs === null && store.pendingDs === null;
    // Yjs would keep what it cannot place, pass it on with every state, and never know when to let go of it.
    store.pendingStructs = null;
    store.pendingDs = null;
    return isWhole;
  };

  /** `most` bounds what is decoded at all. Throws the failure when it is more or cannot be read. */
  const readingOf = (update: Uint8Array, most: OutlineLimits = wholeBoard): Reading => {
    if (reading?.bytes === update) return reading;
    const fresh = readUpdate(update, most);
    if (fresh instanceof Failure) throw fresh;
    reading = fresh;
    return fresh;
  };

  const check = (update: Uint8Array, history: boolean, judged: boolean): Failure | undefined => {
    if (update.length > (history ? limits.syncStepBytes : limits.updateBytes))
      return new Failure('TOO_LARGE', 'update');
    const most = history ? wholeBoard : oneUpdate;
    const fresh = readingOf(update, most);
    const doc = open();
    census ??= createCensus(doc);
    steps = lateClients(fresh, doc) * stepsPerLateClient;
    const wrong = checkUpdate(fresh, { ...most, bytes: limits.syncStepBytes, doc, onSteps });
    return wrong ?? (judged ? undefined : checkGrowth(fresh, doc, census));
  };

  const everything = (): Uint8Array => {
    all ??= unread?.state ?? Y.encodeStateAsUpdate(open());
    return all;
  };

  const replica: Replica = {
    check(update, history, judged = false) {
      try {
        return check(update, history, judged);
      } catch (error) {
        if (error instanceof Failure) return error;
        throw error;
      }
    },
    judge(growth) {
      const doc = open();
      census ??= createCensus(doc);
      return judgeGrowth(growth, doc, census);
    },
    steps: () => steps,
    knows: (update) => bringsNothingNew(open(), update),
    echoes(update) {
      const { store } = open();
      let structs = 0;
      if (update.length > echoRanges) for (const own of store.clients.values()) structs += own.length;
      const ranges = Math.max(echoRanges, structs);
      return bringsNothingNew(open(), update, { structs: limits.updateStructs, ranges, clients: wholeBoard.clients });
    },
    newAuthors(update) {
      const { store } = open();
      const { sections } = readingOf(update).outline;
      return sections.filter(({ client, to }) => to > Y.getState(store, client)).map(({ client }) => client);
    },
    without(update, authors) {
      const { sections } = readingOf(update).outline;
      const ends = new Map(sections.map(({ client, to }) => [client, to]));
      const seen = new Map(authors.map((client) => [client, ends.get(client) ?? 0]));
      return Y.diffUpdate(update, Y.encodeStateVector(seen));
    },
    load(parts, unchecked) {
      const replaced: Replaced[] = [];
      const doc = open();
      changing(doc, () => {
        for (const [i, original] of parts.entries()) {
          const instead = i < unchecked ? tamed(original, doc)?.update : undefined;
          if (instead !== undefined) replaced.push({ original, instead });
          Y.applyUpdate(doc, instead ?? original);
        }
      });
      return replaced;
    },
    apply(updates) {
      const [first] = updates;
      const doc = open();
      const isNew = doc.store.clients.size === 0;
      const isWhole = changing(doc, () => {
        for (const update of updates) Y.applyUpdate(doc, update);
      });
      // A board that was loaded from its snapshot alone need not be encoded again for the first who asks.
      if (isNew && updates.length === 1 && isWhole) all = first;
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
    fitting: (update) => fittingOf(readingOf(update), open()),
    freshIn: (update) => freshIn(open(), readingOf(update)),
    leavesGap: (update) => leavesGap(open(), readingOf(update)),
    missing: (update, leftOut) => missingIn(open(), readingOf(update), leftOut),
    end: (client) => Y.getState(open().store, client),
    beginning: (update) => {
      const { sections } = outlineOf(update, unbounded);
      return new Map(sections.map(({ client, from }) => [client, from]));
    },
    vector: vectorNow,
    stateVectorBefore(updates) {
      const earlier = new Map<number, number>();
      for (const update of updates)
        for (const [client, clock] of update) earlier.set(client, Math.min(clock, earlier.get(client) ?? clock));
      if (earlier.size === 0) return vectorNow();
      clocks ??= Y.decodeStateVector(vectorNow());
      const before = new Map(clocks);
      for (const [client, clock] of earlier) before.set(client, Math.min(clock, before.get(client) ?? 0));
      return Y.encodeStateVector(before);
    },
    // An empty state vector is what every newcomer sends.
    since: (stateVector) => (stateVector.length === 1 && stateVector[0] === 0 ? everything() : answerTo(stateVector)),
    structs() {
      let count = 0;
      for (const own of open().store.clients.values()) count += own.length;
      return count;
    },
    everything,
    naming: (name) => nameUpdate(open(), name),
    renamed() {
      if (!touched) return undefined;
      touched = false;
      const before = name;
      ({ name } = documentMetadata(open()));
      return name === before ? undefined : name;
    },
    destroy: () => made?.destroy(),
  };
  return replica;
};

/** Above so many words of all authors a board is large. */
const largeClock = 10_000;

/** Answers that are kept until the next change, and how many bytes one may have for that. */
const keptAnswers = { count: 4, bytes: 4 * 1024 * 1024 } as const;

/** Short, and made in a tenth of the time in which a state vector of 10,000 clients is read. */
const digest = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64');

const decodeVector = (bytes: Uint8Array): ReadonlyMap<number, number> => {
  let vector: ReadonlyMap<number, number>;
  try {
    vector = Y.decodeStateVector(bytes);
  } catch (error) {
    throw new Failure('MALFORMED', String(error));
  }
  for (const [client, clock] of vector)
    if (!Number.isSafeInteger(client) || !Number.isSafeInteger(clock)) throw new Failure('MALFORMED', numberWithoutEnd);
  return vector;
};

/** Whether reading a state vector would take long. Whoever has that many clients is given everything instead. */
const namesTooMany = (vector: Uint8Array): boolean => {
  if (vector.length <= 2 * limits.boardClients) return false;
  return decoding.readVarUint(decoding.createDecoder(vector)) > limits.boardClients;
};

/** What one edit may hold. */
export const oneUpdate: OutlineLimits = {
  structs: limits.updateStructs,
  ranges: limits.updateDeleteRanges,
  clients: limits.historyClients,
};
/** What one more client id costs on a board that has had very many: everybody counts it at every edit from then on. */
const stepsPerLateClient = 20_000;
/** Ranges an honest reader may come back with, whatever the board has become meanwhile. */
const echoRanges = 100_000;
/** Updates taken together: merging a long list is quadratic, and a large frame delays everything behind it. */
const mergeCount = 64;
const mergeBytes = 16 * 1024;

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
