import { type CommentThread, fold } from '@gesso/crdt-schema';
import { mentionsIn, newest } from './unread.ts';

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
  if (filter === 'mentions') return mentionsIn(thread.entries, me);
  return (filter === 'resolved') === (thread.resolved !== undefined);
};

/** The two between which all threads are. */
const halves = ['open', 'resolved'] as const;

/** Where else than asked the words stand: how many threads of a filter hold them, where any do. */
export const foundElsewhere = (
  threads: readonly CommentThread[],
  asked: Asked,
): readonly { readonly filter: Filter; readonly n: number }[] =>
  halves.flatMap((filter) => {
    const n = filter === asked.filter ? 0 : threadsFor(threads, { ...asked, filter }).length;
    return n === 0 ? [] : { filter, n };
  });

/** The filters of open and of resolved threads that have anything unread, and that of mentions where any of it is one. */
export const withUnread = (
  threads: readonly Pick<CommentThread, 'id' | 'resolved'>[],
  unread: ReadonlySet<string>,
  mentions: ReadonlySet<string>,
): ReadonlySet<Filter> =>
  new Set<Filter>([
    ...threads.flatMap(({ id, resolved }) => (unread.has(id) ? halves[resolved === undefined ? 0 : 1] : [])),
    ...(mentions.size > 0 ? (['mentions'] as const) : []),
  ]);

/** When something happened in a thread last. */
const activity = ({ entries, resolved }: CommentThread): number => Math.max(newest(entries), resolved?.at ?? 0);

/** Threads by when something happened in them, the last first. */
export const newestFirst = (threads: readonly CommentThread[]): readonly CommentThread[] =>
  [...threads].sort((a, b) => activity(b) - activity(a));

/** Threads as they are listed: those that were asked for, what happened last first. */
export function threadsFor(threads: readonly CommentThread[], asked: Asked): readonly CommentThread[] {
  const words = fold(asked.words);
  const holds = ({ entries }: CommentThread) =>
    words === '' || entries.some(({ text, author }) => fold(`${text} ${author.name}`).includes(words));
  return newestFirst(threads.filter((thread) => passes(thread, asked) && holds(thread)));
}
