import { simpleDiffStringWithCursor } from 'lib0/diff';
import type * as Y from 'yjs';
import { truncate } from '../elements/parse.ts';
import { limits } from '../limits.ts';

/** Replace `remove` characters at `at` by `insert`. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/**
 * The one splice that turns `before` into `after`: what they share at both ends stays, so a colleague's typing beside it
 * stays too. `caret` (index in `after`, where the typing ended) decides between equal letters. Surrogate pairs are never split.
 */
export const textDifference = (before: string, after: string, caret = after.length): Splice | undefined => {
  if (before === after) return undefined;
  const begun = Math.max(0, caret - Math.max(0, after.length - before.length));
  const { index, remove, insert } = simpleDiffStringWithCursor(before, after, begun);
  return { at: index, remove, insert };
};

/** Writes the difference into a shared text. */
export const writeText = (shared: Y.Text, next: string, caret?: number): void => {
  const splice = textDifference(shared.toString(), next, caret);
  if (splice === undefined) return;
  if (splice.remove > 0) shared.delete(splice.at, splice.remove);
  if (splice.insert !== '') shared.insert(splice.at, splice.insert);
};

/** What a splice makes of a text. */
export const spliced = (text: string, { at, remove, insert }: Splice): string =>
  text.slice(0, at) + insert + text.slice(at + remove);

/** Where a position of the text before a splice is after it; what was removed is moved behind what came in its place. */
export const movePosition = ({ at, remove, insert }: Splice, position: number): number => {
  if (position <= at) return position;
  return position >= at + remove ? position - remove + insert.length : at + insert.length;
};

/**
 * The same splice for a text in which `other` was done first. Where both insert at one place, `first` says whether this
 * one's text comes first. What the other has put into a range that this one removes goes with it.
 */
export const rebased = (splice: Splice, other: Splice, first: boolean): Splice => {
  const { at, remove, insert } = splice;
  const behind = at > other.at || (at === other.at && !first);
  const start = behind ? Math.max(movePosition(other, at), at === other.at ? at + other.insert.length : 0) : at;
  const end = Math.max(start, movePosition(other, at + remove));
  return { at: start, remove: remove === 0 ? 0 : end - start, insert };
};

/** Returns as much of a splice of `text` as fits, and how many characters do not. */
export function fitting(text: string, splice: Splice): readonly [Splice, number] {
  const room = limits.textLength - (text.length - splice.remove);
  const insert = truncate(splice.insert, Math.min(splice.insert.length, room));
  return [{ ...splice, insert }, splice.insert.length - insert.length];
}
