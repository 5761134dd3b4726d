import { cellAt, type Element, hasCells, type TextSession } from '@gesso/crdt-schema';
import { isRich } from '@gesso/drawing';
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Command } from '../../commands/command.ts';
import { commandWhileTyping, isKeyOf } from '../../commands/keys.ts';
import { isComposing } from '../../input/composing.ts';
import { pressAgain } from '../../input/press-again.ts';
import { say } from '../../words/say.ts';
import { type App, useApp } from '../app-context.ts';
import { cellKeysHeard, openField } from '../open-field.ts';
import { useFollowCaret } from './follow-caret.ts';
import { keepTyping } from './keep-typing.ts';
import { placed } from './placement.ts';
import { typedText } from './typed-layout.ts';
import { undoTypedIn } from './undo-typed.ts';

/** What Tab types. */
const indent = '    ';

const surfaceBy = (field: HTMLElement) => field.closest('.app')?.querySelector<HTMLElement>('.surface');

/** Hands a turn of the wheel over the field to the paper, which scrolls and zooms as anywhere else. */
function passWheel(event: WheelEvent & { readonly currentTarget: HTMLElement }) {
  event.preventDefault();
  surfaceBy(event.currentTarget)?.dispatchEvent(new WheelEvent('wheel', event));
}

/** What was pressed in a cell before what hears its keys was here, from the first key on that leads to another cell. */
let held: KeyboardEvent[] = [];

/** Keeps a key until keys that lead to another cell are heard: it may be meant for that. All are pressed then, in their order. */
function pressOnceHeard(event: KeyboardEvent) {
  event.preventDefault();
  if (held.push(event) > 1) return;
  const stop = cellKeysHeard.subscribe(async (heard) => {
    if (!heard) return;
    // Told at once, when there is no `stop` yet.
    await null;
    stop();
    const keys = held;
    held = [];
    for (const key of keys) {
      pressAgain(key);
      // The field of another cell is there in the next microtask: no key of a person can come before.
      await null;
    }
  });
}

/** A command that is meant while typing runs; else Tab indents, Escape and Ctrl+Enter are done; all other keys are the field's own. */
function handleKey(event: KeyboardEvent, { commands, context }: App, cell: string | undefined, onDone: () => void) {
  event.stopPropagation();
  if (isComposing(event)) return;
  const command = commandWhileTyping(event, commands, context);
  if (command !== undefined) {
    event.preventDefault();
    command.run(context);
    return;
  }
  // Asked of the field, not of the board: where nothing is left to take back in the text, nothing else is.
  const history = (['undo', 'redo'] as const).find((what) => isKeyOf(event, commands[`edit.${what}`] as Command));
  if (history !== undefined) {
    if (context.shell.undoTyping(history)) event.preventDefault();
    return;
  }
  const isWaited = held.length > 0 || event.key === 'Tab' || event.key === 'Enter';
  if (cell !== undefined && !cellKeysHeard.peek() && isWaited && !event.ctrlKey && !event.metaKey) {
    pressOnceHeard(event);
    return;
  }
  // Escape leads out of the text; Shift+Tab to what stands before it.
  if (event.key === 'Tab' && !event.shiftKey) {
    event.preventDefault();
    document.execCommand('insertText', false, indent);
    return;
  }
  const finished = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
  if (!finished) return;
  event.preventDefault();
  onDone();
}

interface FieldProps {
  /** The element as it looks without what is being typed. */
  readonly element: Element;
  readonly session: TextSession;
  /** The cell of a table. */
  readonly cell: string | undefined;
  readonly onDone: () => void;
}

const nameOfField = (element: Element, cell: string | undefined): string => {
  const at = hasCells(element) && cell !== undefined ? cellAt(element, cell) : undefined;
  return at === undefined ? say('app.textEditor') : say('app.cell', { row: at[0] + 1, column: at[1] + 1 });
};

/** A textarea that lies exactly over the text on the canvas: same font, size, place and turn. */
export function Field({ element, session, cell, onDone }: FieldProps) {
  const app = useApp();
  const { editor, shell, byHand } = app;
  const ref = useRef<HTMLTextAreaElement>(null);
  const value = useSignal(session.value());
  const follow = useFollowCaret(ref, element, editor);

  useLayoutEffect(() => {
    const field = ref.current;
    if (field === null) return undefined;
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
    follow();
    if (cell === undefined) openField.value = { id: element.id, field, session };
    const stop = session.onRemote((next, move) => {
      const { selectionStart, selectionEnd } = field;
      value.value = next;
      field.value = next;
      field.setSelectionRange(move(selectionStart), move(selectionEnd));
    });
    undoTypedIn(field, session);
    return () => {
      openField.value = undefined;
      held = [];
      stop();
      // It would be lost with the field; what was pressed to end the text has it already.
      if (document.activeElement === field) surfaceBy(field)?.focus({ preventScroll: true });
    };
  }, [session, value, follow, element.id, cell]);
  // Ends with the field, not some frames later: it would take the next field that gets the focus for something else.
  useLayoutEffect(() => (ref.current === null ? undefined : keepTyping(ref.current, onDone)), [onDone]);

  const type = (field: HTMLTextAreaElement, { timeStamp }: Event) => {
    const left = byHand(() => session.set(field.value, field.selectionStart, timeStamp));
    // What the board does not take must not look as if it had been taken.
    if (left === undefined) return onDone();
    if (left > 0) shell.tell(say('refusal.textFull'), 'error');
    value.value = session.value();
    return follow();
  };

  const typed = typedText(element, cell, value.value);
  if (typed === undefined) return null;
  const { layout } = typed;
  return (
    <textarea
      ref={ref}
      class={cell === undefined && isRich(layout) ? 'text-editor rich' : 'text-editor'}
      aria-label={nameOfField(element, cell)}
      dir="auto"
      rows={1}
      spellcheck
      wrap={Number.isFinite(layout.wrap) ? 'soft' : 'off'}
      value={value.value}
      style={placed(layout, typed.element, editor)}
      onInput={(event) => type(event.currentTarget, event)}
      onCompositionStart={() => session.hold(true)}
      onCompositionEnd={(event) => {
        type(event.currentTarget, event);
        session.hold(false);
      }}
      onWheel={passWheel}
      onKeyDown={(event) => handleKey(event, app, cell, onDone)}
    />
  );
}
