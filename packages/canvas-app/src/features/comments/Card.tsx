import type { CommentAnchor, CommentThread } from '@gesso/crdt-schema';
import { Check, Link, RotateCcw } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isSmall, toScreen } from '../../editor/camera.ts';
import { isComposing } from '../../input/composing.ts';
import { useApp } from '../../ui/app-context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { IconButton } from '../../ui/parts/Button.tsx';
import { isTouched } from '../../ui/selection-bar-place.ts';
import { say } from '../../words/later.ts';
import { besidePin } from './beside-pin.ts';
import { Composer, hasField } from './Composer.tsx';
import { cannotSend } from './cannot-send.ts';
import { covered } from './covered.ts';
import { Entry } from './Entry.tsx';
import { linkTo } from './link-to.ts';
import { drafts, opened, said } from './opened.ts';
import type { PinsOnBoard } from './pins-on-board.ts';
import { elementOf } from './places.ts';
import { roomFor } from './room.ts';
import type { Talk } from './talk.ts';

/** The key of what is typed for a thread that does not exist yet. */
const newDraft = 'new';

const close = (): void => {
  opened.value = undefined;
};

/** A press on the paper closes the card, unless something is typed in it; so does Escape, wherever the focus is in it. */
function useLeaving(draft: string): void {
  useLayoutEffect(() => {
    const hear = ({ target }: Event) => {
      if (target instanceof Element && target.closest('.surface') !== null && !drafts.has(draft)) close();
    };
    window.addEventListener('pointerdown', hear, true);
    return () => window.removeEventListener('pointerdown', hear, true);
  }, [draft]);
}

interface BesideProps {
  readonly at: { readonly x: number; readonly y: number };
  readonly title: string;
  readonly name: string;
  readonly draft: string;
  readonly children: ComponentChildren;
}

/** A card beside a place of the board, in a small window a sheet at its lower edge: above the keyboard, where there is one. */
function Beside({ at, title, name, draft, children }: BesideProps) {
  const app = useApp();
  const { editor } = app;
  const card = useRef<HTMLDialogElement>(null);
  const viewport = editor.viewport.value;
  const isSheet = isSmall(viewport);
  // What is free changes with the keyboard.
  void covered.value;
  const room = roomFor(app);
  const pin = toScreen(editor.camera.value, at);
  useLeaving(draft);
  // Looked at before the field in the card takes it.
  const [before] = useState(() => document.activeElement);
  useLayoutEffect(
    () => () => {
      const { activeElement: now } = document;
      // What was pressed instead has the focus already.
      if (now !== document.body && now?.closest('.comment-card') == null) return;
      const back = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : null;
      (back ?? document.querySelector<HTMLElement>('.surface'))?.focus({ preventScroll: true });
    },
    [before],
  );
  useLayoutEffect(() => {
    const node = card.current;
    if (node === null) return;
    node.style.maxHeight = `${room.bottom - room.top}px`;
    if (isSheet) {
      node.style.transform = '';
      return;
    }
    const { x, y } = besidePin(pin, { width: node.offsetWidth, height: node.offsetHeight }, room);
    node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  });
  return (
    <dialog
      open
      ref={card}
      class={`island comment-card ${name}${isSheet ? ' sheet' : ''}`}
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isComposing(event)) return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      {children}
    </dialog>
  );
}

/** The field for a new thread. */
function NewCard({ talk, anchor }: { readonly talk: Talk; readonly anchor: CommentAnchor }) {
  const app = useApp();
  return (
    <Beside at={anchor} title={say('comments.new')} name="new" draft={newDraft}>
      <Composer
        talk={talk}
        draft={newDraft}
        label={say('comments.write')}
        send={say('comments.send')}
        takesFocus
        onSend={(draft) => {
          const id = talk.comments.start(anchor, draft);
          if (id === undefined) return cannotSend(app);
          said.value = { words: say('comments.sent') };
          opened.value = { type: 'thread', id };
          return true;
        }}
        onLeave={close}
      />
    </Beside>
  );
}

