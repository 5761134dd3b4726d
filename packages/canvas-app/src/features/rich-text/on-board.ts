import { changedMarks, type Element, marksAt } from '@gesso/crdt-schema';
import { letterAt } from '@gesso/drawing';
import { toBoard } from '../../editor/camera.ts';
import { holdsText } from '../../editor/create-element.ts';
import type { Editor } from '../../editor/editor.ts';
import { seenOf } from '../../editor/hiding.ts';
import { clickSlop } from '../../editor/pointer.ts';
import type { App } from '../../ui/app-context.ts';
import { isMarked } from './marking.ts';
import { hearPresses, type Press } from './presses.ts';
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

interface Clicked {
  readonly element: Element;
  readonly letter: NonNullable<ReturnType<typeof letterAt>>;
}

/** Puts what is heard of pointers together to clicks. Returns what says where a press ends one on a box or a link. */
function clicks(editor: Editor): (press: Press) => Clicked | undefined {
  let pressed: PointerEvent | undefined;
  const isPaper = ({ target }: Event) => target instanceof globalThis.Element && target.closest('.surface') !== null;
  return ([event, camera, isLooking]) => {
    if (event.type === 'pointerdown') {
      const isPlain = event.button === 0 && !event.shiftKey && !event.altKey;
      pressed = isPlain && isLooking && event.isPrimary && isPaper(event) ? event : undefined;
      return undefined;
    }
    const from = pressed;
    pressed = undefined;
    if (from === undefined || from.pointerId !== event.pointerId) return undefined;
    if (Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > clickSlop) return undefined;
    const slack = event.pointerType === 'touch' ? slacks.touch : slacks.mouse;
    const at = toBoard(camera, { x: event.clientX, y: event.clientY });
    const element = editor.pick(at, slack);
    const letter = element && letterAt(element, at, slack / camera.zoom);
    return element === undefined || letter === undefined ? undefined : { element, letter };
  };
}

/**
 * A click on a box ticks it, and one with Ctrl on a link, or a plain one of a person who only looks, opens it. Of those that came `early`
 * only boxes are ticked, each once: who sees nothing happen clicks again. Returns its stop.
 */
export function listenOnBoard(app: App, early: readonly Press[]): () => void {
  const { editor, byHand } = app;
  const clickOf = clicks(editor);
  const tickBox = ({ element, letter: { box } }: Clicked) => {
    if (box !== undefined && editor.canEdit.peek() && !element.locked) byHand(() => tick(editor, element, box));
  };
  const waiting = new Map<string, Clicked>();
  for (const press of early) {
    const clicked = clickOf(press);
    if (clicked !== undefined) waiting.set(`${clicked.element.id} ${clicked.letter.box}`, clicked);
  }
  for (const { element, letter } of waiting.values())
    tickBox({ element: editor.board.get(element.id) ?? element, letter });
  return hearPresses(app, (press) => {
    const clicked = clickOf(press);
    if (clicked === undefined) return;
    const [{ ctrlKey, metaKey }] = press;
    if (clicked.letter.box !== undefined) tickBox(clicked);
    else if (clicked.letter.link !== undefined && (ctrlKey || metaKey || !editor.canEdit.peek()))
      window.open(clicked.letter.link, '_blank', 'noopener,noreferrer');
  });
}
