import * as Y from 'yjs';
import type { CommentWrite } from '../reading/comment-writes.ts';
import type { Reading } from '../reading/reading.ts';
import { type Range, updateWriter } from './encode.ts';
import { type Fitting, joined } from './fitting.ts';

/** A range without what others take out of it. */
const without = (range: Range, kept: readonly CommentWrite[]): Range[] => {
  let rest: Range[] = [range];
  for (const { client, clock, length } of kept) {
    rest = rest.flatMap(([of, from, count]): Range[] => {
      const [end, keptEnd] = [from + count, clock + length];
      if (of !== client || keptEnd <= from || end <= clock) return [[of, from, count]];
      const parts: Range[] = [
        [of, from, clock - from],
        [of, keptEnd, end - keptEnd],
      ];
      return parts.filter(([, , left]) => left > 0);
    });
  }
  return rest;
};

/**
 * The same update without some of what it does to comments. A record it brings is deleted as it comes; one that would take the place
 * of another's becomes a hole, as deleting it would take that away as well; and what it deletes of others stays.
 */
export const withoutComments = (reading: Reading, writes: readonly CommentWrite[]): Fitting => {
  const [update, deletion] = [updateWriter(), updateWriter()];
  const holes = new Set<string>();
  const brought: Range[] = [];
  const kept = writes.filter(({ kind }) => kind === 'delete');
  for (const { kind, client, clock, length, before } of writes) {
    if (kind === 'set' && before === undefined) brought.push([client, clock, length]);
    else if (kind === 'set') holes.add(`${client} ${clock}`);
  }
  for (const struct of reading.structs) {
    const { client, clock } = struct.id;
    update.add(holes.has(`${client} ${clock}`) ? new Y.GC(struct.id, struct.length) : struct);
  }
  const deletes = [...reading.deletes].flatMap(([client, ranges]) =>
    ranges.flatMap(({ clock, len }) => without([client, clock, len], kept)),
  );
  for (const range of joined([...deletes, ...brought])) update.delete(range);
  for (const range of joined(brought)) deletion.delete(range);
  return { update: update.finish(), deletion: deletion.finish() };
};
