import { Worker } from 'node:worker_threads';
import { tamed } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { systemTimers } from '../timers.ts';

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
const inlineBytes = 64 * 1024;
/** How long folding one board may take (ms), and the memory it may use (MiB). */
const deadlineMs = 60_000;
const mostMemory = 2_048;

/**
 * Folds updates into one, and reads the result back before anyone trusts it. Applies them in one transaction and
 * encodes: `Y.mergeUpdates` is quadratic on a long log (100,000 updates take minutes, this takes a second).
 * Of the first `unchecked` parts, which an older version let in, what would take for ever is left out, as it is when the board is
 * opened. Throws when the result does not hold the same state.
 */
export const squash = (parts: readonly Uint8Array[], unchecked = 0): Squashed => {
  const folded = new Y.Doc();
  const check = new Y.Doc();
  try {
    folded.transact(() => {
      parts.forEach((part, i) => {
        Y.applyUpdate(folded, (i < unchecked ? tamed(part, folded)?.update : undefined) ?? part);
      });
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
export type Squash = (parts: readonly Uint8Array[], unchecked?: number) => Promise<Squashed>;

/** `squash`, away from the event loop when there is enough to fold that others would notice, and not for ever. */
export const squashAside: Squash = (parts, unchecked) => squashWithin(parts, deadlineMs, unchecked);

/** The same with another deadline (ms). Rejects when it has passed; the thread is gone then. */
export const squashWithin = async (parts: readonly Uint8Array[], ms: number, unchecked = 0): Promise<Squashed> => {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  if (bytes <= inlineBytes) return squash(parts, unchecked);
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./squash-worker.ts', import.meta.url), {
      workerData: { parts, unchecked },
      resourceLimits: { maxOldGenerationSizeMb: mostMemory },
    });
    const begun = performance.now();
    const late = (): void => {
      reject(new Error(`folding took longer than ${ms} ms`));
      void worker.terminate();
    };
    const inTime = systemTimers.after(ms, late);
    worker.once('message', (squashed: Squashed) => {
      if (performance.now() - begun > ms) late();
      else resolve(squashed);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      inTime();
      reject(new Error(`the squashing thread ended with ${code}`));
    });
  });
};
