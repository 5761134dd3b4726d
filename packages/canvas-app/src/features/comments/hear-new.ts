import type { CommentEntry, CommentThread } from '@gesso/crdt-schema';
import { effect, untracked } from '@preact/signals-core';
import { isReached } from '../../network/status.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { excerptOf } from './excerpt.ts';
import { goToThread, opened } from './opened.ts';
import { firstCameBy, tab } from './state.ts';
import type { Talk } from './talk.ts';
import { chatKey } from './unread.ts';

/** Letters of what others say that are read aloud. */
const longest = 120;

/** What others have said since it was asked last. `fromNothing`: nothing had been said before one was here. */
function createEar(fromNothing: boolean) {
  let known: ReadonlySet<string> | undefined = fromNothing ? new Set() : undefined;
  return {
    /** Those of all entries that were not there before; none at first, and while the board is still being fetched. */
    fresh(entries: readonly CommentEntry[], isLive: boolean): readonly CommentEntry[] {
      const before = known;
      known = new Set(entries.map(({ id }) => id));
      return before === undefined || !isLive ? [] : entries.filter(({ id }) => !before.has(id));
    },
  };
}

/** Tells of what others say while one is here: the chat and mentions by a message with a way there, all else is only read aloud. Returns its stop. */
export function hearNew(app: App, { threads, chat, faces }: Talk, tell: (words: string) => void): Stop {
  const { status, you, shell } = app;
  const first = firstCameBy.peek();
  firstCameBy.value = undefined;
  const fromNothing = first !== undefined && isReached(first);
  const [inThreads, inChat] = [createEar(fromNothing), createEar(fromNothing)];
  /** The last message that leads to each thread, by the thread's id, and to the chat. */
  const told = new Map<string, number>();
  const isLive = () => isReached(status.peek().sync);
  const isMine = ({ author }: CommentEntry) => author.id === you.peek()?.id;
  const nameOf = ({ author }: CommentEntry) => faces.peek().get(author.id)?.name ?? author.name;

  const dismiss = (key: string) => {
    const toast = told.get(key);
    if (toast !== undefined) shell.dismiss(toast);
  };
  /** In place of what was said before it there. */
  const show = (key: string, message: string, run: () => void) => {
    dismiss(key);
    told.set(key, shell.tell(message, 'info', { label: say('comments.show'), run }));
  };
  const openChat = () => app.commands['comment.chat']?.run(app.context);

  const hearEntry = (entry: CommentEntry, thread: CommentThread) => {
    const me = you.peek()?.id ?? '';
    const name = nameOf(entry);
    const open = opened.peek();
    const isOpen = open?.type === 'thread' && open.id === thread.id;
    if (!isOpen && entry.mentions.includes(me))
      show(thread.id, say('comments.mentioned', { name }), () => goToThread(app, thread));
    else tell(say('comments.commented', { name, text: excerptOf(entry.text, longest) }));
  };
  const stops = [
    // Where a message leads to is open already.
    effect(() => {
      const open = opened.value;
      const isChat = shell.panel.value === 'comments' && tab.value === 'chat';
      untracked(() => {
        if (open?.type === 'thread') dismiss(open.id);
        if (isChat) dismiss(chatKey);
      });
    }),
    effect(() => {
      const all = threads.value;
      untracked(() => {
        const fresh = new Set(
          inThreads
            .fresh(
              all.flatMap(({ entries }) => entries),
              isLive(),
            )
            .map(({ id }) => id),
        );
        if (fresh.size === 0) return;
        for (const thread of all)
          for (const entry of thread.entries) if (fresh.has(entry.id) && !isMine(entry)) hearEntry(entry, thread);
      });
    }),
    effect(() => {
      const all = chat.value;
      untracked(() => {
        // The list of the chat is read aloud itself while it is seen.
        for (const entry of inChat.fresh(all, isLive()))
          if (!isMine(entry) && document.querySelector('.talk-chat') === null)
            show(
              chatKey,
              say('comments.saidInChat', { name: nameOf(entry), text: excerptOf(entry.text, longest) }),
              openChat,
            );
      });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
