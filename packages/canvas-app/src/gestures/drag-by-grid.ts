import { type Element, isErasable, snap } from '@gesso/crdt-schema';
import { boxAround, selectionCorners, type Vec } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import { isOnGrid, onGrid } from '../editor/grid.ts';
import type { PointerInput } from '../editor/pointer.ts';

/** Whether it has edges that one lines up: ink and lines have none. */
export const hasEdges = (element: Element): boolean => !isErasable(element) && !('points' in element);

/**
 * Begins a drag of elements by the grid. Returns what brings a way, board units, to where their top left corner lies on a dot; that
 * gives undefined where nothing goes by the grid. Shift has it move along one axis.
 */
export function beginDragByGrid(editor: Editor, elements: readonly Element[]) {
  const box = boxAround(elements.filter(hasEdges).flatMap(selectionCorners));
  return (way: Vec, pointer: PointerInput): Vec | undefined => {
    if (box === undefined || !isOnGrid(editor, pointer)) return undefined;
    const place = onGrid(editor, { x: box.x + way.x, y: box.y + way.y }, pointer);
    const by = { x: snap(place.x - box.x), y: snap(place.y - box.y) };
    return pointer.shift ? { x: way.x && by.x, y: way.y && by.y } : by;
  };
}
