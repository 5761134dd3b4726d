import { type Element, type ElementId, isBlank, type NewElement, type TextSession } from '@gesso/crdt-schema';
import { centre, fontFamilies, frameOf, inkOn, type TextLayout, textLayout } from '@gesso/drawing';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { toScreen } from '../editor/camera.ts';
import { caretAt, revealing } from '../editor/caret.ts';
import { asNew } from '../editor/create-element.ts';
import type { Editor } from '../editor/editor.ts';
import { isComposing } from '../input/composing.ts';
import { swallowTyping } from '../input/swallow-typing.ts';
import { useApp } from './app-context.ts';
import { keepTyping } from './parts/keep-typing.ts';
import { uncovered } from './parts/uncovered.ts';
import { strings } from './strings.ts';

/** Room for the caret and for the next letter, in ems, so that a growing text never wraps while it is typed. */
const spareEms = 1;

/** What Tab types. */
const indent = '    ';

interface FieldProps {
  /** The element as it looks without what is being typed. */
  readonly element: Element;
  readonly session: TextSession;
  readonly onDone: () => void;
}

/** Size and place of a field whose lines lie over those of the layout. */
const placed = (layout: TextLayout, element: Element, editor: Editor) => {
  const camera = editor.camera.value;
  const turn = centre(frameOf(element));
  const { x, y } = toScreen(camera, layout.box);
  const { zoom } = camera;
  const spare = Number.isFinite(layout.wrap) ? 0 : layout.size * spareEms;
  const shift = layout.align === 'right' ? spare : layout.align === 'center' ? spare / 2 : 0;
  const width = Math.max(layout.box.w + spare, layout.size);
  return {
    left: `${x - shift * zoom}px`,
    top: `${y}px`,
    width: `${width * zoom}px`,
    height: `${Math.max(1, layout.lines.length) * layout.lineHeight * zoom}px`,
    fontFamily: fontFamilies[layout.font],
    fontSize: `${layout.size * zoom}px`,
    lineHeight: `${layout.lineHeight * zoom}px`,
    textAlign: layout.align,
    color: inkOn(layout.color, editor.theme.value),
    opacity: element.opacity / 100,
    transform: element.rotation === 0 ? 'none' : `rotate(${element.rotation}rad)`,
    transformOrigin: `${(turn.x - layout.box.x + shift) * zoom}px ${(turn.y - layout.box.y) * zoom}px`,
  };
};

/** Hands a turn of the wheel over the field to the paper, which scrolls and zooms as anywhere else. */
const passWheel = (event: WheelEvent & { readonly currentTarget: HTMLElement }) => {
  event.preventDefault();
  const surface = event.currentTarget.closest('.app')?.querySelector('.surface');
  surface?.dispatchEvent(new WheelEvent('wheel', event));
};

