import type { Element, ElementId, TextSession } from '@gesso/crdt-schema';
import { centre, fontFamilies, frameOf, inkOn, textLayout } from '@gesso/drawing';
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { toScreen } from '../editor/camera.ts';
import type { Editor } from '../editor/editor.ts';
import { asNew } from '../editor/make.ts';
import { useApp } from './app-context.ts';
import { strings } from './strings.ts';

/** Room for the caret and for the next letter, in ems, so that a growing text never wraps while it is typed. */
const spareEms = 1;

interface FieldProps {
  /** The element as it looks without what is being typed. */
  readonly element: Element;
  readonly session: TextSession;
  readonly onDone: () => void;
}

/** A textarea that lies exactly over the text on the canvas: same font, size, place and turn. */
const Field = ({ element, session, onDone }: FieldProps) => {
  const { editor } = useApp();
  const ref = useRef<HTMLTextAreaElement>(null);
  const value = useSignal(session.value());

  useLayoutEffect(() => {
    const field = ref.current;
    if (field === null) return undefined;
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
    return session.onRemote((next, move) => {
      const { selectionStart, selectionEnd } = field;
      value.value = next;
      field.value = next;
      field.setSelectionRange(move(selectionStart), move(selectionEnd));
    });
  }, [session, value]);

  const layout = textLayout({ ...element, text: value.value } as Element);
  if (layout === undefined) return null;
  const camera = editor.camera.value;
  const frame = frameOf(element);
  const turn = centre(frame);
  const { x, y } = toScreen(camera, layout.box);
  const { zoom } = camera;
  const wraps = Number.isFinite(layout.wrap);
  const spare = wraps ? 0 : layout.size * spareEms;
  const shift = layout.align === 'right' ? spare : layout.align === 'center' ? spare / 2 : 0;
  const width = Math.max(layout.box.w + spare, layout.size);
  return (
    <textarea
      ref={ref}
      class="text-editor"
      aria-label={strings.textEditor}
      dir="auto"
      rows={1}
      spellcheck
      wrap={wraps ? 'soft' : 'off'}
      value={value.value}
      style={{
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
      }}
      onInput={(event) => {
        const field = event.currentTarget;
        session.set(field.value, field.selectionStart);
        value.value = session.value();
        if (field.value !== value.value) field.value = value.value;
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        const finished = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
        if (!finished) return;
        event.preventDefault();
        onDone();
      }}
      onBlur={onDone}
    />
  );
};

interface Opened {
  readonly element: Element;
  readonly session: TextSession;
}

const openSession = (editor: Editor, id: ElementId): Opened | undefined => {
  const fresh = editor.newText.peek();
  if (fresh?.id === id) return { element: fresh, session: editor.board.typingNew(asNew(fresh)) };
  const element = editor.board.get(id);
  const session = editor.board.typing(id);
  return element === undefined || session === undefined ? undefined : { element, session };
};

/** One text from the first key to the last. It is open before the next key can come, so that none is lost. */
const Typing = ({ id }: { readonly id: ElementId }) => {
  const { editor } = useApp();
  const [opened] = useState(() => openSession(editor, id));
  useLayoutEffect(() => {
    if (opened === undefined) editor.editing.value = undefined;
    return () => {
      editor.newText.value = undefined;
      opened?.session.close();
      if (editor.tool.peek() === 'text') editor.finishTool(editor.board.get(id) === undefined ? [] : [id]);
    };
  }, [opened, editor, id]);
  void editor.version.value;
  if (opened === undefined) return null;
  return (
    <Field
      element={editor.board.get(id) ?? opened.element}
      session={opened.session}
      onDone={() => {
        if (editor.editing.peek() === id) editor.editing.value = undefined;
      }}
    />
  );
};

/** Opens a typing session for `editor.editing`, existing or new; closing it is one undo step, an empty text leaves none. */
export const TextEditor = () => {
  const { editor } = useApp();
  const id = editor.editing.value;
  return id === undefined ? null : <Typing key={id} id={id} />;
};
