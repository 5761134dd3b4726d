import type { CommentDraft, CommentEntry } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { Pencil, Trash } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { IconButton, TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';
import { momentOf } from '../../words/moment.ts';
import { whenOf } from '../../words/when.ts';
import { Composer, hasField } from './Composer.tsx';
import { FaceOf } from './FaceOf.tsx';
import { now } from './now.ts';
import { piecesOf } from './pieces.ts';
import type { Talk } from './talk.ts';

/** When something was said: its day and time in full on a closer look. Reads signals. */
export function When({ at }: { readonly at: number }) {
  const { lang } = document.documentElement;
  return (
    <time class="entry-time" dateTime={new Date(at).toISOString()} title={momentOf(at)}>
      {whenOf(at, now.value, lang)}
    </time>
  );
}

/** What is written in an entry: its addresses lead on, and names of people stand out. */
export function Words({ talk, entry }: { readonly talk: Talk; readonly entry: CommentEntry }) {
  const names = entry.mentions.flatMap((id) => talk.faces.value.get(id)?.name ?? []);
  return (
    <p class="entry-words" dir="auto">
      {piecesOf(entry.text, names).map((piece, i) =>
        piece.type === 'link' ? (
          <a
            key={i}
            class="entry-link"
            href={piece.href}
            {...(/^https?:/i.test(piece.href) ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
          >
            {piece.text}
          </a>
        ) : piece.type === 'mention' ? (
          <b key={i} class="entry-mention">
            {piece.text}
          </b>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}

interface EntryProps {
  readonly talk: Talk;
  readonly entry: CommentEntry;
  /** Takes it away. */
  readonly onRemove: () => void;
  /** Changes it; absent where that is not done. */
  readonly onEdit?: (draft: CommentDraft) => boolean;
}

/** Asks before what was said is gone for good: no undo brings it back. */
function RemoveQuestion({ onRemove, onKeep }: { readonly onRemove: () => void; readonly onKeep: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  // The bin that was pressed is gone, and the focus with it.
  useLayoutEffect(() => ref.current?.querySelector('button')?.focus({ preventScroll: true }), []);
  return (
    <div ref={ref} class="entry-ask" role="alert">
      <span>{say('comments.removeAsk')}</span>
      <TextButton kind="danger" onPress={onRemove}>
        {say('comments.remove')}
      </TextButton>
      <TextButton onPress={onKeep}>{say('comments.keep')}</TextButton>
    </div>
  );
}

/** Gives what holds the bin, and what has the bin take the focus once it is there again. */
function useBackToBin(isThere: boolean) {
  const deeds = useRef<HTMLDivElement>(null);
  const isWanted = useRef(false);
  useLayoutEffect(() => {
    if (!isThere || !isWanted.current) return;
    isWanted.current = false;
    deeds.current?.querySelector<HTMLElement>('button:last-child')?.focus({ preventScroll: true });
  }, [isThere]);
  const backToBin = () => {
    isWanted.current = true;
  };
  return { deeds, backToBin };
}

/** One thing that was said: by whom, when, and what its author may do about it. */
export function Entry({ talk, entry, onRemove, onEdit }: EntryProps) {
  const { editor, you } = useApp();
  const doing = useSignal<'edit' | 'remove' | undefined>(undefined);
  const isMine = entry.author.id === you.value?.id && editor.canComment.value;
  const mayRemove = isMine || editor.role.value === 'owner';
  const draft = `edit ${entry.id}`;
  const isChanged = doing.value === 'edit' && hasField(editor, draft);
  const done = () => {
    doing.value = undefined;
  };
  const { deeds, backToBin } = useBackToBin(doing.value === undefined);
  const keep = () => {
    backToBin();
    done();
  };
  const { name } = talk.faces.value.get(entry.author.id) ?? entry.author;
  return (
    <article class="entry">
      <FaceOf talk={talk} author={entry.author} />
      <div class="entry-head">
        <b class="entry-name" dir="auto">
          {entry.quotedFrom ?? name}
        </b>
        <When at={entry.at} />
        {entry.editedAt === undefined ? null : <span class="entry-note">{say('comments.edited')}</span>}
      </div>
      {doing.value === undefined && mayRemove ? (
        <div ref={deeds} class="entry-deeds">
          {isMine && onEdit !== undefined ? (
            <IconButton icon={Pencil} label={say('comments.edit')} onPress={() => (doing.value = 'edit')} />
          ) : null}
          <IconButton
            icon={Trash}
            label={say('comments.remove')}
            tone="danger"
            onPress={() => (doing.value = 'remove')}
          />
        </div>
      ) : null}
      {entry.quotedFrom === undefined ? null : <p class="entry-note">{say('comments.broughtBy', { name })}</p>}
      {isChanged && onEdit !== undefined ? (
        <Composer
          talk={talk}
          draft={draft}
          text={entry.text}
          mentions={entry.mentions}
          label={say('comments.edit')}
          send={say('comments.save')}
          takesFocus
          onSend={(next) => {
            const isDone = onEdit(next);
            if (isDone) done();
            return isDone;
          }}
          onLeave={done}
        />
      ) : (
        <Words talk={talk} entry={entry} />
      )}
      {doing.value === 'remove' ? <RemoveQuestion onRemove={onRemove} onKeep={keep} /> : null}
    </article>
  );
}
