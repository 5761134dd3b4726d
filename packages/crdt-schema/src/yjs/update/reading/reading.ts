import * as Y from 'yjs';
import { Failure } from '../../../failure.ts';
import { limits, relayLimits } from '../../../limits.ts';
import { AsciiDecoder } from '../../ascii-decoder.ts';
import type { Range, Struct } from './structs.ts';
import { type SummaryLimits, summaryOf, type UpdateSummary } from './summary.ts';

/** What an update says, decoded. */
export interface Content {
  readonly summary: UpdateSummary;
  readonly structs: readonly Struct[];
  readonly deletes: ReadonlyMap<number, readonly Range[]>;
}

/** An update that was read once, and is carried in this form to all who look at it before it is applied. */
export interface Reading extends Content {
  readonly bytes: Uint8Array;
}

/** An update as bytes, or as it was read before. */
export type Update = Uint8Array | Reading;

/** What a whole board may hold, which is also what one who comes back may bring. Its bytes bound the rest. */
export const wholeBoard: SummaryLimits & { readonly bytes: number } = {
  bytes: limits.syncStepBytes,
  structs: relayLimits.historyStructs,
  ranges: relayLimits.historyRanges,
  clients: limits.historyClients,
};

/** Reads an update whose summary is within `most`. Returns the failure instead when it cannot be read. Never throws. */
export const readUpdate = (bytes: Uint8Array, most: SummaryLimits = wholeBoard): Reading | Failure => {
  try {
    const summary = summaryOf(bytes, most);
    const { structs, ds } = Y.decodeUpdateV2(bytes, AsciiDecoder);
    return { bytes, summary, structs, deletes: ds.clients };
  } catch (error) {
    // Truncated bytes, unknown content, or nesting so deep that the decoder gave up.
    return error instanceof Failure ? error : new Failure('MALFORMED', 'update');
  }
};

export const isReading = (update: Update): update is Reading => !(update instanceof Uint8Array);

/** Returns what an update says that was applied or sent before, so that its size is not asked any more. */
export const contentOf = (update: Uint8Array | Content): Content | undefined => {
  if (!(update instanceof Uint8Array)) return update;
  const read = readUpdate(update);
  return read instanceof Failure ? undefined : read;
};

/** Returns what an update says without the content of some clients. What it deletes stays. */
export const withoutClients = ({ summary, structs, deletes }: Content, clients: readonly number[]): Content => {
  const gone = new Set(clients);
  return {
    summary: { ...summary, sections: summary.sections.filter(({ client }) => !gone.has(client)) },
    structs: structs.filter(({ id }) => !gone.has(id.client)),
    deletes,
  };
};
