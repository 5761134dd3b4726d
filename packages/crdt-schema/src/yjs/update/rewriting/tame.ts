import * as Y from 'yjs';
import { Failure } from '../../../failure.ts';
import { limits } from '../../../limits.ts';
import { costlyIn, stepsOf } from '../measuring/work.ts';
import { endsIn, integrationOf } from '../reading/integration.ts';
import { type Reading, readUpdate } from '../reading/reading.ts';
import type { Struct } from '../reading/structs.ts';
import { numberWithoutEnd, unbounded } from '../reading/summary.ts';
import { updateWriter } from './encode.ts';

/** A whole board may take more steps than one frame: nobody waits for it but those who open it. */
const storedSteps = 10 * limits.updateSteps;
/** Steps each further item may take then. */
const stepsEach = 64;

/** Clients that wait, times clients there are: Yjs goes through a list of all of them for each that waits. */
const waitingSteps = 10_000_000;

/** An update without what would be too costly to apply. */
export interface Tamed {
  readonly update: Uint8Array;
  /** Structs that were left out: their clocks are taken, and nothing is there. */
  readonly left: number;
}

/**
 * What of a stored update can be applied to a document without holding up everybody, or undefined when that is all of it. What is left
 * out becomes a hole that keeps the clocks of its author in order; what waits for something that is not there is not there itself.
 * Gives undefined as well for what cannot be read.
 */
export const tamed = (update: Uint8Array, doc: Y.Doc): Tamed | undefined => {
  const reading = readUpdate(update, unbounded);
  if (reading instanceof Failure) {
    // Yjs would take that, and nothing on the board could be written or compacted after it.
    return reading.detail === numberWithoutEnd ? { update: emptyUpdate, left: 1 } : undefined;
  }
  const waiting = waitingIn(reading, doc);
  const costly =
    stepsOf(reading, doc, limits.updateSteps) > limits.updateSteps
      ? costlyIn(reading, doc, { most: storedSteps, each: stepsEach })
      : nothing;
  if (costly.size + waiting.size === 0) return undefined;
  const writer = updateWriter();
  for (const struct of reading.structs)
    if (!waiting.has(struct)) writer.add(costly.has(struct) ? new Y.GC(struct.id, struct.length) : struct);
  for (const [client, ranges] of reading.deletes)
    for (const { clock, len } of ranges) writer.delete([client, clock, len]);
  return { update: writer.finish(), left: costly.size + waiting.size };
};

/** No clients, no deletions. */
const emptyUpdate = Uint8Array.of(0, 0);

const nothing: ReadonlySet<Struct> = new Set();

/** What waits for something that is not there, where so many do that letting them wait takes long. */
const waitingIn = ({ structs, summary }: Reading, doc: Y.Doc): ReadonlySet<Struct> => {
  const clients = summary.sections.length;
  if (clients * clients <= waitingSteps) return nothing;
  const { rest } = integrationOf(structs, endsIn(doc));
  const waiting = new Set(rest.map(({ id }) => id.client));
  return waiting.size * clients > waitingSteps ? new Set(rest) : nothing;
};
