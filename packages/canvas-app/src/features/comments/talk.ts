import { type CommentEntry, type Comments, type CommentThread, openComments } from '@gesso/crdt-schema';
import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { say, sayCommand } from '../../words/later.ts';
import type { Face } from './faces.ts';
import { facesOf } from './faces.ts';
import { keepReads } from './keep-reads.ts';
import { badge, isWanted } from './state.ts';
import {
  chatKey,
  mentionsIn,
  type Reads,
  unreadMentions,
  unreadOf,
  unreadThreads,
  withAllRead,
  withRead,
} from './unread.ts';

/** What this page knows of what is said about its board. */
export interface Talk {
  readonly comments: Comments;
  readonly threads: ReadonlySignal<readonly CommentThread[]>;
  readonly byId: ReadonlySignal<ReadonlyMap<string, CommentThread>>;
  readonly chat: ReadonlySignal<readonly CommentEntry[]>;
  /** Ids of the threads that have anything unread. */
  readonly unread: ReadonlySignal<ReadonlySet<string>>;
  readonly unreadChat: ReadonlySignal<readonly CommentEntry[]>;
  /** Ids of the threads in which anything unread mentions the person at this page, and whether the chat does. */
  readonly mentions: ReadonlySignal<ReadonlySet<string>>;
  readonly isNamedInChat: ReadonlySignal<boolean>;
  /** Everybody who is here or has written anything, by their ids, and how their faces look. */
  readonly faces: ReadonlySignal<ReadonlyMap<string, Face>>;
  readThread(thread: CommentThread): void;
  readChat(): void;
  readAll(): void;
  stop(): void;
}

type Unread = Pick<Talk, 'unread' | 'unreadChat' | 'mentions' | 'isNamedInChat'>;

const opened = signal<Talk | undefined>(undefined);

/** What is known, once any of it is asked for. */
export const talk: ReadonlySignal<Talk | undefined> = opened;

/** What is said on the button once anything is said, and the mark on it: an @ where anything unread mentions the person. */
function badgeOf(isEmpty: boolean, { unread, unreadChat, mentions, isNamedInChat }: Unread): typeof badge.value {
  if (isEmpty) return undefined;
  const count = unread.value.size + (unreadChat.value.length > 0 ? 1 : 0);
  const named = mentions.value.size + (isNamedInChat.value ? 1 : 0);
  if (count === 0) return { count: '', label: sayCommand('comment.list') };
  const label = say('comments.unreadOnButton', { n: count });
  if (named > 0) return { count: '@', label: say('comments.mentionedOnButton', { label, n: named }) };
  return { count: count > 99 ? '99+' : `${count}`, label };
}

/** Reads what is said about the board, and follows it until it is stopped. */
export function openTalk(app: App): Talk {
  const { session, editor, you } = app;
  const comments = openComments(session.doc, {
    me() {
      const me = you.peek();
      return (
        me && { id: me.id, name: me.name, isOwner: editor.role.peek() === 'owner', canEdit: editor.canEdit.peek() }
      );
    },
    now: Date.now,
  });
  const threads = signal(comments.threads());
  const chat = signal(comments.chat());
  const reads = signal<Reads>({});
  const me = computed(() => you.value?.id);
  const unread = computed(() => unreadThreads(threads.value, reads.value, me.value));
  const unreadChat = computed(() => unreadOf(chat.value, chatKey, reads.value, me.value));
  const mentions = computed(() => unreadMentions(threads.value, reads.value, me.value));
  const isNamedInChat = computed(() => mentionsIn(unreadChat.value, me.value));
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
    keepReads(session, reads, comments),
    effect(() => {
      badge.value = badgeOf(threads.value.length + chat.value.length === 0, {
        unread,
        unreadChat,
        mentions,
        isNamedInChat,
      });
    }),
  ];
  const mine: Talk = {
    ...{ comments, threads, byId, chat, unread, unreadChat, mentions, isNamedInChat, faces },
    readThread: ({ id, entries }) => read(withRead(reads.peek(), id, entries)),
    readChat: () => read(withRead(reads.peek(), chatKey, chat.peek())),
    readAll: () => read(withAllRead(threads.peek(), reads.peek())),
    stop() {
      for (const stop of stops) stop();
      comments.close();
      badge.value = undefined;
      opened.value = undefined;
    },
  };
  opened.value = mine;
  // From here on it stays, also when nothing of it is to be seen.
  isWanted.value = true;
  return mine;
}
