import * as Y from 'yjs';
import { followEnds, integrationOf } from '../reading/integration.ts';
import { updateWriter } from './encode.ts';

/** What is missing somewhere, in parts. */
export interface Parts {
  /** Updates without deletions, each of which builds on what is known and on those before it. */
  readonly parts: readonly Uint8Array[];
  /** The state vector of the one who has them all: what is lacking then, deletions among it, `encodeState` tells. */
  readonly vector: Uint8Array;
}

/**
 * An update that is too large to be sent in one, in parts of about so many bytes. `stateVector`: what is known where it goes. What builds on
 * something that is not there is in no part. Throws where the update cannot be read.
 */
export function partsOf(update: Uint8Array, stateVector: Uint8Array, bytes: number): Parts {
  const known = Y.decodeStateVector(stateVector);
  const startOf = (client: number): number => known.get(client) ?? 0;
  const { endOf, reach } = followEnds(startOf);
  const parts: Uint8Array[] = [];
  let writer = updateWriter();
  const close = (): void => {
    if (writer.structs > 0) parts.push(writer.finish());
    writer = updateWriter();
  };
  const vector = new Map(known);
  for (const struct of integrationOf(Y.decodeUpdate(update).structs, startOf).order) {
    const { client, clock } = struct.id;
    if (writer.bytes >= bytes) close();
    writer.add(struct, endOf(client));
    reach(client, clock + struct.length);
    vector.set(client, clock + struct.length);
  }
  close();
  return { parts, vector: Y.encodeStateVector(vector) };
}
