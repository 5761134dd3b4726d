import type { Element, ElementId, LineKind } from '@gesso/crdt-schema';
import { distance, shownBy, type Vec } from '@gesso/drawing';
import { asNew, makeLine } from '../editor/create-element.ts';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import { onGrid } from '../editor/grid.ts';
import { enteredAt } from '../editor/groups.ts';
import { forDevice, type PointerInput } from '../editor/pointer.ts';
import type { Gesture } from './gesture.ts';
import { type Tie, tiesOf, wayBetween } from './tie-end.ts';

/** CSS pixels within which a press means a point that is there already. */
const samePoint = { exact: 8, finger: 22 };

/** What a line that is made click by click begins with. */
export interface FirstPoint {
  readonly id: ElementId;
  readonly at: Vec;
  readonly tie: Tie | undefined;
  readonly makes: LineKind;
  /** What its end would be tied to. */
  readonly tieEnd: (pointer: PointerInput) => Tie | undefined;
}

/** Begins a line with its first point: every click adds one; a click on the last or the first, Enter or Escape finishes it. */
export const beginClickLine = (editor: Editor, first: FirstPoint): void => {
  const style = editor.styleFor(first.makes);
  let points: readonly Vec[] = [first.at];
  let end: Tie | undefined;

  const lineOf = (all: readonly Vec[], tie: Tie | undefined): Element => {
    const relative = all.map((p) => wayBetween(first.at, p));
    const line = makeLine(first.makes, first.id, first.at, relative, style, tiesOf(first.tie, tie));
    return shownBy(line, editor.board.get);
  };
  const show = (all: readonly Vec[], tie: Tie | undefined) =>
    editor.showDraft({ ...noDraft, created: [lineOf(all, tie)] });

  function finish() {
    editor.setPendingLine(undefined);
    editor.showDraft(noDraft);
    editor.showAim(undefined);
    if (points.length < 2) return;
    const groups = enteredAt(editor, first.at);
    editor.board.edit((writer) => writer.add({ ...asNew(lineOf(points, end)), groups }));
    editor.finishTool([first.id]);
  }

  const placeOf = (pointer: PointerInput): Vec =>
    first.tieEnd(pointer) === undefined ? onGrid(editor, pointer.at, pointer) : pointer.at;

  editor.setPendingLine({
    show(pointer) {
      editor.showAim(first.tieEnd(pointer));
      show([...points, placeOf(pointer)], first.tieEnd(pointer));
    },
    add(pointer) {
      const reach = forDevice(pointer, samePoint.exact, samePoint.finger) / editor.camera.peek().zoom;
      const at = placeOf(pointer);
      const last = points.at(-1);
      if (last && distance(last, at) <= reach) return finish();
      const closes = points.length > 2 && distance(first.at, at) <= reach;
      end = closes ? undefined : first.tieEnd(pointer);
      points = [...points, closes ? first.at : at];
      return closes ? finish() : show(points, end);
    },
    finish,
  });
};

/** The press that adds a point to the line that is pending. */
export const addPoint = (editor: Editor): Gesture => ({
  scrollsAtEdge: true,
  move: (pointer) => editor.pendingLine.peek()?.show(pointer),
  end: (pointer) => editor.pendingLine.peek()?.add(pointer),
  cancel: () => editor.pendingLine.peek()?.finish(),
});
