import { type BoxKind, type Form, type NewElement, newElementId } from '@gesso/crdt-schema';
import { type Box, distance, type Vec } from '@gesso/drawing';
import { asNew, makeBox } from '../editor/create-element.ts';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import { cornerOnGrid, onGrid } from '../editor/grid.ts';
import { enteredAt } from '../editor/groups.ts';
import { newFrame } from '../editor/new-frame.ts';
import { openText } from '../editor/open-text.ts';
import { clickSlop, type PointerInput } from '../editor/pointer.ts';
import type { Gesture } from './gesture.ts';
import { watchDrag } from './watch-drag.ts';

/** What is dragged out. */
export interface BoxToMake {
  readonly makes: BoxKind;
  /** The shape of a shape. */
  readonly form?: Form;
  /** What a click without dragging makes, board units. */
  readonly clickSize: { readonly w: number; readonly h: number };
  /** Its sides are equal as it is dragged out. */
  readonly square?: boolean;
  /** Made to be written on: typing begins at once. */
  readonly thenType?: boolean;
  /** Made to hold what is there: it goes below everything, its name is asked for, and it lets through what it is drawn over. */
  readonly below?: boolean;
}

/** How much of what holds others is seen while it is dragged over them, 0–100. */
const sheer = 50;

/** The box dragged from `a` to `b`; `square` keeps sides equal, `centered` grows it around `a`. */
export const dragBox = (a: Vec, b: Vec, square: boolean, centered: boolean): Box => {
  let dx = b.x - a.x;
  let dy = b.y - a.y;
  if (square) {
    const side = Math.max(Math.abs(dx), Math.abs(dy));
    dx = dx < 0 ? -side : side;
    dy = dy < 0 ? -side : side;
  }
  const w = Math.abs(dx);
  const h = Math.abs(dy);
  if (centered) return { x: a.x - w, y: a.y - h, w: 2 * w, h: 2 * h };
  return { x: Math.min(a.x, a.x + dx), y: Math.min(a.y, a.y + dy), w, h };
};

/** Drags out a shape; a click makes one of ordinary size around the pointer. Dragged and taken back, there is none. */
export const drawBox = (editor: Editor, start: PointerInput, box: BoxToMake): Gesture => {
  const { makes, form, clickSize, square = false, thenType = false, below = false } = box;
  const id = newElementId();
  const style = editor.styleFor(makes);
  const drag = watchDrag(start);

  const boxFor = (pointer: PointerInput): Box => {
    const from = onGrid(editor, start.at, pointer);
    if (drag.dragged)
      return dragBox(from, cornerOnGrid(editor, from, pointer.at, pointer), pointer.shift || square, pointer.alt);
    const { w, h } = clickSize;
    return { ...onGrid(editor, { x: start.at.x - w / 2, y: start.at.y - h / 2 }, pointer), w, h };
  };

  return {
    scrollsAtEdge: true,
    move(pointer) {
      if (!drag.move(pointer)) return;
      const element = makeBox(makes, id, boxFor(pointer), style, form);
      editor.showDraft({ ...noDraft, created: [below ? { ...element, opacity: sheer } : element] });
    },
    end(pointer) {
      if (drag.dragged && distance(pointer.screen, start.screen) <= clickSlop) {
        editor.showDraft(noDraft);
        return;
      }
      const element = makeBox(makes, id, boxFor(pointer), style, form);
      const frame = below ? newFrame(editor.board) : {};
      const groups = enteredAt(editor, start.at);
      editor.board.edit((writer) => writer.add({ ...asNew(element), ...frame, groups } as NewElement));
      editor.showDraft(noDraft);
      editor.finishTool([id]);
      const made = thenType ? editor.board.get(id) : undefined;
      if (made !== undefined) openText(editor, made);
      if (below) editor.setRenaming(id);
    },
    cancel() {
      editor.showDraft(noDraft);
    },
  };
};
