import { changedMarks, type Element, marksAt } from '@gesso/crdt-schema';
import { letterAt } from '@gesso/drawing';
import { toBoard } from '../../editor/camera.ts';
import { holdsText } from '../../editor/create-element.ts';
import type { Editor } from '../../editor/editor.ts';
import { seenOf } from '../../editor/hiding.ts';
import { clickSlop } from '../../editor/pointer.ts';
import type { App } from '../../ui/app-context.ts';
import { isMarked } from './marking.ts';
import { marksOf } from './typed-field.ts';

/** How far from a box a press still means it, CSS pixels. */
const slacks = { mouse: 2, touch: 10 } as const;

/** Ticks the box at an index of an element's text, or takes its tick away. */
function tick(editor: Editor, element: Element, index: number): void {
  const marks = marksOf(element);
  const done = marksAt(marks, index)?.done === true ? null : (true as const);
  const next = changedMarks(marks, index, index + 1, { done });
  editor.board.edit((writer) => writer.patch(element.id, { marks: next ?? null }));
}

/** Gives all letters of what is selected and seen a mark, or takes it away where all of them have it. */
export function toggleSelected(editor: Editor, name: 'bold' | 'italic' | 'strike' | 'code'): void {
  const texts = seenOf(editor, editor.selected()).flatMap((element) =>
    holdsText(element) && 'text' in element && !element.locked ? [element] : [],
  );
  const isOn = texts.every(({ text, marks }) => text === '' || isMarked(text, marks, 0, text.length, name));
  editor.board.edit((writer) => {
    for (const { id, text, marks } of texts)
      writer.patch(id, { marks: changedMarks(marks, 0, text.length, { [name]: isOn ? null : true }) ?? null });
  });
}

/** A click on a box ticks it, and one with Ctrl on a link, or a plain one of a person who only looks, opens it. Returns its stop. */
export function listenOnBoard({ editor, byHand }: App): () => void {
  const abort = new AbortController();
  let pressed: PointerEvent | undefined;
  const isPaper = ({ target }: Event) => target instanceof globalThis.Element && target.closest('.surface') !== null;
  const listen = (type: 'pointerdown' | 'pointerup', run: (event: PointerEvent) => void) =>
    window.addEventListener(type, run, { signal: abort.signal, capture: true });

  listen('pointerdown', (event) => {
    const isPlain = event.button === 0 && !event.shiftKey && !event.altKey;
    const isLooking = ['select', 'hand'].includes(editor.tool.peek()) && editor.editing.peek() === undefined;
    pressed = isPlain && isLooking && event.isPrimary && isPaper(event) ? event : undefined;
  });
  listen('pointerup', (event) => {
    const from = pressed;
    pressed = undefined;
    if (from === undefined || from.pointerId !== event.pointerId) return;
    if (Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > clickSlop) return;
    const slack = event.pointerType === 'touch' ? slacks.touch : slacks.mouse;
    const at = toBoard(editor.camera.peek(), { x: event.clientX, y: event.clientY });
    const element = editor.pick(at, slack);
    const letter = element && letterAt(element, at, slack / editor.camera.peek().zoom);
    if (element === undefined || letter === undefined) return;
    const canEdit = editor.canEdit.peek();
    if (letter.box !== undefined) {
      const { box } = letter;
      if (canEdit && !element.locked) byHand(() => tick(editor, element, box));
    } else if (letter.link !== undefined && (event.ctrlKey || event.metaKey || !canEdit))
      window.open(letter.link, '_blank', 'noopener,noreferrer');
  });
  return () => abort.abort();
}
