import { type Element, type ElementId, isBlank } from '@gesso/crdt-schema';
import type { Editor } from '../editor/editor.ts';
import { withHeld } from '../editor/held.ts';
import { seenOf } from '../editor/hiding.ts';
import { fetchedOnce } from '../waiting.ts';
import { toClipboardText } from './clipboard-text.ts';
import type { PasteTells } from './paste.ts';

/** Whether an event of the clipboard belongs to a text field. */
export const inField = (node: EventTarget | null): boolean =>
  node instanceof HTMLElement && (node.isContentEditable || node.matches('input, textarea'));

/** How soon after the middle button was let go a paste is the system's own (ms). */
const middlePasteMs = 500;

/** What the clipboard has to say, and how what it does is told when it fails. */
export interface ClipboardTells extends PasteTells {
  /** What pastes could not be fetched. */
  notLoaded(): void;
  byHand(run: () => void): void;
}

/** What else is put on the clipboard of elements that are copied, by features that know of other forms. */
export const alsoCopied = new Set<(elements: readonly Element[], data: DataTransfer) => void>();

/** What makes more of text that is pasted than words. */
export interface PasteReader {
  /** What a text begins with that may be a drawing. */
  readonly begins: RegExp;
  /** Puts it on the board. Resolves to whether it is one; rejects where what reads it could not be fetched. */
  read(text: string): Promise<boolean>;
  /** A text was put on the board as words, in these elements. */
  onWords(text: string, ids: ReadonlySet<ElementId>): void;
}

/** What reads pasted text, by features that know of it. */
export const pasteReaders = new Set<PasteReader>();

/** Fetches what pastes: few begin with that. */
export const loadPaste = fetchedOnce(() => import('./paste.ts'));

/** Copy, cut and paste of elements, and of plain text as a text element. Returns its stop. */
export const listenToClipboard = (target: Window, editor: Editor, tell: ClipboardTells): (() => void) => {
  const abort = new AbortController();
  const on = <T extends keyof WindowEventMap>(
    type: T,
    run: (event: WindowEventMap[T]) => void,
    capture = false,
  ): void => target.addEventListener(type, run, { signal: abort.signal, capture });
  let middleAt = Number.NEGATIVE_INFINITY;
  // Linux pastes with the middle button, which moves the paper here.
  const onMiddle = (event: MouseEvent): void => {
    if (event.button !== 1 || inField(event.target)) return;
    middleAt = event.timeStamp;
    event.preventDefault();
  };
  on('pointerup', onMiddle, true);
  on('auxclick', onMiddle, true);
  /** Pasted with Shift it is plain. */
  let isPlain = false;
  // On its way while the finger is still between the two keys.
  const expect = (event: KeyboardEvent): void => {
    isPlain = event.shiftKey && event.key.toLowerCase() === 'v';
    if (event.ctrlKey || event.metaKey) loadPaste().catch(() => undefined);
  };
  on('keydown', expect);
  const copySelected = (event: ClipboardEvent): boolean => {
    const chosen = withHeld(editor, editor.selected());
    // What is cut is gone with all that is hidden in it, and is to come back so.
    const elements = event.type === 'cut' ? chosen : seenOf(editor, chosen);
    if (inField(event.target) || elements.length === 0) return false;
    if (event.clipboardData === null) return false;
    event.clipboardData.setData(
      'text/plain',
      toClipboardText(elements.map((element) => ({ ...element, groups: editor.innerGroups(element) }))),
    );
    for (const also of alsoCopied) also(elements, event.clipboardData);
    event.preventDefault();
    return true;
  };
  on('copy', copySelected);
  on('cut', (event) => {
    if (editor.canEdit.peek() && copySelected(event)) editor.removeSelected();
  });
  on('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const html = isPlain ? '' : (event.clipboardData?.getData('text/html') ?? '');
    const wasPlain = isPlain;
    isPlain = false;
    if (inField(event.target) || !editor.canEdit.peek() || isBlank(text)) return;
    if (event.timeStamp - middleAt < middlePasteMs) return;
    event.preventDefault();
    const asWords = async () => {
      const { pasteText } = await loadPaste();
      if (!editor.canEdit.peek()) return;
      tell.byHand(() => {
        if (pasteText(editor, text, html, tell))
          for (const { onWords } of pasteReaders) onWords(text, editor.selection.peek());
      });
    };
    const put = async () => {
      for (const { begins, read } of wasPlain ? [] : pasteReaders) if (begins.test(text) && (await read(text))) return;
      await asWords();
    };
    put().catch(tell.notLoaded);
  });
  return () => abort.abort();
};
