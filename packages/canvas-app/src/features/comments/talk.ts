import { type CommentEntry, type Comments, type CommentThread, openComments } from '@gesso/crdt-schema';
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import type { Face } from './faces.ts';
import { facesOf } from './faces.ts';
import { badge, isWanted } from './state.ts';
import { chatKey, newest, type Reads, readMemory, unreadOf, unreadThreads, withAllRead, withRead } from './unread.ts';

/** What this page knows of what is said about its board. */
export interface Talk {
  readonly comments: Comments;
  readonly threads: ReadonlySignal<readonly CommentThread[]>;
  readonly byId: ReadonlySignal<ReadonlyMap<string, CommentThread>>;
  readonly chat: ReadonlySignal<readonly CommentEntry[]>;
  /** Ids of the threads that have anything unread. */
  readonly unread: ReadonlySignal<ReadonlySet<string>>;
  readonly unreadChat: ReadonlySignal<readonly CommentEntry[]>;
  /** Everybody who is here or has written anything, by their ids, and how their faces look. */
  readonly faces: ReadonlySignal<ReadonlyMap<string, Face>>;
  readThread(thread: CommentThread): void;
  readChat(): void;
  readAll(): void;
  stop(): void;
}

const opened = signal<Talk | undefined>(undefined);

/** What is known, once any of it is asked for. */
export const talk: ReadonlySignal<Talk | undefined> = opened;

/** Says on the button how much is unread, and marks the page for the menu of a small window. Returns its stop. */
const showBadge = ({ unread, unreadChat }: Pick<Talk, 'unread' | 'unreadChat'>): Stop =>
  effect(() => {
    const count = unread.value.size + (unreadChat.value.length > 0 ? 1 : 0);
    document.documentElement.toggleAttribute('data-unread', count > 0);
    badge.value = count === 0 ? undefined : { count, label: say('comments.unreadOnButton', { n: count }) };
  });

/** Keeps on this device what was read. Returns its stop. */
const keepReads = ({ session }: App, reads: { value: Reads; peek(): Reads }, comments: Comments): Stop =>
  session.onBoard((id) => {
    const memory = readMemory(session.storage, id);
    reads.value = { ...memory.recall(), ...reads.peek() };
    return effect(() => {
      const now = reads.value;
      untracked(() => memory.remember(now, (thread) => comments.thread(thread) !== undefined));
    });
  });

/** Reads what is said about the board, and follows it until it is stopped. */
export function openTalk(app: App): Talk {
  const { session, editor, you } = app;
  const comments = openComments(session.doc, {
    me() {
      const me = you.peek();
      return me && { id: me.id, name: me.name, isOwner: editor.role.peek() === 'owner' };
    },
    now: Date.now,
  });
  const threads = signal(comments.threads());
  const chat = signal(comments.chat());
  const reads = signal<Reads>({});
  const me = computed(() => you.value?.id);
  const unread = computed(() => unreadThreads(threads.value, reads.value, me.value));
  const unreadChat = computed(() => unreadOf(chat.value, chatKey, reads.value, me.value));
  const byId = computed(() => new Map(threads.value.map((thread) => [thread.id, thread])));
  const entries = computed(() => [...threads.value.flatMap((thread) => thread.entries), ...chat.value]);
  // Where people point changes all the time, who they are does not.
  const whoIsHere = computed(() =>
    editor.peers.value.map(({ id, name, color }) => `${id} ${color} ${name}`).join('\n'),
  );
  const faces = computed(() => {
    void whoIsHere.value;
    return facesOf(entries.value, editor.peers.peek(), you.value);
  });
  const read = (next: Reads) => {
    if (next !== reads.peek()) reads.value = next;
  };
  const stops = [
    comments.onChange(() =>
      batch(() => {
        threads.value = comments.threads();
        chat.value = comments.chat();
      }),
    ),
    keepReads(app, reads, comments),
    showBadge({ unread, unreadChat }),
  ];
  const mine: Talk = {
    ...{ comments, threads, byId, chat, unread, unreadChat, faces },
    readThread: ({ id, entries }) => read(withRead(reads.peek(), id, newest(entries))),
    readChat: () => read(withRead(reads.peek(), chatKey, newest(chat.peek()))),
    readAll: () => read(withAllRead(threads.peek(), reads.peek())),
    stop() {
      for (const stop of stops) stop();
      comments.close();
      badge.value = undefined;
      document.documentElement.removeAttribute('data-unread');
      opened.value = undefined;
    },
  };
  opened.value = mine;
  // From here on it stays, also when nothing of it is to be seen.
  isWanted.value = true;
  return mine;
}
