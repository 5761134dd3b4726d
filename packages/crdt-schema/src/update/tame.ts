import * as Y from 'yjs';
import { Failure } from '../failure.ts';
import { limits } from '../limits.ts';
import { updateWriter } from './encode.ts';
import { readUpdate } from './reading.ts';
import { costlyIn, stepsOf } from './work.ts';

/** What was stored before may be as large as a board. */
const anySize = {
  structs: Number.MAX_SAFE_INTEGER,
  ranges: Number.MAX_SAFE_INTEGER,
  clients: Number.MAX_SAFE_INTEGER,
} as const;

/** A whole board may take more steps than one frame: nobody waits for it but those who open it. */
const storedSteps = 10 * limits.updateSteps;
/** Steps each further item may take then. */
const stepsEach = 64;

/** An update without what would be too costly to apply. */
export interface Tamed {
  readonly update: Uint8Array;
  /** Structs that were left out: their clocks are taken, and nothing is there. */
  readonly left: number;
}

/**
 * What of a stored update can be applied to a document without holding up everybody, or undefined when that is all of it. What is left
 * out becomes a hole that keeps the clocks of its author in order. Gives undefined as well for what cannot be read.
 */
export const tamed = (update: Uint8Array, doc: Y.Doc): Tamed | undefined => {
  const reading = readUpdate(update, anySize);
  if (reading instanceof Failure || stepsOf(reading, doc, limits.updateSteps) <= limits.updateSteps) return undefined;
  const costly = costlyIn(reading, doc, { most: storedSteps, each: stepsEach });
  if (costly.size === 0) return undefined;
  const writer = updateWriter();
  for (const struct of reading.structs) writer.add(costly.has(struct) ? new Y.GC(struct.id, struct.length) : struct);
  for (const [client, ranges] of reading.deletes)
    for (const { clock, len } of ranges) writer.delete([client, clock, len]);
  return { update: writer.finish(), left: costly.size };
};
