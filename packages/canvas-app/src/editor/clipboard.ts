import { type Element, fromPlain, limits, type NewElement, toPlain } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import type { Editor } from './editor.ts';
import { asNew, copiesOf, makeText } from './make.ts';

/** What marks copied elements among other text on the clipboard. */
const mark = 'gesso/elements';

/** Elements as text for the clipboard: readable JSON, so that they survive any way of being passed on. */
export const toClipboardText = (elements: readonly Element[]): string =>
  JSON.stringify({ type: mark, elements: elements.map(toPlain) });

/** Elements from clipboard text, or undefined when it holds something else. Single bad elements are left out. */
export const fromClipboardText = (text: string): NewElement[] | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, elements } = value as { type?: unknown; elements?: unknown };
  if (type !== mark || !Array.isArray(elements)) return undefined;
  return elements.flatMap((plain: unknown) => {
    try {
      return [fromPlain(plain)];
    } catch {
      return [];
    }
  });
};

/** Board units by which a paste in place is moved, so that it does not hide the original. */
const pasteOffset = 16;

/** Middle of what is about to be pasted. */
const middleOf = (elements: readonly NewElement[]): Vec => {
  const xs = elements.map(({ x }) => x);
  const ys = elements.map(({ y }) => y);
  return { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 };
};

/** Puts pasted elements under the pointer, or beside their originals when the pointer is elsewhere. */
export const paste = (editor: Editor, elements: readonly NewElement[]): void => {
  if (elements.length === 0) return;
  const at = editor.pointer.peek();
  const from = middleOf(elements);
  const by = at === undefined ? { x: pasteOffset, y: pasteOffset } : { x: at.x - from.x, y: at.y - from.y };
  const ids = editor.board.edit((writer) => writer.addAll(copiesOf(elements, by)));
  editor.tool.value = 'select';
  editor.select(ids);
};

/** Whether a clipboard event belongs to a text field. */
const inField = (node: EventTarget | null): boolean =>
  node instanceof HTMLElement && (node.isContentEditable || node.matches('input, textarea'));

/** How soon after the middle button was let go a paste is the system's own (ms). */
const middlePasteMs = 500;

/** Copy, cut and paste of elements, and of plain text as a text element. Returns its stop. */
export const listenToClipboard = (target: Window, editor: Editor): (() => void) => {
  const abort = new AbortController();
  let middleAt = Number.NEGATIVE_INFINITY;
  // Linux pastes with the middle button, which moves the paper here.
  const onMiddle = (event: MouseEvent): void => {
    if (event.button !== 1 || inField(event.target)) return;
    middleAt = event.timeStamp;
    event.preventDefault();
  };
  target.addEventListener('pointerup', onMiddle, { signal: abort.signal, capture: true });
  target.addEventListener('auxclick', onMiddle, { signal: abort.signal, capture: true });
  const take = (event: ClipboardEvent): boolean => {
    const elements = editor.selected();
    if (inField(event.target) || elements.length === 0) return false;
    event.clipboardData?.setData('text/plain', toClipboardText(elements));
    event.preventDefault();
    return true;
  };
  target.addEventListener('copy', take, { signal: abort.signal });
  target.addEventListener(
    'cut',
    (event) => {
      if (editor.canEdit.peek() && take(event)) editor.removeSelected();
    },
    { signal: abort.signal },
  );
  target.addEventListener(
    'paste',
    (event) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (inField(event.target) || !editor.canEdit.peek() || text.trim() === '') return;
      if (event.timeStamp - middleAt < middlePasteMs) return;
      event.preventDefault();
      const elements = fromClipboardText(text);
      if (elements !== undefined) paste(editor, elements);
      else {
        const { x, y, w, h } = editor.viewBox();
        const at = editor.pointer.peek() ?? { x: x + w / 2, y: y + h / 2 };
        paste(editor, [asNew({ ...makeText(at, editor.style.peek()), text: text.slice(0, limits.textLength) })]);
      }
    },
    { signal: abort.signal },
  );
  return () => abort.abort();
};
