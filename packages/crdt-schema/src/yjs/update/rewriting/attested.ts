import * as Y from 'yjs';
import type { CommentWrite } from '../reading/comment-writes.ts';
import type { Reading } from '../reading/reading.ts';
import { type Range, updateWriter } from './encode.ts';
import { joined } from './fitting.ts';

/** An update without what may not be in it. */
export interface AttestedUpdate {
  readonly update: Uint8Array;
  /** What is deleted in it as it comes. */
  readonly deleted: readonly Range[];
  /** Whether something in it became a hole. */
  readonly isHoled: boolean;
  /** What it would have deleted, as an update that does nothing else. */
  readonly leftOut: Uint8Array;
}

/** Returns the update that deletes ranges and does nothing else. */
export const deletionOf = (ranges: readonly Range[]): Uint8Array => {
  const update = updateWriter();
  for (const range of joined(ranges)) update.delete(range);
  return update.finish();
};

/** Clocks of a client that stay, from the first to before the last, in order. */
type Kept = readonly (readonly [from: number, end: number])[];

const keptByClient = (writes: readonly CommentWrite[]): ReadonlyMap<number, Kept> => {
  const kept = new Map<number, [number, number][]>();
  const deletes = writes.filter(({ kind }) => kind === 'delete').sort((a, b) => a.clock - b.clock);
  for (const { client, clock, length } of deletes) {
    const own = kept.get(client) ?? [];
    own.push([clock, clock + length]);
    kept.set(client, own);
  }
  return kept;
};

/** The first of what is kept that ends behind a clock. */
const firstBehind = (kept: Kept, clock: number): number => {
  let [low, high] = [0, kept.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((kept[middle]?.[1] ?? 0) > clock) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** A range without what is kept. Ranges that lie apart cost as much as they have parts, however much is kept. */
const without = ([client, from, count]: Range, kept: Kept | undefined): Range[] => {
  if (kept === undefined) return [[client, from, count]];
  const end = from + count;
  const rest: Range[] = [];
  let at = from;
  for (let i = firstBehind(kept, from); i < kept.length; i++) {
    const [start, stop] = kept[i] ?? [end, end];
    if (start >= end) break;
    if (start > at) rest.push([client, at, start - at]);
    at = Math.max(at, stop);
  }
  if (at < end) rest.push([client, at, end - at]);
  return rest;
};

/**
 * The same update without some of what it does to comments. A record it brings is deleted as it comes; one that would take the place
 * of another's becomes a hole, as deleting it would take that away as well; and what it deletes of others stays.
 */
export const withoutComments = (reading: Reading, writes: readonly CommentWrite[]): AttestedUpdate => {
  const update = updateWriter();
  const holes = new Set<string>();
  const brought: Range[] = [];
  const kept = keptByClient(writes);
  for (const { kind, client, clock, length, before } of writes) {
    if (kind === 'set' && before === undefined) brought.push([client, clock, length]);
    else if (kind === 'set') holes.add(`${client} ${clock}`);
  }
  for (const struct of reading.structs) {
    const { client, clock } = struct.id;
    update.add(holes.has(`${client} ${clock}`) ? new Y.GC(struct.id, struct.length) : struct);
  }
  const asked = [...reading.deletes].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }): Range => [client, clock, len]),
  );
  // Joined first: ranges that lie over each other would be cut once each.
  const deletes = joined(asked).flatMap((range) => without(range, kept.get(range[0])));
  for (const range of joined([...deletes, ...brought])) update.delete(range);
  const left = [...kept].flatMap(([client, ranges]) => ranges.map(([from, end]): Range => [client, from, end - from]));
  return { update: update.finish(), deleted: brought, isHoled: holes.size > 0, leftOut: deletionOf(left) };
};
