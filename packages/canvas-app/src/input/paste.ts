import {
  type Element,
  limits,
  type NewElement,
  snap,
  type TextMarks,
  truncate,
  wellFormedText,
} from '@gesso/crdt-schema';
import { type Box, boxOf, expand, textLayout, unionAll, type Vec } from '@gesso/drawing';
import { asDrawn, asNew, copiesOf, makeText } from '../editor/create-element.ts';
import type { Editor } from '../editor/editor.ts';
import { fromHtml, mostHtml, type RichLetters } from './html-letters.ts';
import { fromClipboardText } from './read-clipboard.ts';

/** Board units by which a paste in place is moved, so that it does not hide the original. */
const pasteOffset = 16;

/** Middle of what is about to be pasted. */
const middleOf = (elements: readonly NewElement[]): Vec => {
  const { x, y, w, h } = unionAll(elements.map((element) => boxOf(asDrawn(element)))) ?? { x: 0, y: 0, w: 0, h: 0 };
  return { x: x + w / 2, y: y + h / 2 };
};

/** Where something lies that begins at `at`, or the first place beside it where nothing lies yet that begins there. */
export const besideOthers = (editor: Editor, at: Vec): Vec => {
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

/** Board units beyond which pasted text wraps: about sixty letters of the usual size, which is what reads well. */
const widestText = 480;

/** Where a box has to lie to be in view, its beginning first when it is larger. */
const into = (view: Box, box: Box): Vec => ({
  x: Math.max(view.x, Math.min(box.x, view.x + view.w - box.w)),
  y: Math.max(view.y, Math.min(box.y, view.y + view.h - box.h)),
});

/**
 * Letters as a text element at the pointer, or in the middle of the view: no wider than what is in view, within it where
 * that is possible, and beside what was pasted there before.
 */
const textFrom = (letters: { readonly text: string; readonly marks?: TextMarks }, editor: Editor): Element => {
  const view = editor.viewBox();
  const style = editor.styleFor('text');
  const pointer = editor.pointer.peek();
  const made = { ...makeText(pointer ?? { x: view.x, y: view.y }, style), ...letters };
  const widest = Math.max(style.size * 8, Math.min(widestText, view.w * 0.8));
  const wrapped = (textLayout(made)?.box.w ?? 0) > widest ? { ...made, width: widest } : made;
  const box = boxOf(wrapped);
  const from =
    pointer === undefined ? { ...box, x: view.x + (view.w - box.w) / 2, y: view.y + (view.h - box.h) / 2 } : box;
  const place = into(expand(view, -style.size), from);
  return { ...wrapped, ...besideOthers(editor, { x: wrapped.x + place.x - box.x, y: wrapped.y + place.y - box.y }) };
};

/** What there is to say of a paste. */
export interface PasteTells {
  /** Elements that no board takes were left out. */
  leftOut(count: number): void;
  /** The text was cut to what a text can hold. */
  tooLong(): void;
}

/** Letters of HTML where it says more than the plain text beside it: marks or lists. */
const richLetters = (html: string): RichLetters | undefined => {
  const letters = html.length > mostHtml ? undefined : fromHtml(html);
  return letters !== undefined && (letters.marks.length > 0 || /<(?:li|input)\b/i.test(html)) ? letters : undefined;
};

/**
 * Puts on the board what the clipboard holds: elements, or a text element, formatted where `html` is. Returns whether it was nothing but
 * words. Throws what the board refuses.
 */
export const pasteText = (editor: Editor, text: string, html: string, tell: PasteTells): boolean => {
  const copied = fromClipboardText(text);
  if (copied !== undefined) {
    paste(editor, copied.elements);
    if (copied.leftOut > 0) tell.leftOut(copied.leftOut);
    return false;
  }
  const whole = wellFormedText(text);
  const link = /^https?:\/\/\S+$/i.test(whole.trim()) ? whole.trim() : undefined;
  if (link !== undefined && link.length <= limits.linkLength) {
    const shown = truncate(link, limits.textLength);
    const marks = [{ from: 0, to: shown.length, link }];
    put(editor, [{ ...asNew(textFrom({ text: shown, marks }, editor)), link }], { x: 0, y: 0 });
    return false;
  }
  const rich = richLetters(html);
  if (rich !== undefined) {
    put(editor, [asNew(textFrom({ text: rich.text, marks: rich.marks }, editor))], { x: 0, y: 0 });
    if (rich.isCut) tell.tooLong();
    return false;
  }
  put(editor, [asNew(textFrom({ text: truncate(whole, limits.textLength) }, editor))], { x: 0, y: 0 });
  if (whole.length > limits.textLength) tell.tooLong();
  return true;
};
