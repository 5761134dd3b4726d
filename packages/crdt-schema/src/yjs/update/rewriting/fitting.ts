import type * as Y from 'yjs';
import { overfullIn } from '../measuring/growth.ts';
import type { Reading } from '../reading/reading.ts';
import { type Range, updateWriter } from './encode.ts';

/** An update that fits on a board, and what was deleted of it for that. */
export interface Fitting {
  readonly update: Uint8Array;
  readonly deletion: Uint8Array;
}

/** Sorted and joined, as Yjs writes them. */
export const joined = (ranges: readonly Range[]): Range[] => {
  const result: Range[] = [];
  for (const [client, clock, length] of [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (last === undefined || last[0] !== client || last[1] + last[2] < clock) result.push([client, clock, length]);
    else result[result.length - 1] = [client, last[1], Math.max(last[2], clock + length - last[1])];
  }
  return result;
};

/**
 * The same update, which deletes at once what it brings to texts that it would make too large: their clocks are taken, and all else
 * in it can be. Undefined when there is no such text.
 */
export const fittingOf = (reading: Reading, doc: Y.Doc): Fitting | undefined => {
  const much = overfullIn(reading, doc).map(({ client, clock, length }): Range => [client, clock, length]);
  if (much.length === 0) return undefined;
  const deletes = [...reading.deletes].flatMap(([client, ranges]) =>
    ranges.map(({ clock, len }): Range => [client, clock, len]),
  );
  const [update, deletion] = [updateWriter(), updateWriter()];
  for (const struct of reading.structs) update.add(struct);
  for (const range of joined([...deletes, ...much])) update.delete(range);
  for (const range of joined(much)) deletion.delete(range);
  return { update: update.finish(), deletion: deletion.finish() };
};
