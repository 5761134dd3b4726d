import { limits } from '../limits.ts';
import { type UpdateWriter, updateWriter } from './encode.ts';
import { type EndOf, integrationOf } from './integration.ts';
import type { Reading } from './reading.ts';

/** Ranges to delete in one slice. */
const sliceRanges = 2_000;

/**
 * A large update as several small ones that say the same, in an order in which each builds on those before it. What is known is left
 * out; what builds on something that is not there comes last, in one piece. `endOf` tells what is known.
 */
export const slicesOf = (reading: Reading, endOf: EndOf): readonly Uint8Array[] => {
  const { order, rest } = integrationOf(reading.structs, endOf);
  const slices: Uint8Array[] = [];
  let writer: UpdateWriter = updateWriter();
  const close = (): void => {
    if (writer.structs + writer.ranges > 0) slices.push(writer.finish());
    writer = updateWriter();
  };
  const ends = new Map<number, number>();
  const end = (client: number): number => ends.get(client) ?? endOf(client);
  for (const struct of order) {
    const { client, clock } = struct.id;
    if (writer.structs >= limits.sliceStructs || writer.bytes >= limits.sliceBytes) close();
    writer.add(struct, end(client));
    ends.set(client, clock + struct.length);
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
  if (waiting.structs + waiting.ranges > 0) slices.push(waiting.finish());
  return slices;
};
