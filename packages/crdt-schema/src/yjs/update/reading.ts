import * as Y from 'yjs';
import { Failure } from '../../failure.ts';
import { limits } from '../../limits.ts';
import { type Outline, type OutlineLimits, outlineOf } from './outline.ts';
import type { Struct } from './structs.ts';

/** An update that was read once, for all who look at it before it is applied. */
export interface Reading {
  readonly bytes: Uint8Array;
  readonly outline: Outline;
  readonly structs: readonly Struct[];
  readonly deletes: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;
}

/** An update as bytes, or as it was read before. */
export type Update = Uint8Array | Reading;

/** What a whole board may hold, which is also what one who comes back may bring. Its bytes bound the rest. */
export const wholeBoard: OutlineLimits & { readonly bytes: number } = {
  bytes: limits.syncStepBytes,
  structs: limits.historyStructs,
  ranges: limits.historyRanges,
  clients: limits.historyClients,
};

/** Reads an update whose outline is within `most`. Gives the failure instead when it cannot be read. Never throws. */
export const readUpdate = (bytes: Uint8Array, most: OutlineLimits = wholeBoard): Reading | Failure => {
  try {
    const outline = outlineOf(bytes, most);
    const { structs, ds } = Y.decodeUpdate(bytes);
    return { bytes, outline, structs, deletes: ds.clients };
  } catch (error) {
    // Truncated bytes, unknown content, or nesting so deep that the decoder gave up.
    return error instanceof Failure ? error : new Failure('MALFORMED', 'update');
  }
};

export const isReading = (update: Update): update is Reading => !(update instanceof Uint8Array);

/** The reading of what was applied or sent before, whose size nobody asks for any more. */
export const readingOf = (update: Update): Reading | undefined => {
  if (isReading(update)) return update;
  const read = readUpdate(update);
  return read instanceof Failure ? undefined : read;
};
