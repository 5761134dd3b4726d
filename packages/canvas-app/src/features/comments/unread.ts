import type { CommentEntry, CommentThread } from '@gesso/crdt-schema';
import { type KeyValue, readObject, writeItem } from '../../storage.ts';

/**
 * What of a thread or of the chat a person has read on this device: entries by their ids, for the clocks of those who wrote them are not
 * to be relied on. `until`: all that says it is as old counts as read, ms since 1970; -1 while all that was read is known by its id.
 */
export interface Read {
  readonly until: number;
  readonly ids: ReadonlySet<string>;
}

/** What was read, by thread, and of the chat. */
export type Reads = Readonly<Record<string, Read>>;

/** The key of the chat among the threads: no id of one is as short. */
export const chatKey = 'chat';

/** Where it stands that all before a time is read, in all threads: earlier versions wrote that. */
const allKey = 'all';

/** Entries of one key, and of all together, that are known by their ids; of those before them the time is. */
const mostOfOne = 64;
const mostOfAll = 8_000;

/** Characters of an id that are kept: enough to tell the entries of one thread apart. */
const kept = 6;
const shortOf = ({ id }: Pick<CommentEntry, 'id'>): string => id.slice(0, kept);

const nothing: Read = { until: -1, ids: new Set() };

type Entry = Pick<CommentEntry, 'id' | 'at' | 'author'>;

/** The time of the newest of some entries; 0 without any. */
export const newest = (entries: readonly Pick<CommentEntry, 'at'>[]): number =>
  entries.reduce((last, { at }) => Math.max(last, at), 0);

/** The entries under a key that a person has not read: what they wrote themselves is read. */
export function unreadOf<T extends Entry>(
  entries: readonly T[],
  key: string,
  reads: Reads,
  me: string | undefined,
): readonly T[] {
  const { until, ids } = reads[key] ?? nothing;
  const before = Math.max(until, key === chatKey ? -1 : (reads[allKey]?.until ?? -1));
  return entries.filter((entry) => entry.author.id !== me && entry.at > before && !ids.has(shortOf(entry)));
}

/** Whether any of some entries mentions a person. */
export const mentionsIn = (entries: readonly Pick<CommentEntry, 'mentions'>[], me: string | undefined): boolean =>
  me !== undefined && entries.some(({ mentions }) => mentions.includes(me));

/** The ids of threads that have anything unread. */
export const unreadThreads = (
  threads: readonly { readonly id: string; readonly entries: readonly Entry[] }[],
  reads: Reads,
  me: string | undefined,
): ReadonlySet<string> =>
  new Set(threads.flatMap(({ id, entries }) => (unreadOf(entries, id, reads, me).length > 0 ? id : [])));

/** The ids of threads in which anything unread mentions a person. */
export const unreadMentions = (
  threads: readonly { readonly id: string; readonly entries: readonly (Entry & Pick<CommentEntry, 'mentions'>)[] }[],
  reads: Reads,
  me: string | undefined,
): ReadonlySet<string> =>
  new Set(threads.flatMap(({ id, entries }) => (mentionsIn(unreadOf(entries, id, reads, me), me) ? id : [])));

/** Some entries as read. Of many the newest are known by their ids, and all before them by their time. */
const readAs = (entries: readonly Entry[], most: number, { until }: Read): Read => {
  const inOrder = [...entries].sort((a, b) => a.at - b.at);
  const known = inOrder.slice(Math.max(0, inOrder.length - most));
  const before = inOrder.slice(0, inOrder.length - known.length);
  return { until: before.reduce((last, { at }) => Math.max(last, at), until), ids: new Set(known.map(shortOf)) };
};

/** What was read, and all entries of one more key; the same object where that says nothing new. */
export const withRead = (reads: Reads, key: string, entries: readonly Entry[]): Reads =>
  unreadOf(entries, key, reads, undefined).length === 0
    ? reads
    : { ...reads, [key]: readAs(entries, mostOfOne, reads[key] ?? nothing) };

/** What was read when all threads are. */
export function withAllRead(threads: readonly Pick<CommentThread, 'id' | 'entries'>[], reads: Reads): Reads {
  let left = mostOfAll;
  const all = threads.map(({ id, entries }) => {
    const read = readAs(entries, Math.min(mostOfOne, left), reads[id] ?? nothing);
    left -= read.ids.size;
    return [id, read] as const;
  });
  return { ...reads, ...Object.fromEntries(all) };
}

/** As it is stored: a time, and behind it the ids in one piece. */
const store = ({ until, ids }: Read): string => `${until} ${[...ids].join('')}`;

const restore = (value: unknown): Read | undefined => {
  if (typeof value === 'number') return { until: value, ids: new Set() };
  const [, until = '', ids = ''] = /^(-?\d+) ([\w-]*)$/.exec(String(value)) ?? [];
  return until === '' ? undefined : { until: Number(until), ids: new Set(ids.match(/[\w-]{6}/g) ?? []) };
};

/** Keeps for a board what was read on this device. Storage that is full or forbidden only forgets. */
export const readMemory = (storage: KeyValue | undefined, board: string) => {
  const key = `gesso.read.${board}`;
  return {
    recall: (): Reads =>
      Object.fromEntries(
        Object.entries(readObject(storage, key)).flatMap(([id, value]) => {
          const read = restore(value);
          return read === undefined ? [] : [[id, read]];
        }),
      ),
    /** Threads that are gone are forgotten. */
    remember(reads: Reads, isThere: (id: string) => boolean): void {
      const stays = Object.entries(reads).filter(([id]) => id === chatKey || id === allKey || isThere(id));
      writeItem(storage, key, JSON.stringify(Object.fromEntries(stays.map(([id, read]) => [id, store(read)]))));
    },
  };
};