/** What can be done with a thread as a whole. */
function ThreadDeeds({ talk, thread }: { readonly talk: Talk; readonly thread: CommentThread }) {
  const { editor, shell } = useApp();
  const isResolved = thread.resolved !== undefined;
  const toggle = () => {
    if (!talk.comments.resolve(thread.id, !isResolved)) return;
    said.value = { words: say(isResolved ? 'comments.reopened' : 'comments.resolved') };
    if (!isResolved) close();
  };
  const copy = async () => {
    if (await copyText(linkTo(window.location.href, thread.id))) shell.tell(say('share.linkCopied'));
    else shell.tell(say('share.copyFailed'), 'error');
  };
  return (
    <div class="card-deeds">
      {editor.canComment.value ? (
        <IconButton
          icon={isResolved ? RotateCcw : Check}
          label={say(isResolved ? 'comments.reopen' : 'comments.resolve')}
          onPress={toggle}
        />
      ) : null}
      <IconButton icon={Link} label={say('comments.copyLink')} onPress={() => void copy()} />
      <IconButton icon="close" label={say('app.close')} keys="escape" onPress={close} />
    </div>
  );
}

/** A thread beside its pin: what was said, and a field for an answer. */
function ThreadCard({
  talk,
  thread,
  at,
}: {
  readonly talk: Talk;
  readonly thread: CommentThread;
  readonly at: BesideProps['at'];
}) {
  const app = useApp();
  const { editor } = app;
  const { comments } = talk;
  const list = useRef<HTMLDivElement>(null);
  const count = thread.entries.length;
  const element = elementOf(thread.anchor);
  const isGone = element !== undefined && editor.board.get(element) === undefined;
  void editor.version.value;
  useLayoutEffect(() => talk.readThread(thread));
  useLayoutEffect(() => {
    const node = list.current;
    if (node !== null) node.scrollTop = node.scrollHeight;
  }, [count]);
  useLayoutEffect(() => {
    // A keyboard would lie over what is to be read first.
    if (isTouched() || !editor.canComment.peek()) list.current?.closest('dialog')?.focus({ preventScroll: true });
  }, [editor]);
  return (
    <Beside at={at} title={say('comments.thread')} name="thread" draft={thread.id}>
      <header class="card-head">
        <h2>{say(thread.resolved === undefined ? 'comments.thread' : 'comments.resolvedThread')}</h2>
        <ThreadDeeds talk={talk} thread={thread} />
      </header>
      {isGone ? <p class="entry-note">{say('comments.onDeleted')}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys as well */}
      <section class="entries" ref={list} tabIndex={0} aria-label={say('comments.said')}>
        {thread.entries.map((entry) => (
          <Entry
            key={entry.id}
            talk={talk}
            entry={entry}
            onRemove={() => {
              comments.remove(thread.id, entry.id);
              said.value = { words: say('comments.removed') };
            }}
            onEdit={(draft) => comments.edit(thread.id, entry.id, draft)}
          />
        ))}
      </section>
      <Composer
        talk={talk}
        draft={thread.id}
        label={say('comments.reply')}
        send={say('comments.send')}
        takesFocus={!isTouched()}
        onSend={(draft) => {
          if (comments.reply(thread.id, draft) === undefined) return cannotSend(app);
          said.value = { words: say('comments.sent') };
          return true;
        }}
        onLeave={close}
      />
    </Beside>
  );
}

/** The card that is open, if one is. */
export function Card({ talk, pins }: { readonly talk: Talk; readonly pins: PinsOnBoard }) {
  const { editor } = useApp();
  const open = opened.value;
  if (open?.type === 'new') return hasField(editor, newDraft) ? <NewCard talk={talk} anchor={open.anchor} /> : null;
  const thread = open && talk.byId.value.get(open.id);
  if (thread === undefined) return null;
  return (
    <ThreadCard key={thread.id} talk={talk} thread={thread} at={pins.places.value.get(thread.id) ?? thread.anchor} />
  );
}
