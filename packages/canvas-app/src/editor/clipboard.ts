import {
  cut,
  type Element,
  fromPlain,
  isBlank,
  limits,
  type NewElement,
  snap,
  toPlain,
  wellFormedText,
} from '@gesso/crdt-schema';
import { type Box, expand, frameOf, textLayout, unionAll, type Vec } from '@gesso/drawing';
import { asDrawn, asNew, copiesOf, makeText } from './create-element.ts';
import type { Editor } from './editor.ts';

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
  const { x, y, w, h } = unionAll(elements.map((element) => frameOf(asDrawn(element)))) ?? { x: 0, y: 0, w: 0, h: 0 };
  return { x: x + w / 2, y: y + h / 2 };
};

/** Where something lies that begins at `at`, or the first place beside it where nothing lies yet that begins there. */
const besideOthers = (editor: Editor, at: Vec): Vec => {
  const isTaken = ({ x, y }: Vec) =>
    editor.index.inside({ x, y, w: 1, h: 1 }).some((id) => {
      const there = editor.board.get(id);
      return there !== undefined && Math.abs(there.x - x) < 1 && Math.abs(there.y - y) < 1;
    });
  let place = at;
  while (isTaken(place)) place = { x: place.x + pasteOffset, y: place.y + pasteOffset };
  return place;
};

const put = (editor: Editor, elements: readonly NewElement[], by: Vec): void => {
  const ids = editor.board.edit((writer) => writer.addAll(copiesOf(elements, by)));
  editor.setTool('select');
  editor.select(ids);
};

/** Puts pasted elements under the pointer, or beside their originals when the pointer is elsewhere. */
export const paste = (editor: Editor, elements: readonly NewElement[]): void => {
  const [first] = elements;
  if (first === undefined) return;
  const at = editor.pointer.peek();
  const from = middleOf(elements);
  const by = at === undefined ? { x: pasteOffset, y: pasteOffset } : { x: at.x - from.x, y: at.y - from.y };
  const place = besideOthers(editor, { x: snap(first.x + by.x), y: snap(first.y + by.y) });
  put(editor, elements, { x: place.x - first.x, y: place.y - first.y });
};

/** Whether a clipboard event belongs to a text field. */
const inField = (node: EventTarget | null): boolean =>
  node instanceof HTMLElement && (node.isContentEditable || node.matches('input, textarea'));

/** How soon after the middle button was let go a paste is the system's own (ms). */
const middlePasteMs = 500;

/** Board units beyond which pasted text wraps: about sixty letters of the usual size, which is what reads well. */
const widestText = 480;

/** Where a box has to lie to be in view, its beginning first when it is larger. */
const into = (view: Box, box: Box): Vec => ({
  x: Math.max(view.x, Math.min(box.x, view.x + view.w - box.w)),
  y: Math.max(view.y, Math.min(box.y, view.y + view.h - box.h)),
});

/**
 * Plain text as a text element at the pointer, or in the middle of the view: no wider than what is in view, within it where
 * that is possible, and beside what was pasted there before.
 */
const textFrom = (text: string, editor: Editor): Element => {
  const view = editor.viewBox();
  const style = editor.style.peek();
  const pointer = editor.pointer.peek();
  const made = { ...makeText(pointer ?? { x: view.x, y: view.y }, style), text };
  const widest = Math.max(style.size * 8, Math.min(widestText, view.w * 0.8));
  const wrapped = (textLayout(made)?.box.w ?? 0) > widest ? { ...made, width: widest } : made;
  const box = frameOf(wrapped);
  const from =
    pointer === undefined ? { ...box, x: view.x + (view.w - box.w) / 2, y: view.y + (view.h - box.h) / 2 } : box;
  const place = into(expand(view, -style.size), from);
  return { ...wrapped, ...besideOthers(editor, { x: wrapped.x + place.x - box.x, y: wrapped.y + place.y - box.y }) };
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
        put(editor, [asNew(textFrom(cut(whole, limits.textLength), editor))], { x: 0, y: 0 });
        if (whole.length > limits.textLength) tell.tooLong();
      });
    },
    { signal: abort.signal },
  );
  return () => abort.abort();
};
