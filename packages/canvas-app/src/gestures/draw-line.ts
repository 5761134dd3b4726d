import { type Element, type LineKind, newElementId } from '@gesso/crdt-schema';
import { shownBy, type Vec } from '@gesso/drawing';
import { asNew, makeLine } from '../editor/create-element.ts';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import { onGrid } from '../editor/grid.ts';
import { enteredAt } from '../editor/groups.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { addPoint, beginClickLine } from './click-line.ts';
import type { Gesture } from './gesture.ts';
import { type Tie, tieAt, tiesOf, wayBetween } from './tie-end.ts';

const fifteenDegrees = Math.PI / 12;

/** The vector turned to the nearest multiple of 15°, its length kept. */
export const snapAngle = ({ x, y }: Vec): Vec => {
  const angle = Math.round(Math.atan2(y, x) / fifteenDegrees) * fifteenDegrees;
  const length = Math.hypot(x, y);
  return { x: Math.cos(angle) * length, y: Math.sin(angle) * length };
};

/** CSS pixels below which a drag makes nothing. */
const shortest = 4;

/** What is dragged out. */
export interface LineToMake {
  readonly makes: LineKind;
  /** Its ends are tied to what they are dropped on. */
  readonly ties?: boolean;
}

/**
 * Drags out a line or an arrow; Shift turns it in steps of 15°. A mere click begins one that is made click by click. It begins at the
 * pointer, tied to what is there, or with a tie that is given.
 */
export const drawLine = (editor: Editor, start: PointerInput, line: LineToMake, given?: Tie): Gesture => {
  const { makes, ties = false } = line;
  if (editor.pendingLine.peek() !== undefined) return addPoint(editor);
  const id = newElementId();
  const style = editor.styleFor(makes);
  const from = given ?? (ties ? tieAt(editor, start) : undefined);
  const origin = given?.point ?? (from === undefined ? onGrid(editor, start.at, start) : start.at);
  const endTie = (pointer: PointerInput): Tie | undefined => (ties ? tieAt(editor, pointer) : undefined);
  const along = (pointer: PointerInput): Vec => {
    if (pointer.shift) return snapAngle(wayBetween(origin, pointer.at));
    return wayBetween(origin, endTie(pointer) === undefined ? onGrid(editor, pointer.at, pointer) : pointer.at);
  };
  const lineTo = (pointer: PointerInput): Element => {
    const points = [{ x: 0, y: 0 }, along(pointer)];
    const element = makeLine(makes, id, origin, points, style, tiesOf(from, endTie(pointer)));
    return shownBy(element, editor.board.get);
  };
  const stop = () => {
    editor.showDraft(noDraft);
    editor.showAim(undefined);
  };
  return {
    scrollsAtEdge: true,
    move(pointer) {
      editor.showAim(endTie(pointer));
      editor.showDraft({ ...noDraft, created: [lineTo(pointer)] });
    },
    end(pointer) {
      const { x, y } = along(pointer);
      const made = Math.hypot(x, y) * editor.camera.peek().zoom >= shortest;
      const groups = enteredAt(editor, origin);
      if (made) editor.board.edit((writer) => writer.add({ ...asNew(lineTo(pointer)), groups }));
      stop();
      if (made) editor.finishTool([id]);
      else beginClickLine(editor, { id, at: origin, tie: from, makes, tieEnd: endTie });
    },
    cancel: stop,
  };
};
