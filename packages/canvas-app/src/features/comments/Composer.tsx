import { type CommentDraft, commentLimits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { ArrowUp } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { isComposing } from '../../input/composing.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { IconButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';
import { FaceOf } from './FaceOf.tsx';
import { completed, mentionAt, type Named, namedIn, offered, type Picked, withPicked } from './mentions.ts';
import { drafts } from './opened.ts';
import type { Talk } from './talk.ts';

interface ComposerProps {
  readonly talk: Talk;
  /** What it belongs to: what is typed in it is kept under this. */
  readonly draft: string;
  /** What stands in it at first, where nothing was typed before. */
  readonly text?: string;
  /** People whom that mentions, by their ids. */
  readonly mentions?: readonly string[];
  readonly label: string;
  /** What the button is called. */
  readonly send: string;
  readonly takesFocus: boolean;
  /** Sends what was written. Returns whether that could be. */
  readonly onSend: (draft: CommentDraft) => boolean;
  /** Escape leaves it. */
  readonly onLeave?: () => void;
  readonly besides?: ComponentChildren;
}

/** The list of names for what is typed behind an @. */
function Names(props: {
  readonly id: string;
  readonly talk: Talk;
  readonly people: readonly Named[];
  readonly at: number;
  readonly onPick: (one: Named) => void;
}) {
  const { id, talk, people, at, onPick } = props;
  return (
    <div class="comment-names" id={id} role="listbox" aria-label={say('comments.names')}>
      {people.map((one, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text, which names the one that is chosen
        <div
          key={one.id}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === at}
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(one);
          }}
        >
          <FaceOf talk={talk} author={one} />
          <bdi>{one.name}</bdi>
        </div>
      ))}
    </div>
  );
}

/** What is typed, the names that are offered for it, and which of them is chosen. */
function useTyped({
  talk,
  draft,
  text: first = '',
  mentions = [],
}: Pick<ComposerProps, 'talk' | 'draft' | 'text' | 'mentions'>) {
  const { you } = useApp();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(drafts.get(draft)?.text ?? first);
  // Whom a name meant before it means again, however often it stands there.
  const picked = useRef<Picked>(
    drafts.get(draft)?.picked ?? new Map(mentions.map((id) => [id, Number.POSITIVE_INFINITY])),
  );
  const typed = useSignal<string | undefined>(undefined);
  const at = useSignal(0);
  const others = [...talk.faces.value.values()].filter(({ id }) => id !== you.value?.id);
  const names = typed.value === undefined ? [] : offered(others, typed.value);
  const set = (next: string) => {
    text.value = next;
    if (next === first) drafts.delete(draft);
    else drafts.set(draft, { text: next, picked: picked.current });
  };
  const look = () => {
    const { value = '', selectionStart = 0, selectionEnd = 0 } = field.current ?? {};
    typed.value = selectionStart === selectionEnd ? mentionAt(value, selectionStart)?.typed : undefined;
    at.value = 0;
  };
  const pick = (one: Named) => {
    const input = field.current;
    if (input === null) return;
    const { text: next, caret } = completed(input.value, input.selectionStart, one);
    input.value = next;
    input.setSelectionRange(caret, caret);
    picked.current = withPicked(picked.current, one);
    set(next);
    typed.value = undefined;
  };
  const clear = () => {
    drafts.delete(draft);
    text.value = first;
    picked.current = new Map();
    typed.value = undefined;
  };
  const written = (): CommentDraft => ({ text: text.value, mentions: namedIn(text.value, others, picked.current) });
  return { field, text, typed, at, names, set, look, pick, clear, written };
}

/** Whether there is anything to write in, or anything that was written and not sent. Reads signals. */
export const hasField = ({ canComment }: Pick<App['editor'], 'canComment'>, draft: string): boolean =>
  canComment.value || drafts.has(draft);

/** What was written where a person may no longer send it: it can be read and copied. */
function Unsent({ label, text }: { readonly label: string; readonly text: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const note = useId();
  useLayoutEffect(() => {
    // The field in which it was written is gone, and the focus with it.
    if (document.activeElement === document.body) field.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="composer unsent">
      <label class="composer-field" data-text={text}>
        <textarea ref={field} rows={1} dir="auto" readOnly aria-label={label} aria-describedby={note} value={text} />
      </label>
      <p class="entry-note" id={note} role="status">
        {say('comments.notSent')}
      </p>
    </div>
  );
}

/** The field for a comment where one may be written, and what was not sent where none may be any more. */
export function Composer(props: ComposerProps) {
  const { editor } = useApp();
  if (editor.canComment.value) return <Field {...props} />;
  const unsent = drafts.get(props.draft);
  return unsent === undefined ? null : <Unsent label={props.label} text={unsent.text} />;
}

/** A field for a comment: Enter sends it, Shift and Enter begin a line, an @ offers names, Escape leaves it. */
function Field(props: ComposerProps) {
  const { talk, label, send, takesFocus, onSend, onLeave, besides } = props;
  const { field, text, typed, at, names, set, look, pick, clear, written } = useTyped(props);
  const list = useId();
  useLayoutEffect(() => {
    const input = field.current;
    if (!takesFocus || input === null) return;
    input.focus({ preventScroll: true });
    input.setSelectionRange(input.value.length, input.value.length);
  }, [takesFocus, field]);
  const hasNames = names.length > 0;
  const isEmpty = text.value.trim() === '';
  const submit = () => {
    if (!isEmpty && onSend(written())) clear();
  };
  /** Keys of the list of names. Returns whether it was one. */
  const hearInList = (key: string): boolean => {
    const chosen = names[at.value];
    if (key === 'ArrowDown' || key === 'ArrowUp')
      at.value = (at.value + (key === 'ArrowDown' ? 1 : -1) + names.length) % names.length;
    else if ((key === 'Enter' || key === 'Tab') && chosen !== undefined) pick(chosen);
    else if (key === 'Escape') typed.value = undefined;
    else return false;
    return true;
  };
  return (
    <div class="composer">
      <label class="composer-field" data-text={text.value || label}>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          autocomplete="off"
          enterkeyhint="send"
          maxLength={commentLimits.length}
          aria-label={label}
          placeholder={label}
          aria-autocomplete="list"
          aria-controls={hasNames ? list : undefined}
          aria-activedescendant={hasNames ? `${list}-${at.value}` : undefined}
          value={text.value}
          onInput={({ currentTarget }) => {
            set(currentTarget.value);
            look();
          }}
          onClick={look}
          onBlur={() => {
            typed.value = undefined;
          }}
          onKeyDown={(event) => {
            if (isComposing(event)) return;
            const { key, shiftKey } = event;
            if (hasNames && hearInList(key)) event.stopPropagation();
            else if (key === 'Enter' && !shiftKey) submit();
            else if (key === 'Escape' && onLeave !== undefined) {
              event.stopPropagation();
              onLeave();
            } else return;
            event.preventDefault();
          }}
        />
      </label>
      {besides}
      <IconButton icon={ArrowUp} label={send} disabled={isEmpty} onPress={submit} />
      {hasNames ? <Names id={list} talk={talk} people={names} at={at.value} onPick={pick} /> : null}
    </div>
  );
}
