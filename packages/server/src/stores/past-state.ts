import { Worker } from 'node:worker_threads';
import { createBoardDoc, tamed } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { KiB } from '../units.ts';
import { onlyAnswerWithin } from '../workers/answer-within.ts';
import { type Bundle, buffersOf, bundled, unbundled } from './bundles.ts';
import { openedPieceNow, unpackedStateNow } from './segments.ts';

/** What a board was is made of less than this in the turn that asks; more, or what has to be unpacked, in a thread of its own. Bytes. */
const inlineBytes = 16 * KiB;
/** How long that may take (ms), and the memory it may use (MiB). */
const deadlineMs = 60_000;
const mostMemory = 2_048;

/** What the state behind an update is made of, in this order. */
export interface PastParts {
  /** A state that was kept, and the number of the last update in it. Absent where there was nothing before. */
  readonly start: { readonly seq: number; readonly data: Uint8Array; readonly isPacked: boolean } | undefined;
  /** Pieces of history, as they are kept. */
  readonly segments: readonly Uint8Array[];
  /** The bytes of the updates in those. */
  readonly raw: number;
  readonly tail: readonly { readonly seq: number; readonly data: Uint8Array }[];
  /** The number of the last update that is taken. */
  readonly upto: number;
  /** Up to this number an older version let updates in without asking what they take. */
  readonly unchecked: number;
}

/** Makes the state, as a Yjs update v1. */
export const pastState = ({ start, segments, tail, upto, unchecked }: PastParts): Uint8Array => {
  const doc = createBoardDoc();
  const apply = (seq: number, update: Uint8Array): void =>
    Y.applyUpdate(doc, (seq <= unchecked ? tamed(update, doc)?.update : undefined) ?? update);
  doc.transact(() => {
    if (start !== undefined) apply(start.seq, start.isPacked ? unpackedStateNow(start.data) : start.data);
    for (const segment of segments) {
      for (const { seq, update } of openedPieceNow(segment))
        if (seq > (start?.seq ?? 0) && seq <= upto) apply(seq, update);
    }
    for (const { seq, data } of tail) if (seq <= upto) apply(seq, data);
  });
  return Y.encodeStateAsUpdate(doc);
};

/** The same on the way to a thread. */
export interface BundledPast extends Omit<PastParts, 'tail'> {
  readonly seqs: readonly number[];
  readonly bundles: readonly Bundle[];
}

/** Makes the state of that. */
export const pastStateOfBundles = ({ seqs, bundles, ...parts }: BundledPast): Uint8Array => {
  const updates = unbundled(bundles);
  const tail = seqs.flatMap((seq, i) => (updates[i] === undefined ? [] : [{ seq, data: updates[i] }]));
  return pastState({ ...parts, tail });
};

/** How a store makes it. */
export type MakePastState = (parts: PastParts) => Promise<Uint8Array>;

/** The same away from the event loop where it is more than a little. The parts may be empty afterwards: they are given to the thread. */
export const pastStateInThread: MakePastState = async (parts) => {
  const { tail, ...rest } = parts;
  const kept = [...(rest.start === undefined ? [] : [rest.start.data]), ...rest.segments];
  const all = [...kept, ...tail.map(({ data }) => data)];
  // A few bytes become many MiB where all is alike.
  const isPacked = parts.start?.isPacked === true || parts.raw > inlineBytes;
  if (!isPacked && all.reduce((sum, { length }) => sum + length, 0) <= inlineBytes) return pastState(parts);
  const bundles = bundled(tail.map(({ data }) => data));
  const given: BundledPast = { ...rest, seqs: tail.map(({ seq }) => seq), bundles };
  const worker = new Worker(new URL('./past-state-worker.ts', import.meta.url), {
    workerData: given,
    transferList: buffersOf([...kept, ...bundles.map(({ data }) => data)]),
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  });
  return onlyAnswerWithin(worker, { what: 'what a board was', ms: deadlineMs });
};
