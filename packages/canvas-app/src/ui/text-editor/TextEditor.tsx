import { cellText, type Element, type ElementId, isBlank, type NewElement, type TextSession } from '@gesso/crdt-schema';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { asNew, makeText } from '../../editor/create-element.ts';
import type { Editor } from '../../editor/editor.ts';
import { swallowTyping } from '../../input/swallow-typing.ts';
import { say } from '../../words/say.ts';
import { type App, useApp } from '../app-context.ts';
import { Field } from './Field.tsx';

interface Opened {
  readonly element: Element;
  readonly session: TextSession;
}

function openSession(editor: Editor, id: ElementId, cell: string | undefined): Opened | undefined {
  const fresh = editor.newText.peek();
  if (fresh?.id === id) {
    // Its style may be chosen before its first letter.
    const now = () => asNew(editor.newText.peek() ?? fresh);
    return { element: fresh, session: editor.board.typingNew(id, now) };
  }
  const element = editor.board.get(id);
  const session = editor.board.typing(id, cell);
  const typed = editor.typedBefore();
  if (typed !== '') session?.set(session.value() + typed);
  return element === undefined || session === undefined ? undefined : { element, session };
}

/**
 * Tells that a colleague has deleted the text, offers to put what was typed on the board as `again` makes it, and lets no letter that was
 * meant for it reach the board.
 */
function tellGone({ editor, shell }: App, text: string, again: () => Element | undefined): void {
  const bringBack = () => {
    const made = again();
    if (made === undefined) return;
    const { id: _id, ...rest } = asNew(made);
    editor.select([editor.board.edit((writer) => writer.add({ ...rest, text } as NewElement))]);
  };
  shell.tell(
    say('refusal.textGone'),
    'error',
    isBlank(text) ? undefined : { label: say('refusal.bringBack'), run: bringBack },
  );
  swallowTyping(window);
  if (editor.tool.peek() === 'text') editor.finishTool([]);
}

/** A text below an element, for words of a cell that it has no more. */
function textBelow(editor: Editor, id: ElementId): Element {
  const { x, y, h } = editor.index.bounds(id) ?? editor.viewBox();
  const style = editor.styleFor('text');
  return makeText({ x, y: y + h + 2 * style.size }, style);
}

/** Whether the row or the column of an open cell has been taken away. */
function isCellGone({ board }: Editor, id: ElementId, cell: string | undefined): boolean {
  const element = board.get(id);
  return cell !== undefined && element !== undefined && cellText(element, cell) === undefined;
}

/** One text from the first key to the last. It is open before the next key can come, so that none is lost. */
function Typing({ id, cell }: { readonly id: ElementId; readonly cell: string | undefined }) {
  const app = useApp();
  const { editor } = app;
  const [opened] = useState(() => openSession(editor, id, cell));
  /** The element as it was last, of which a colleague may leave nothing. */
  const latest = useRef(opened?.element);
  latest.current = editor.board.get(id) ?? latest.current;
  useLayoutEffect(() => {
    if (opened === undefined) editor.setEditing(undefined);
    const stop = editor.board.onChange(({ removed, origin }) => {
      if (origin === 'remote' && removed.includes(id))
        tellGone(app, opened?.session.value() ?? '', () => latest.current);
      else if (isCellGone(editor, id, cell)) {
        const text = opened?.session.value() ?? '';
        editor.setEditing(undefined);
        if (origin === 'remote') tellGone(app, text, () => textBelow(editor, id));
      }
    });
    return () => {
      stop();
      editor.setNewText(undefined);
      opened?.session.close();
    };
  }, [opened, editor, app, id, cell]);
  const done = useCallback(() => {
    if (editor.editing.peek() !== id || editor.editingCell.peek() !== cell) return;
    editor.setEditing(undefined);
    // At once: a press that ends a text is one of the tool that comes after it.
    if (editor.tool.peek() === 'text') editor.finishTool(editor.board.get(id) === undefined ? [] : [id]);
  }, [editor, id, cell]);
  void editor.version.value;
  if (opened === undefined) return null;
  return (
    <Field
      element={editor.board.get(id) ?? editor.newText.value ?? opened.element}
      session={opened.session}
      cell={cell}
      onDone={done}
    />
  );
}

/** Opens a typing session for `editor.editing`, existing or new; closing it is one undo step, an empty text leaves none. */
export function TextEditor() {
  const { editor } = useApp();
  const id = editor.editing.value;
  const cell = editor.editingCell.value;
  return id === undefined ? null : <Typing key={`${id}${cell}`} id={id} cell={cell} />;
}
