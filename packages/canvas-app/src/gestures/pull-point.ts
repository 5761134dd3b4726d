import { type Element, type Patch, patched } from '@gesso/crdt-schema';
import { bend, moveVertex, type Vec, verticesOf, withoutIdleBends } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import { onGrid } from '../editor/grid.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { snapAngle } from './draw-line.ts';
import type { Gesture } from './gesture.ts';
import { patching } from './patch-gesture.ts';
import { type Tie, tieAt, wayBetween } from './tie-end.ts';

/** How far off the straight way a bend must be to stay, CSS pixels. */
const leastBend = 5;

/** A patch and, after it, what a line looks like without bends that are none. */
const tidied = (editor: Editor, element: Element, patch: Patch): Patch => {
  const slack = leastBend / editor.camera.peek().zoom;
  const rest = withoutIdleBends(patched(element, patch), slack);
  return rest === undefined ? patch : { ...patch, ...rest };
};

const firstFree = (editor: Editor): Element | undefined => editor.selected().find(({ locked }) => !locked);

/** The same gesture, after which nothing is aimed at. */
const aiming = (editor: Editor, gesture: Gesture, aimAt: (pointer: PointerInput) => Tie | undefined): Gesture => ({
  ...gesture,
  move(pointer) {
    editor.showAim(aimAt(pointer));
    gesture.move(pointer);
  },
  end(pointer) {
    gesture.end(pointer);
    editor.showAim(undefined);
  },
  cancel() {
    gesture.cancel();
    editor.showAim(undefined);
  },
});

/** What pulling an end writes. An end that is tied lies where its tie says: so the other end is left to who pulls that. */
const pulled = (patch: Patch, end: 'start' | 'end', tie: Tie | undefined): Patch =>
  tie === undefined ? { ...patch, [end]: null } : { [end]: tie.binding };

/** Pulls one point of a line or an arrow; Shift turns the part next to it in steps of 15°. The ends of an arrow are tied where they are dropped. */
export const pullPoint = (editor: Editor, index: number): Gesture | undefined => {
  const element = firstFree(editor);
  if (element === undefined) return undefined;
  const vertices = verticesOf(element) ?? [];
  const end = index === 0 ? 'start' : index === vertices.length - 1 ? 'end' : undefined;
  const ties = end !== undefined && 'text' in element;
  const neighbor = vertices[index === 0 ? 1 : index - 1];
  const target = (pointer: PointerInput): Vec => {
    if (!pointer.shift || neighbor === undefined) return onGrid(editor, pointer.at, pointer);
    const way = snapAngle(wayBetween(neighbor, pointer.at));
    return { x: neighbor.x + way.x, y: neighbor.y + way.y };
  };
  const tie = (pointer: PointerInput) => (ties ? tieAt(editor, pointer) : undefined);
  const gesture = patching(editor, [element], (pointer) => {
    const patch = moveVertex(element, index, target(pointer));
    if (patch === undefined) return new Map();
    return new Map([[element.id, ties ? pulled(patch, end, tie(pointer)) : tidied(editor, element, patch)]]);
  });
  return ties ? aiming(editor, gesture, tie) : gesture;
};

/** Bends a line by pulling it between two of its points. */
export const bendLine = (editor: Editor, index: number): Gesture | undefined => {
  const element = firstFree(editor);
  if (element === undefined) return undefined;
  return patching(editor, [element], (pointer) => {
    const patch = bend(element, index, pointer.at);
    // A mere click bends nothing.
    const isIdle = patch === undefined || tidied(editor, element, patch) !== patch;
    return new Map(isIdle ? [] : [[element.id, patch]]);
  });
};
