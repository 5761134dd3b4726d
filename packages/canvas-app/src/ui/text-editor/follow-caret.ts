import type { Element } from '@gesso/crdt-schema';
import { boxOf, center } from '@gesso/drawing';
import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { caretAt, revealing } from '../../editor/caret.ts';
import type { Editor } from '../../editor/editor.ts';
import { onSeen } from '../on-seen.ts';
import { typedText } from './typed-layout.ts';
import { uncovered } from './uncovered.ts';

/** Keeps the caret of a field in view. Returns what moves the paper so that it is to be seen. */
export function useFollowCaret(
  ref: RefObject<HTMLTextAreaElement | null>,
  element: Element,
  editor: Editor,
): () => void {
  const shown = useRef(element);
  shown.current = element;

  const follow = useCallback(() => {
    const field = ref.current;
    const now = shown.current;
    const text = field?.value ?? '';
    const typed = typedText(now, editor.editingCell.peek(), text);
    if (field === null || typed === undefined) return;
    const caret = caretAt(typed.layout, text, field.selectionEnd, now.rotation, center(boxOf(typed.element)));
    editor.setCamera(revealing(editor.camera.peek(), caret, uncovered(editor.viewport.peek())));
  }, [ref, editor]);

  useEffect(() => {
    const onCaret = () => {
      if (document.activeElement === ref.current) follow();
    };
    document.addEventListener('selectionchange', onCaret);
    const stop = onSeen(follow);
    return () => {
      document.removeEventListener('selectionchange', onCaret);
      stop();
    };
  }, [ref, follow]);
  useSignalEffect(() => {
    void editor.viewport.value;
    follow();
  });
  return follow;
}
