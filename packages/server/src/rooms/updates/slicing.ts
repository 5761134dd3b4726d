import {
  Failure,
  type FailureCode,
  type Growth,
  growthOf,
  limits,
  readUpdate,
  type Slices,
  type SummaryLimits,
  slicesOf,
} from '@gesso/crdt-schema';
import * as Y from 'yjs';

/** What is to be sliced: an update, what it may hold, and the encoded state vector of what is known. */
export interface Unsliced {
  /** The person it is from: people take turns. */
  readonly who: string;
  readonly update: Uint8Array;
  readonly most: SummaryLimits;
  readonly vector: Uint8Array;
}

/** A large update in slices, each of which fits in one turn, and what is to be judged before the first of them. */
export interface Sliced extends Slices {
  readonly growth: Growth;
  /** Structs of it that are new. */
  readonly structs: number;
}

/** Slices a large update. Rejects with a `Failure` when it cannot be read or is too much. */
export type Slice = (unsliced: Unsliced) => Promise<Sliced>;

/** What the thread that slices answers. */
export type SliceAnswer = { readonly sliced: Sliced } | { readonly code: FailureCode; readonly detail: string };

/** Throws a `Failure`. */
export const slice = ({ update, most, vector }: Unsliced): Sliced => {
  const reading = readUpdate(update, most);
  if (reading instanceof Failure) throw reading;
  const known = Y.decodeStateVector(vector);
  const endOf = (client: number): number => known.get(client) ?? 0;
  let structs = 0;
  for (const { id, length } of reading.structs) if (id.clock + length > endOf(id.client)) structs++;
  return { ...slicesOf(reading, endOf), growth: growthOf(reading, endOf), structs };
};

/** Whether an update has more bytes than fit in one turn. */
export const isLarge = (update: Uint8Array): boolean => update.length > limits.sliceBytes;
