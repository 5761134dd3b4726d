import type { CommentThread } from '@gesso/crdt-schema';
import { fold } from '../../words/fold.ts';
import { newest } from './unread.ts';

/** What of the threads is listed. */
export const filters = ['open', 'resolved', 'mentions', 'unread'] as const;

export type Filter = (typeof filters)[number];

/** What a filter asks for besides the threads. */
export interface Asked {
  readonly filter: Filter;
  /** Words that have to stand in a thread, or in the name of an author of it. */
  readonly words: string;
  readonly unread: ReadonlySet<string>;
  readonly me: string | undefined;
}

const passes = (thread: CommentThread, { filter, unread, me }: Asked): boolean => {
  if (filter === 'unread') return unread.has(thread.id);
  if (filter === 'mentions') return me !== undefined && thread.entries.some(({ mentions }) => mentions.includes(me));
  return (filter === 'resolved') === (thread.resolved !== undefined);
};

/** When something happened in a thread last. */
const activity = ({ entries, resolved }: CommentThread): number => Math.max(newest(entries), resolved?.at ?? 0);

/** Threads as they are listed: those that were asked for, what happened last first. */
export function threadsFor(threads: readonly CommentThread[], asked: Asked): readonly CommentThread[] {
  const words = fold(asked.words);
  const holds = ({ entries }: CommentThread) =>
    words === '' || entries.some(({ text, author }) => fold(`${text} ${author.name}`).includes(words));
  return threads.filter((thread) => passes(thread, asked) && holds(thread)).sort((a, b) => activity(b) - activity(a));
}
