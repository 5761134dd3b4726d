import type * as Y from 'yjs';
import { newElementId, type Random, secureRandom } from '../ids.ts';
import { commentLimits } from '../limits.ts';
import { entryKey, resolvedKey, saidKey } from '../yjs/comment-keys.ts';
import { type Report, tellAll } from '../yjs/guarded-listeners.ts';
import { cleanAnchor, type Pin, readDraft, storeEntry, storePin, storeResolved } from './codec.ts';
import type { CommentAnchor, CommentDraft, CommentEntry, CommentThread } from './comment.ts';
import { type CommentIndex, indexComments } from './read-comments.ts';

/**
 * The door to the comments of a document, beside `openBoard`: a page without comments loads none of it. What is written here is no
 * undo step. A writer that is refused here would be refused by the server too, which attests that each entry is its author's.
 */
export interface Comments {
  /** Every thread by the time of its first entry, frozen and cached. */
  threads(): readonly CommentThread[];
  thread(id: string): CommentThread | undefined;
  /** The newest `commentLimits.chatShown` messages of the board's chat, oldest first; of one author no more than half where others are left. */
  chat(): readonly CommentEntry[];
  onChange(listener: () => void): () => void;
  /** Begins a thread. Returns its id; undefined where a limit is met, the text says nothing, or it is not known who writes. */
  start(anchor: CommentAnchor, draft: CommentDraft): string | undefined;
  /** Returns the id of the entry; undefined as `start`, and where there is no such thread. */
  reply(thread: string, draft: CommentDraft): string | undefined;
  /** Changes an entry of one's own. Tells whether it did. */
  edit(thread: string, entry: string, draft: CommentDraft): boolean;
  /** Takes away an entry of one's own; the owner of the board takes away any. */
  remove(thread: string, entry: string): boolean;
  resolve(thread: string, resolved: boolean): boolean;
  /** Whether one may pin a thread elsewhere: the one who pinned it, and who may change the board. */
  mayMove(thread: string): boolean;
  /** Pins a thread elsewhere. It stays that of the one who pinned it. */
  move(thread: string, anchor: CommentAnchor): boolean;
  /** Says something in the chat. In a full one the speaker's own oldest message makes room; undefined where there is none. */
  say(draft: CommentDraft): string | undefined;
  removeSaid(entry: string): boolean;
  close(): void;
}

/** Who writes comments. */
export interface Commenter {
  readonly id: string;
  readonly name: string;
  /** Whether the person owns the board, and may take away what others wrote. */
  readonly isOwner?: boolean;
  /** Whether the person may change the board, and with it where others have pinned their threads. */
  readonly canEdit?: boolean;
}

export interface CommentsOptions {
  /** The person as the server knows them; undefined until it has said so. */
  readonly me: () => Commenter | undefined;
  /** Ms since 1970. */
  readonly now: () => number;
  readonly random?: Random;
  /** Told of a listener that throws; the others are still told. Absent = the exception goes to the one who writes. */
  readonly report?: Report;
}

const rethrow: Report = (error) => {
  throw error;
};

/** What the writing functions share. */
interface State {
  readonly doc: Y.Doc;
  readonly cm: Y.Map<unknown>;
  readonly index: CommentIndex;
  readonly me: CommentsOptions['me'];
  readonly now: () => number;
  readonly random: Random;
  readonly origin: object;
}

export function openComments(doc: Y.Doc, options: CommentsOptions): Comments {
  const { me, now, random = secureRandom, report = rethrow } = options;
  const cm = doc.getMap<unknown>('cm');
  const index = indexComments(cm);
  const listeners = new Set<() => void>();
  const follow = ({ keysChanged }: Y.YMapEvent<unknown>): void => {
    index.changed(keysChanged);
    tellAll(listeners, [], report);
  };
  cm.observe(follow);
  const state: State = { doc, cm, index, me, now, random, origin: { comments: 'local' } };
  return {
    threads: index.threads,
    thread: index.thread,
    chat: index.chat,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: (anchor, draft) => start(state, anchor, draft),
    reply: (thread, draft) => reply(state, thread, draft),
    edit: (thread, entry, draft) => edit(state, thread, entry, draft),
    remove: (thread, entry) => remove(state, entryKey(thread, entry), entryIn(index.thread(thread), entry)),
    resolve: (thread, resolved) => resolve(state, thread, resolved),
    mayMove: (thread) => mayMove(state, index.pin(thread)),
    move: (thread, anchor) => move(state, thread, anchor),
    say: (draft) => say(state, draft),
    removeSaid: (entry) => remove(state, saidKey(entry), index.said(entry)),
    close() {
      cm.unobserve(follow);
      listeners.clear();
    },
  };
}

