import { type Element, type ElementId, snap } from '@gesso/crdt-schema';
import { type Box, boxAround, containsBox, selectionCorners, type Vec } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import { forDevice, type PointerInput } from '../editor/pointer.ts';
import { hasEdges } from './drag-by-grid.ts';
import { type Snapped, snapMove } from './guides.ts';

/** CSS pixels within which what is dragged falls into line. */
const reachOf = (pointer: PointerInput): number => forDevice(pointer, 6, 10);

/** Things in view that are fallen into line with, at most: on a fuller view lines are everywhere and say nothing. */
const mostOthers = 300;

const edgesOf = (element: Element): Box | undefined => boxAround(selectionCorners(element));

/** What others there are in view that are not moved along, by themselves or in a frame. */
function othersOf(editor: Editor, moving: ReadonlySet<ElementId>): readonly Box[] {
  const view = editor.viewBox();
  const others: Box[] = [];
  for (const id of editor.index.inside(view)) {
    const element = moving.has(id) ? undefined : editor.board.get(id);
    const box = element && hasEdges(element) ? edgesOf(element) : undefined;
    // What is larger than the view has its edges elsewhere.
    if (box !== undefined && !containsBox(box, view)) others.push(box);
    if (others.length === mostOthers) break;
  }
  return others;
}

/**
 * Begins a drag of elements that fall into line with others in view. Returns what brings a way, board units, into line; undefined
 * where nothing of it has edges. Ctrl turns it off, or on where it is off.
 */
export function beginSnapping(
  editor: Editor,
  elements: readonly Element[],
  moving: ReadonlySet<ElementId>,
): ((way: Vec, pointer: PointerInput) => Snapped) | undefined {
  const box = boxAround(elements.filter(hasEdges).flatMap(selectionCorners));
  if (box === undefined) return undefined;
  let others: readonly Box[] | undefined;
  return (way, pointer) => {
    const { mod, shift } = pointer;
    if (editor.snap.peek() === mod || editor.snapGrid.peek()) return { by: way, guides: [] };
    others ??= othersOf(editor, moving);
    const axes = !shift ? (['x', 'y'] as const) : way.y === 0 ? (['x'] as const) : (['y'] as const);
    const { by, guides } = snapMove(box, way, others, reachOf(pointer) / editor.camera.peek().zoom, axes);
    return { by: { x: snap(by.x), y: snap(by.y) }, guides };
  };
}
