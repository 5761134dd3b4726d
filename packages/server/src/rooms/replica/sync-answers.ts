import { hash } from 'node:crypto';
import { type Clocks, encodeState, Failure, limits, numberWithoutEnd } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { MiB } from '../../units.ts';

/** A board is large above so many clocks of all clients together. */
const largeClock = 10_000;
/** Answers that are kept until the next change, and how many bytes one may have for that. */
const keptAnswers = { count: 4, bytes: 4 * MiB } as const;

/** What a board says of itself: everything, what a peer lacks, and how far it has got. Each answer is kept until the next change. */
export interface SyncAnswers {
  /** Returns everything. It is encoded once and shared until the next change. */
  everything(): Uint8Array;
  /**
   * Returns what a peer with this state vector lacks; everything when it names more clients than any board has. Throws
   * `MALFORMED`.
   */
  since(stateVector: Uint8Array): Uint8Array;
  /** Returns the encoded state vector of all that is here. */
  vector(): Uint8Array;
  /** Returns the state vector as it was, at most, before some updates that were applied since and began at these clocks. */
  stateVectorBefore(beginnings: Iterable<Clocks>): Uint8Array;
  /** The document is about to change. */
  forget(): void;
  /** Notes an update that is all there is in the document. */
  remember(everything: Uint8Array): void;
}

/** Of a large board the whole, which is shared, costs less than most of it, which would be worked out for one peer. */
const lacksMost = ({ store }: Y.Doc, known: Clocks): boolean => {
  let all = 0;
  let had = 0;
  for (const client of store.clients.keys()) {
    const clock = Y.getState(store, client);
    all += clock;
    had += Math.min(clock, known.get(client) ?? 0);
  }
  return all > largeClock && had < all / 2;
};

/** Returns a short name of some bytes, in a tenth of the time in which a state vector of 10,000 clients is read. */
const digest = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64');

const decodeVector = (bytes: Uint8Array): Clocks => {
  let vector: Clocks;
  try {
    vector = Y.decodeStateVector(bytes);
  } catch (error) {
    throw new Failure('MALFORMED', String(error));
  }
  for (const [client, clock] of vector)
    if (!Number.isSafeInteger(client) || !Number.isSafeInteger(clock)) throw new Failure('MALFORMED', numberWithoutEnd);
  return vector;
};

/** Tells whether reading a state vector would take long. A peer with that many clients is given everything instead. */
const namesTooMany = (vector: Uint8Array): boolean => {
  if (vector.length <= 2 * limits.boardClients) return false;
  return decoding.readVarUint(decoding.createDecoder(vector)) > limits.boardClients;
};

/** Returns the earliest of the clocks of each client. */
const earliest = (beginnings: Iterable<Clocks>): Clocks => {
  const clocks = new Map<number, number>();
  for (const beginning of beginnings)
    for (const [client, clock] of beginning) clocks.set(client, Math.min(clock, clocks.get(client) ?? clock));
  return clocks;
};

/** `open` returns the document; `whole` is what it will say as long as it is not changed, where that is known. */
export const createSyncAnswers = (
  open: () => Y.Doc,
  whole?: { readonly state: Uint8Array; readonly vector: Uint8Array },
): SyncAnswers => {
  let all = whole?.state;
  let vector = whole?.vector;
  /** The clocks in `vector`. */
  let clocks: Clocks | undefined;
  /** By the digest of what they were given for: a peer that comes back after a cut has what all others have. */
  const answers = new Map<string, Uint8Array>();

  const everything = (): Uint8Array => {
    all ??= encodeState(open());
    return all;
  };
  const vectorNow = (): Uint8Array => {
    vector ??= Y.encodeStateVector(open());
    return vector;
  };
  const answerTo = (stateVector: Uint8Array): Uint8Array => {
    if (namesTooMany(stateVector)) return everything();
    const key = digest(stateVector);
    const kept = answers.get(key);
    if (kept !== undefined) return kept;
    const known = decodeVector(stateVector);
    const answer = lacksMost(open(), known) ? everything() : encodeState(open(), stateVector);
    // What all lack that are given everything is shared and takes no memory of its own.
    const isKept = answer === all || answer.length <= keptAnswers.bytes;
    if (isKept && answers.size < keptAnswers.count) answers.set(key, answer);
    return answer;
  };

  return {
    everything,
    // An empty state vector is what every newcomer sends.
    since: (stateVector) => (stateVector.length === 1 && stateVector[0] === 0 ? everything() : answerTo(stateVector)),
    vector: vectorNow,
    stateVectorBefore(beginnings) {
      const earlier = earliest(beginnings);
      if (earlier.size === 0) return vectorNow();
      clocks ??= Y.decodeStateVector(vectorNow());
      const before = new Map(clocks);
      for (const [client, clock] of earlier) before.set(client, Math.min(clock, before.get(client) ?? 0));
      return Y.encodeStateVector(before);
    },
    forget() {
      all = undefined;
      vector = undefined;
      clocks = undefined;
      answers.clear();
    },
    remember(update) {
      all = update;
    },
  };
};
