import type * as Y from 'yjs';
import { Failure } from '../../../failure.ts';
import { limits } from '../../../limits.ts';
import { isGone } from '../reading/coverage.ts';
import { type EndOf, endsIn, followEnds, integrationOf } from '../reading/integration.ts';
import type { Content, Reading } from '../reading/reading.ts';
import { type UpdateWriter, updateWriter } from './encode.ts';

/** Ranges to delete in one slice. */
const sliceRanges = 200;
/** What may wait for something that has not come: more is told to come again, in order. */
const mostWaiting = { structs: 10_000, clients: 1_000 } as const;

export interface Slices {
  readonly slices: readonly Uint8Array[];
  /** Whether the last of them is what builds on something that is not there. */
  readonly waits: boolean;
}

/**
 * A large update as several small ones that say the same, in an order in which each builds on those before it. What is known is left
 * out; what builds on something that is not there comes last, in one piece. `endOf` tells what is known. Throws `OVERLOADED` when
 * that is too much to look at again and again.
 */
export const slicesOf = (reading: Reading, endOf: EndOf): Slices => {
  const { order, rest } = integrationOf(reading.structs, endOf);
  const clients = new Set(rest.map(({ id }) => id.client));
  if (rest.length > mostWaiting.structs || clients.size > mostWaiting.clients)
    throw new Failure('OVERLOADED', 'structs that build on what has not come');
  const slices: Uint8Array[] = [];
  let writer: UpdateWriter = updateWriter();
  const close = (): void => {
    if (writer.structs + writer.ranges > 0) slices.push(writer.finish());
    writer = updateWriter();
  };
  const { endOf: end, reach } = followEnds(endOf);
  for (const struct of order) {
    const { client, clock } = struct.id;
    if (writer.structs >= limits.sliceStructs || writer.bytes >= limits.sliceBytes) close();
    writer.add(struct, end(client));
    reach(client, clock + struct.length);
  }
  const waiting = updateWriter();
  for (const struct of rest) waiting.add(struct);
  for (const [client, ranges] of reading.deletes) {
    for (const { clock, len } of ranges) {
      const known = Math.min(clock + len, end(client));
      if (writer.ranges >= sliceRanges) close();
      if (known > clock) writer.delete([client, clock, known - clock]);
      if (clock + len > known) waiting.delete([client, Math.max(clock, known), clock + len - Math.max(clock, known)]);
    }
  }
  close();
  const waits = waiting.structs + waiting.ranges > 0;
  if (waits) slices.push(waiting.finish());
  return { slices, waits };
};

/** A part of an update, encoded. */
export interface Fresh {
  readonly update: Uint8Array;
  readonly structs: number;
}

/** Returns the part of an update that is new to a document and can be placed now; undefined when that is nothing. */
export const freshIn = (doc: Y.Doc, { structs, deletes }: Content): Fresh | undefined => {
  const writer = updateWriter();
  const endOf = endsIn(doc);
  const { endOf: end, reach } = followEnds(endOf);
  for (const struct of integrationOf(structs, endOf).order) {
    writer.add(struct, end(struct.id.client));
    reach(struct.id.client, struct.id.clock + struct.length);
  }
  for (const [client, ranges] of deletes) {
    for (const { clock, len } of ranges) {
      const known = Math.min(clock + len, end(client));
      if (known > clock && !isGone(doc, client, clock, known - clock)) writer.delete([client, clock, known - clock]);
    }
  }
  return writer.structs + writer.ranges > 0 ? { update: writer.finish(), structs: writer.structs } : undefined;
};
