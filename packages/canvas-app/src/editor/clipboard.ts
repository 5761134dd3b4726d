import {
  cut,
  type Element,
  fromPlain,
  isBlank,
  limits,
  type NewElement,
  toPlain,
  wellFormedText,
} from '@gesso/crdt-schema';
import { textLayout, type Vec } from '@gesso/drawing';
import type { Editor } from './editor.ts';
import { asNew, copiesOf, makeText } from './make.ts';

/** What marks copied elements among other text on the clipboard. */
const mark = 'gesso/elements';

/** Elements as text for the clipboard: readable JSON, so that they survive any way of being passed on. */
export const toClipboardText = (elements: readonly Element[]): string =>
  JSON.stringify({ type: mark, elements: elements.map(toPlain) });

/** What was on the clipboard: elements, and how many more there were that no board takes. */
export interface Copied {
  readonly elements: readonly NewElement[];
  readonly leftOut: number;
}

/** Elements from clipboard text, or undefined when it holds something else. Single bad elements are left out. */
export const fromClipboardText = (text: string): Copied | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, elements } = value as { type?: unknown; elements?: unknown };
  if (type !== mark || !Array.isArray(elements)) return undefined;
  const good = elements.flatMap((plain: unknown) => {
    try {
      return [fromPlain(plain)];
    } catch {
      return [];
    }
  });
  return { elements: good, leftOut: elements.length - good.length };
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

/** Board units beyond which pasted text wraps: about sixty letters of the usual size, which is what reads well. */
const widestText = 480;

/** Plain text as a text element, no wider than what is in view and no longer than a text may be. */
const textFrom = (text: string, editor: Editor): Element => {
  const { x, y, w, h } = editor.viewBox();
  const style = editor.style.peek();
  const element = { ...makeText(editor.pointer.peek() ?? { x: x + w / 2, y: y + h / 2 }, style), text };
  const width = Math.max(style.size * 8, Math.min(widestText, w * 0.8));
  return (textLayout(element)?.box.w ?? 0) > width ? { ...element, width } : element;
};

/** What a paste has to say, and how what it does is told when it fails. */
export interface PasteTells {
  /** Elements that no board takes were left out. */
  leftOut(count: number): void;
  /** The text was cut to what a text can hold. */
  tooLong(): void;
  byHand(run: () => void): void;
}

/** Copy, cut and paste of elements, and of plain text as a text element. Returns its stop. */
export const listenToClipboard = (target: Window, editor: Editor, tell: PasteTells): (() => void) => {
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
      if (inField(event.target) || !editor.canEdit.peek() || isBlank(text)) return;
      if (event.timeStamp - middleAt < middlePasteMs) return;
      event.preventDefault();
      tell.byHand(() => {
        const copied = fromClipboardText(text);
        if (copied !== undefined) {
          paste(editor, copied.elements);
          if (copied.leftOut > 0) tell.leftOut(copied.leftOut);
          return;
        }
        const whole = wellFormedText(text);
        paste(editor, [asNew(textFrom(cut(whole, limits.textLength), editor))]);
        if (whole.length > limits.textLength) tell.tooLong();
      });
    },
    { signal: abort.signal },
  );
  return () => abort.abort();
};
