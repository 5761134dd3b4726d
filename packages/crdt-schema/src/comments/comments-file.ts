import type * as Y from 'yjs';
import { own } from '../elements/parse.ts';
import { newElementId, type Random, secureRandom } from '../ids.ts';
import { commentLimits } from '../limits.ts';
import { cleanName } from '../protocol/person.ts';
import { entryKey, resolvedKey } from '../yjs/comment-keys.ts';
import { cleanAnchor, readEntry, storeEntry, storePin, storeResolved } from './codec.ts';
import type { CommentAnchor, CommentEntry } from './comment.ts';
import type { Commenter } from './comments.ts';
import { indexComments } from './read-comments.ts';

/** An entry in a file: people by their names, as their ids mean nothing elsewhere. */
export interface PlainEntry {
  readonly author: string;
  readonly at: number;
  readonly editedAt?: number;
  readonly text: string;
}

/** A thread in a file. */
export interface PlainThread {
  readonly anchor: CommentAnchor;
  readonly entries: readonly PlainEntry[];
  readonly resolvedAt?: number;
}

/** The threads of a document as a file holds them. */
export const exportComments = (from: Y.Doc): PlainThread[] =>
  indexComments(from.getMap('cm'))
    .threads()
    .map(({ anchor, entries, resolved }) => ({
      anchor,
      entries: entries.map(({ author, at, editedAt, text, quotedFrom }) => ({
        author: quotedFrom ?? author.name,
        at,
        ...(editedAt !== undefined && { editedAt }),
        text,
      })),
      ...(resolved !== undefined && { resolvedAt: resolved.at }),
    }));

export interface ImportOptions {
  /** Who brings them: all that is written is theirs, and says whose it was. */
  readonly me: Commenter;
  /** Where a thread goes, for elements that have new ids or another place; as it was by default. */
  readonly placed?: (anchor: CommentAnchor) => CommentAnchor;
  readonly random?: Random;
}

/** An entry of a file as the person who brings it may write it. */
const entryFrom = (value: unknown, me: Commenter): CommentEntry | undefined =>
  readEntry('', {
    u: me.id,
    n: me.name,
    t: own(value, 'at'),
    e: own(value, 'editedAt'),
    b: own(value, 'text'),
    // A name that cannot be shown is still not that of the one who brings it.
    o: cleanName(own(value, 'author')) || '?',
  });

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Writes the threads of a file into a document, under new ids, each entry written by `me` and quoted from its author. What is malformed
 * is left out, and what goes beyond the limits. Returns how many threads were written.
 */
export const importComments = (from: unknown, into: Y.Doc, options: ImportOptions): number => {
  const { me, placed = (anchor) => anchor, random = secureRandom } = options;
  const cm = into.getMap<unknown>('cm');
  let { pins, entries: count } = indexComments(cm).counts();
  let written = 0;
  const write = (value: unknown): void => {
    const anchor = cleanAnchor(own(value, 'anchor'));
    const entries = list(own(value, 'entries')).flatMap((entry) => entryFrom(entry, me) ?? []);
    if (anchor === undefined || entries.length === 0) return;
    if (pins >= commentLimits.threads || count + entries.length > commentLimits.entries) return;
    const thread = newElementId(random);
    cm.set(thread, storePin({ by: me.id, anchor: cleanAnchor(placed(anchor)) ?? anchor }));
    for (const entry of entries) cm.set(entryKey(thread, newElementId(random)), storeEntry(entry));
    const at = own(value, 'resolvedAt');
    if (typeof at === 'number' && at >= 0) cm.set(resolvedKey(thread), storeResolved({ by: me.id, at }));
    pins++;
    count += entries.length;
    written++;
  };
  into.transact(() => {
    for (const value of list(from)) write(value);
  });
  return written;
};
