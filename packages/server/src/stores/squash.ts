import { Worker } from 'node:worker_threads';
import * as Y from 'yjs';

/** A board in one piece. */
export interface Squashed {
  readonly state: Uint8Array;
  /**
   * The state vector of that, encoded, so that a board can be shown to somebody without reading all of it. Undefined
   * when part of it builds on what is missing.
   */
  readonly vector: Uint8Array | undefined;
}

/** Folding less than this is quicker than starting a thread for it. */
const inlineBytes = 256 * 1024;

/**
 * Folds updates into one, and reads the result back before anyone trusts it. Applies them in one transaction and
 * encodes: `Y.mergeUpdates` is quadratic on a long log (100,000 updates take minutes, this takes a second).
 * Throws when the result does not hold the same state.
 */
export const squash = (parts: readonly Uint8Array[]): Squashed => {
  const folded = new Y.Doc();
  const check = new Y.Doc();
  try {
    folded.transact(() => {
      for (const part of parts) Y.applyUpdate(folded, part);
    });
    const state = Y.encodeStateAsUpdate(folded);
    Y.applyUpdate(check, state);
    const same =
      Buffer.compare(sortedStateVector(folded), sortedStateVector(check)) === 0 &&
      Y.encodeStateAsUpdate(check).length === state.length;
    if (!same) throw new Error('a squashed board did not read back as it was');
    const { pendingStructs, pendingDs } = check.store;
    const isWhole = pendingStructs === null && pendingDs === null;
    return { state, vector: isWhole ? Y.encodeStateVector(check) : undefined };
  } finally {
    folded.destroy();
    check.destroy();
  }
};

const sortedStateVector = (doc: Y.Doc): Buffer =>
  Buffer.from(JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b)));

/** How a store folds. Takes its time: whatever happens to the board meanwhile must not be lost. */
export type Squash = (parts: readonly Uint8Array[]) => Promise<Squashed>;

/** `squash`, away from the event loop when there is enough to fold that others would notice. */
export const squashAside: Squash = (parts) => {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  if (bytes <= inlineBytes) return new Promise((resolve) => resolve(squash(parts)));
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./squash-worker.ts', import.meta.url), { workerData: parts });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the squashing thread ended with ${code}`)));
  });
};