/** A textarea that lies exactly over the text on the canvas: same font, size, place and turn. */
const Field = ({ element, session, onDone }: FieldProps) => {
  const { editor, shell, byHand } = useApp();
  const ref = useRef<HTMLTextAreaElement>(null);
  const value = useSignal(session.value());
  const shown = useRef(element);
  shown.current = element;

  /** Moves the paper so that the caret is to be seen. */
  const follow = useCallback(() => {
    const field = ref.current;
    const now = shown.current;
    const text = field?.value ?? '';
    const layout = textLayout({ ...now, text } as Element);
    if (field === null || layout === undefined) return;
    const caret = caretAt(layout, text, field.selectionEnd, now.rotation, centre(frameOf(now)));
    editor.setCamera(revealing(editor.camera.peek(), caret, uncovered(editor.viewport.peek())));
  }, [editor]);

  useLayoutEffect(() => {
    const field = ref.current;
    if (field === null) return undefined;
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
    follow();
    return session.onRemote((next, move) => {
      const { selectionStart, selectionEnd } = field;
      value.value = next;
      field.value = next;
      field.setSelectionRange(move(selectionStart), move(selectionEnd));
    });
  }, [session, value, follow]);

  useEffect(() => {
    const field = ref.current;
    if (field === null) return undefined;
    const onCaret = () => {
      if (document.activeElement === field) follow();
    };
    document.addEventListener('selectionchange', onCaret);
    window.visualViewport?.addEventListener('resize', follow);
    const stop = keepTyping(field, onDone);
    return () => {
      document.removeEventListener('selectionchange', onCaret);
      window.visualViewport?.removeEventListener('resize', follow);
      stop();
    };
  }, [follow, onDone]);
  useSignalEffect(() => {
    void editor.viewport.value;
    follow();
  });

  const type = (field: HTMLTextAreaElement) => {
    const left = byHand(() => session.set(field.value, field.selectionStart));
    // What the board does not take must not look as if it had been taken.
    if (left === undefined) return onDone();
    if (left > 0) shell.tell(strings.textFull, 'error');
    value.value = session.value();
    return follow();
  };

  const layout = textLayout({ ...element, text: value.value } as Element);
  if (layout === undefined) return null;
  return (
    <textarea
      ref={ref}
      class="text-editor"
      aria-label={strings.textEditor}
      dir="auto"
      rows={1}
      spellcheck
      wrap={Number.isFinite(layout.wrap) ? 'soft' : 'off'}
      value={value.value}
      style={placed(layout, element, editor)}
      onInput={(event) => type(event.currentTarget)}
      onCompositionStart={() => session.hold(true)}
      onCompositionEnd={(event) => {
        type(event.currentTarget);
        session.hold(false);
      }}
      onWheel={passWheel}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (isComposing(event)) return;
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
      }}
    />
  );
};

interface Opened {
  readonly element: Element;
  readonly session: TextSession;
}

const openSession = (editor: Editor, id: ElementId): Opened | undefined => {
  const fresh = editor.newText.peek();
  if (fresh?.id === id) {
    // Its style may be chosen before its first letter.
    const now = () => asNew(editor.newText.peek() ?? fresh);
    return { element: fresh, session: editor.board.typingNew(id, now) };
  }
  const element = editor.board.get(id);
  const session = editor.board.typing(id);
  return element === undefined || session === undefined ? undefined : { element, session };
};

/** One text from the first key to the last. It is open before the next key can come, so that none is lost. */
const Typing = ({ id }: { readonly id: ElementId }) => {
  const { editor, shell } = useApp();
  const [opened] = useState(() => openSession(editor, id));
  useLayoutEffect(() => {
    if (opened === undefined) editor.setEditing(undefined);
    const stop = editor.board.onChange(({ removed, origin }) => {
      if (origin !== 'remote' || !removed.includes(id)) return;
      const text = opened?.session.value() ?? '';
      const gone = latest.current;
      const bringBack = () => {
        if (gone === undefined) return;
        const { id: _id, ...rest } = asNew(gone);
        editor.select([editor.board.edit((writer) => writer.add({ ...rest, text } as NewElement))]);
      };
      shell.tell(strings.textGone, 'error', isBlank(text) ? undefined : { label: strings.bringBack, run: bringBack });
      swallowTyping(window);
      if (editor.tool.peek() === 'text') editor.finishTool([]);
    });
    return () => {
      stop();
      editor.setNewText(undefined);
      opened?.session.close();
    };
  }, [opened, editor, shell, id]);
  /** The element as it was last, of which a colleague may leave nothing. */
  const latest = useRef(opened?.element);
  latest.current = editor.board.get(id) ?? latest.current;
  const done = useCallback(() => {
    if (editor.editing.peek() !== id) return;
    editor.setEditing(undefined);
    // At once: a press that ends a text is one of the tool that comes after it.
    if (editor.tool.peek() === 'text') editor.finishTool(editor.board.get(id) === undefined ? [] : [id]);
  }, [editor, id]);
  void editor.version.value;
  if (opened === undefined) return null;
  return (
    <Field
      element={editor.board.get(id) ?? editor.newText.value ?? opened.element}
      session={opened.session}
      onDone={done}
    />
  );
};

/** Opens a typing session for `editor.editing`, existing or new; closing it is one undo step, an empty text leaves none. */
export const TextEditor = () => {
  const { editor } = useApp();
  const id = editor.editing.value;
  return id === undefined ? null : <Typing key={id} id={id} />;
};
