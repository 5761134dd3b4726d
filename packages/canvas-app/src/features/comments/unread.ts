import type { CommentEntry, CommentThread } from '@gesso/crdt-schema';
import { type KeyValue, readObject, writeItem } from '../../storage.ts';

/** Up to when a person has read on this device: by thread, and of the chat. Times are those of the entries, ms since 1970. */
export type Reads = Readonly<Record<string, number>>;

/** The key of the chat among the threads: no id of one is as short. */
export const chatKey = 'chat';

/** Where it stands that all before a time is read. */
const allKey = 'all';

type Entries = readonly Pick<CommentEntry, 'at' | 'author'>[];

/** The time of the newest of some entries; 0 without any. */
export const newest = (entries: readonly Pick<CommentEntry, 'at'>[]): number =>
  entries.reduce((last, { at }) => Math.max(last, at), 0);

/** The entries under a key that a person has not read: what they wrote themselves is read. */
export const unreadOf = <T extends Entries[number]>(
  entries: readonly T[],
  key: string,
  reads: Reads,
  me: string | undefined,
): readonly T[] => {
  const until = Math.max(reads[key] ?? 0, reads[allKey] ?? 0);
  return entries.filter(({ at, author }) => at > until && author.id !== me);
};

/** The ids of threads that have anything unread. */
export const unreadThreads = (
  threads: readonly Pick<CommentThread, 'id' | 'entries'>[],
  reads: Reads,
  me: string | undefined,
): ReadonlySet<string> =>
  new Set(threads.flatMap(({ id, entries }) => (unreadOf(entries, id, reads, me).length > 0 ? id : [])));

/** What was read, with one more key up to a time; the same object where that says nothing new. */
export const withRead = (reads: Reads, key: string, at: number): Reads =>
  at <= Math.max(reads[key] ?? 0, reads[allKey] ?? 0) ? reads : { ...reads, [key]: at };

/** What was read when all threads are: one time stands for each of them. */
export const withAllRead = (threads: readonly Pick<CommentThread, 'entries'>[], reads: Reads): Reads => ({
  ...(reads[chatKey] === undefined ? {} : { [chatKey]: reads[chatKey] }),
  [allKey]: Math.max(reads[allKey] ?? 0, ...threads.map(({ entries }) => newest(entries))),
});

/** Keeps for a board what was read on this device. Storage that is full or forbidden only forgets. */
export const readMemory = (storage: KeyValue | undefined, board: string) => {
  const key = `gesso.read.${board}`;
  return {
    recall: (): Reads =>
      Object.fromEntries(
        Object.entries(readObject(storage, key)).flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : [])),
      ),
    /** Threads that are gone are forgotten. */
    remember(reads: Reads, isThere: (id: string) => boolean): void {
      const kept = Object.entries(reads).filter(([id]) => id === chatKey || id === allKey || isThere(id));
      writeItem(storage, key, JSON.stringify(Object.fromEntries(kept)));
    },
  };
};