const entryIn = (thread: CommentThread | undefined, id: string): CommentEntry | undefined =>
  thread?.entries.find((entry) => entry.id === id);

const isMine = ({ me }: State, author: string | undefined): boolean => author !== undefined && me()?.id === author;

/** A new entry of one's own in its stored form. */
function newEntry({ me, now }: State, draft: CommentDraft): object | undefined {
  const [author, said] = [me(), readDraft(draft)];
  if (author === undefined || said === undefined) return undefined;
  return storeEntry({ ...said, author, at: now(), editedAt: undefined, quotedFrom: undefined });
}

/** Pins that nothing is left at count as threads: one's own are taken away where the limit is met. */
function makeRoom(state: State): boolean {
  const { cm, index } = state;
  if (index.counts().pins < commentLimits.threads) return true;
  for (const id of index.bare())
    if (isMine(state, index.pin(id)?.by)) {
      cm.delete(resolvedKey(id));
      cm.delete(id);
    }
  return index.counts().pins < commentLimits.threads;
}

function start(state: State, place: CommentAnchor, draft: CommentDraft): string | undefined {
  const { doc, cm, index, random, origin, me } = state;
  const [by, anchor, entry] = [me()?.id, cleanAnchor(place), newEntry(state, draft)];
  if (by === undefined || anchor === undefined || entry === undefined) return undefined;
  if (!makeRoom(state) || index.counts().entries >= commentLimits.entries) return undefined;
  const thread = newElementId(random);
  doc.transact(() => {
    cm.set(thread, storePin({ by, anchor }));
    cm.set(entryKey(thread, newElementId(random)), entry);
  }, origin);
  return thread;
}

function reply(state: State, thread: string, draft: CommentDraft): string | undefined {
  const { doc, cm, index, random, origin } = state;
  const entry = newEntry(state, draft);
  if (entry === undefined || index.thread(thread) === undefined) return undefined;
  if (index.counts().entries >= commentLimits.entries) return undefined;
  const id = newElementId(random);
  doc.transact(() => cm.set(entryKey(thread, id), entry), origin);
  return id;
}

function edit(state: State, thread: string, id: string, draft: CommentDraft): boolean {
  const { doc, cm, index, me, now, origin } = state;
  const [author, said, before] = [me(), readDraft(draft), entryIn(index.thread(thread), id)];
  if (author === undefined || said === undefined || before === undefined || before.author.id !== author.id)
    return false;
  const entry = storeEntry({ ...before, ...said, author, editedAt: now() });
  doc.transact(() => cm.set(entryKey(thread, id), entry), origin);
  return true;
}

/** The pin of a thread stays without entries: a reply that comes from a person who did not know yet keeps its place. */
function remove(state: State, key: string, entry: CommentEntry | undefined): boolean {
  const { doc, cm, me, origin } = state;
  if (entry === undefined || !(isMine(state, entry.author.id) || me()?.isOwner === true)) return false;
  doc.transact(() => cm.delete(key), origin);
  return true;
}

function resolve({ doc, cm, index, me, now, origin }: State, id: string, resolved: boolean): boolean {
  const [by, thread] = [me()?.id, index.thread(id)];
  if (by === undefined || thread === undefined) return false;
  if ((thread.resolved !== undefined) === resolved) return true;
  const key = resolvedKey(id);
  doc.transact(() => (resolved ? cm.set(key, storeResolved({ by, at: now() })) : cm.delete(key)), origin);
  return true;
}

const mayMove = (state: State, pin: Pin | undefined): pin is Pin =>
  pin !== undefined && (isMine(state, pin.by) || state.me()?.canEdit === true);

function move(state: State, thread: string, place: CommentAnchor): boolean {
  const { doc, cm, index, origin } = state;
  const [pin, anchor] = [index.pin(thread), cleanAnchor(place)];
  if (anchor === undefined || !mayMove(state, pin)) return false;
  doc.transact(() => cm.set(thread, storePin({ by: pin.by, anchor })), origin);
  return true;
}

function say(state: State, draft: CommentDraft): string | undefined {
  const { doc, cm, index, random, origin } = state;
  const entry = newEntry(state, draft);
  if (entry === undefined) return undefined;
  const all = index.allSaid();
  const oldest = all.length < commentLimits.chat ? undefined : all.find(({ author }) => isMine(state, author.id));
  if (all.length >= commentLimits.chat && oldest === undefined) return undefined;
  const id = newElementId(random);
  doc.transact(() => {
    if (oldest !== undefined) cm.delete(saidKey(oldest.id));
    cm.set(saidKey(id), entry);
  }, origin);
  return id;
}
