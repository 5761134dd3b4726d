import { Worker } from 'node:worker_threads';
import { type BoardDoc, createBoardDoc, hasPending, tamed } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { KiB } from '../units.ts';
import { onlyAnswerWithin } from '../workers/answer-within.ts';
import { buffersOf, bundled } from './bundles.ts';

/** A board in one piece. */
export interface Compacted {
  readonly state: Uint8Array;
  /**
   * The state vector of that, encoded, so that a board can be shown to a newcomer without reading all of it. Undefined
   * when part of it builds on what is missing.
   */
  readonly vector: Uint8Array | undefined;
}

/** Compacting less than this is quicker than starting a thread for it. */
const inlineBytes = 64 * KiB;
/** How long compacting one board may take (ms), and the memory it may use (MiB). */
const deadlineMs = 60_000;
const mostMemory = 2_048;

/**
 * Compacts updates into one, and reads the result back before anyone trusts it. Applies them in one transaction and
 * encodes: `Y.mergeUpdates` is quadratic on a long log (100,000 updates take minutes, this takes a second).
 * Of the first `unchecked` parts, which an older version let in, what would take for ever is left out, as it is when the board is
 * opened. Throws when the result does not hold the same state.
 */
export const compact = (parts: readonly Uint8Array[], unchecked = 0): Compacted => {
  const { state, clocks } = mergeParts(parts, unchecked);
  return { state, vector: vectorOfSame(state, clocks) };
};

/** The document that was stored in parts. Of the first `unchecked`, what would take for ever is left out. */
export const documentOf = (parts: readonly Uint8Array[], unchecked = 0): BoardDoc => {
  const doc = createBoardDoc();
  doc.transact(() => {
    parts.forEach((part, i) => {
      Y.applyUpdate(doc, (i < unchecked ? tamed(part, doc)?.update : undefined) ?? part);
    });
  });
  return doc;
};

/** A document takes many times its bytes in memory: this one is gone before the next is made. */
const mergeParts = (
  parts: readonly Uint8Array[],
  unchecked: number,
): { readonly state: Uint8Array; readonly clocks: Buffer } => {
  const doc = documentOf(parts, unchecked);
  return { state: Y.encodeStateAsUpdate(doc), clocks: sortedStateVector(doc) };
};

/** Throws when what a state reads back as is not what it was made of. */
const vectorOfSame = (state: Uint8Array, clocks: Buffer): Uint8Array | undefined => {
  const doc = createBoardDoc();
  Y.applyUpdate(doc, state);
  const isSame =
    Buffer.compare(clocks, sortedStateVector(doc)) === 0 && Y.encodeStateAsUpdate(doc).length === state.length;
  if (!isSame) throw new Error('a folded board did not read back as it was');
  return hasPending(doc) ? undefined : Y.encodeStateVector(doc);
};

const sortedStateVector = (doc: Y.Doc): Buffer =>
  Buffer.from(JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b)));

/** How a store compacts. Takes its time: what happens to the board meanwhile must not be lost. */
export type Compact = (parts: readonly Uint8Array[], unchecked?: number) => Promise<Compacted>;

/**
 * `compact`, away from the event loop when there is enough to compact that others would notice, and not for ever. The parts may be empty
 * afterwards: they are given to the thread, not copied.
 */
export const compactInThread: Compact = (parts, unchecked) => compactWithin(parts, deadlineMs, unchecked);

/** The same with another deadline (ms) and within other memory (MiB). Rejects when it is too late or too much; the thread is gone then. */
export const compactWithin = async (
  parts: readonly Uint8Array[],
  ms: number,
  unchecked = 0,
  memory = mostMemory,
): Promise<Compacted> => {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  if (bytes <= inlineBytes) return compact(parts, unchecked);
  const bundles = bundled(parts);
  const worker = new Worker(new URL('./compaction-worker.ts', import.meta.url), {
    workerData: { bundles, unchecked },
    transferList: buffersOf(bundles.map(({ data }) => data)),
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  return onlyAnswerWithin(worker, { what: 'folding', ms });
};
