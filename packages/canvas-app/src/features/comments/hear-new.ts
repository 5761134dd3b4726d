import type { CommentEntry, CommentThread } from '@gesso/crdt-schema';
import { effect, untracked } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { excerptOf } from './excerpt.ts';
import { goToThread, opened } from './opened.ts';
import type { Talk } from './talk.ts';

/** Letters of what others say that are read aloud. */
const longest = 120;

/** What others have said since it was asked last. */
function createEar() {
  let known: ReadonlySet<string> | undefined;
  return {
    /** Those of all entries that were not there before; none at first, and while the board is still being fetched. */
    fresh(entries: readonly CommentEntry[], isLive: boolean): readonly CommentEntry[] {
      const before = known;
      known = new Set(entries.map(({ id }) => id));
      return before === undefined || !isLive ? [] : entries.filter(({ id }) => !before.has(id));
    },
  };
}

/** Tells of what others say while one is here: read aloud, and with a message for those who are mentioned. Returns its stop. */
export function hearNew(app: App, { threads, chat, faces }: Talk, tell: (words: string) => void): Stop {
  const { status, you, shell } = app;
  const [inThreads, inChat] = [createEar(), createEar()];
  /** Messages that lead to a thread, by its id. */
  const told = new Map<string, string>();
  const isLive = () => ['saved', 'saving'].includes(status.peek().sync);
  const isMine = ({ author }: CommentEntry) => author.id === you.peek()?.id;
  const nameOf = ({ author }: CommentEntry) => faces.peek().get(author.id)?.name ?? author.name;

  const hearEntry = (entry: CommentEntry, thread: CommentThread) => {
    const me = you.peek()?.id ?? '';
    const name = nameOf(entry);
    const open = opened.peek();
    const isOpen = open?.type === 'thread' && open.id === thread.id;
    if (!isOpen && entry.mentions.includes(me)) {
      const message = say('comments.mentioned', { name });
      told.set(thread.id, message);
      shell.tell(message, 'info', { label: say('comments.show'), run: () => goToThread(app, thread) });
    } else tell(say('comments.commented', { name, text: excerptOf(entry.text, longest) }));
  };
  const stops = [
    // Where a message leads to is open already.
    effect(() => {
      const open = opened.value;
      const message = open?.type === 'thread' ? told.get(open.id) : undefined;
      if (message === undefined) return;
      untracked(() => {
        const toast = shell.toasts.peek().find((one) => one.message === message);
        if (toast !== undefined) shell.dismiss(toast.id);
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
            tell(say('comments.saidInChat', { name: nameOf(entry), text: excerptOf(entry.text, longest) }));
      });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
