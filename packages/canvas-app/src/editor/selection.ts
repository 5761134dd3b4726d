import type { Element, ElementId } from '@gesso/crdt-schema';
import { type Box, containsBox, frameOf } from '@gesso/drawing';
import type { Editor } from './editor.ts';

/** Whether any point of an element made of points lies in the box; rotation is small change here and left out. */
const pointsTouch = (element: Element & { readonly points: { readonly xy: Float32Array } }, box: Box): boolean => {
  const { xy } = element.points;
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const x = element.x + (xy[i] ?? 0);
    const y = element.y + (xy[i + 1] ?? 0);
    if (x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h) return true;
  }
  return false;
};

/**
 * What a selection rectangle takes: what lies inside it, and of what it crosses, lines and ink with a point in it and
 * filled boxes. A big empty shape around the rectangle is left alone. Locked elements are never taken.
 */
export const touchedBy = (editor: Editor, box: Box): ElementId[] =>
  editor.index.inside(box).filter((id) => {
    const element = editor.board.get(id);
    const bounds = editor.index.bounds(id);
    if (element === undefined || bounds === undefined || element.locked) return false;
    if (containsBox(box, bounds)) return true;
    if ('points' in element) return pointsTouch(element, box);
    return !containsBox(frameOf(element), box);
  });
