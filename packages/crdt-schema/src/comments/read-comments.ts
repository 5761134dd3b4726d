import type * as Y from 'yjs';
import { commentLimits } from '../limits.ts';
import { readCommentKey } from '../yjs/comment-keys.ts';
import { type Pin, type Resolved, readEntry, readPin, readResolved } from './codec.ts';
import type { CommentEntry, CommentThread } from './comment.ts';

/** What a document holds of one thread, before it is known whether that is all. */
interface Parts {
  pin: Pin | undefined;
  resolved: Resolved | undefined;
  readonly entries: Map<string, CommentEntry>;
  /** Put together of these; undefined until it is asked for. */
  thread: CommentThread | undefined;
}

/** The comments of a document as they are now. */
export interface CommentIndex {
  threads(): readonly CommentThread[];
  thread(id: string): CommentThread | undefined;
  chat(): readonly CommentEntry[];
  said(entry: string): CommentEntry | undefined;
  /** All of the chat, those that are not shown among them, oldest first. */
  allSaid(): readonly CommentEntry[];
  /** Who pinned a thread, also where it has no entries. */
  pin(thread: string): Pin | undefined;
  /** Ids of pins without entries. */
  bare(): readonly string[];
  /** Pins there are, and entries in all threads together. */
  counts(): { readonly pins: number; readonly entries: number };
  /** Reads keys again that have changed. */
  changed(keys: Iterable<string>): void;
}

const earlier = (a: CommentEntry, b: CommentEntry): number => a.at - b.at || (a.id < b.id ? -1 : 1);

const inOrder = (entries: ReadonlyMap<string, CommentEntry>): readonly CommentEntry[] =>
  Object.freeze([...entries.values()].sort(earlier));

/**
 * The newest of a chat, oldest first. When they were said is each author's word: who has filled more than half of what is shown, by a clock that
 * runs ahead or by haste, gives way to what others have said.
 */
function shownOf(all: readonly CommentEntry[]): readonly CommentEntry[] {
  const shown = commentLimits.chatShown;
  if (all.length <= shown) return all;
  const counts = new Map<string, number>();
  const [chosen, beyond]: [CommentEntry[], CommentEntry[]] = [[], []];
  for (const entry of [...all].reverse()) {
    const count = (counts.get(entry.author.id) ?? 0) + 1;
    counts.set(entry.author.id, count);
    (count > shown / 2 ? beyond : chosen).push(entry);
  }
  const left = chosen.slice(0, shown);
  return Object.freeze([...left, ...beyond.slice(0, shown - left.length)].sort(earlier));
}

const threadOf = (id: string, parts: Parts): CommentThread | undefined => {
  const { pin, resolved, entries } = parts;
  if (pin === undefined || entries.size === 0) return undefined;
  parts.thread ??= Object.freeze({ id, anchor: pin.anchor, pinnedBy: pin.by, entries: inOrder(entries), resolved });
  return parts.thread;
};

const firstFirst = (a: CommentThread, b: CommentThread): number => {
  const [one, other] = [a.entries[0], b.entries[0]];
  return (one?.at ?? 0) - (other?.at ?? 0) || (a.id < b.id ? -1 : 1);
};

/** Sets an item of a map, or takes it away where there is none. */
const put = <T>(map: Map<string, T>, key: string, value: T | undefined): void => {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
};

/** Reads the comments of a document. What is malformed, or belongs to no thread, is not shown. */
export const indexComments = (cm: Y.Map<unknown>): CommentIndex => {
  const parts = new Map<string, Parts>();
  const said = new Map<string, CommentEntry>();
  let threads: readonly CommentThread[] | undefined;
  let allSaid: readonly CommentEntry[] | undefined;
  let shownChat: readonly CommentEntry[] | undefined;

  const partsOf = (id: string): Parts => {
    const known = parts.get(id) ?? { pin: undefined, resolved: undefined, entries: new Map(), thread: undefined };
    parts.set(id, known);
    known.thread = undefined;
    return known;
  };
  const read = (name: string): void => {
    const key = readCommentKey(name);
    if (key === undefined) return;
    const value = cm.get(name);
    if (key.kind === 'said') {
      put(said, key.entry, readEntry(key.entry, value));
      allSaid = undefined;
      shownChat = undefined;
      return;
    }
    const own = partsOf(key.thread);
    threads = undefined;
    if (key.kind === 'thread') own.pin = readPin(value);
    else if (key.kind === 'resolved') own.resolved = readResolved(value);
    else put(own.entries, key.entry, readEntry(key.entry, value));
    if (own.pin === undefined && own.resolved === undefined && own.entries.size === 0) parts.delete(key.thread);
  };
  for (const key of cm.keys()) read(key);

  const thread = (id: string): CommentThread | undefined => {
    const own = parts.get(id);
    return own === undefined ? undefined : threadOf(id, own);
  };
  const all = (): readonly CommentEntry[] => {
    allSaid ??= inOrder(said);
    return allSaid;
  };
  return {
    threads() {
      threads ??= Object.freeze([...parts.keys()].flatMap((id) => thread(id) ?? []).sort(firstFirst));
      return threads;
    },
    thread,
    chat() {
      shownChat ??= shownOf(all());
      return shownChat;
    },
    said: (entry) => said.get(entry),
    allSaid: all,
    pin: (id) => parts.get(id)?.pin,
    bare: () => [...parts].flatMap(([id, { pin, entries }]) => (pin !== undefined && entries.size === 0 ? [id] : [])),
    counts() {
      let [pins, entries] = [0, 0];
      for (const own of parts.values()) {
        if (own.pin !== undefined) pins++;
        entries += own.entries.size;
      }
      return { pins, entries };
    },
    changed(keys) {
      for (const key of keys) read(key);
    },
  };
};
