import type { Element, ElementId } from '@gesso/crdt-schema';
import { containsBox, touchesBox } from '@gesso/drawing';
import type { Marquee } from './drafts.ts';
import type { Editor } from './editor.ts';
import { takenWhole } from './groups.ts';

/**
 * What a selection rectangle takes of the group that is entered, or of the board: what lies inside it, groups as a whole,
 * and, where it takes what it touches, what has ink or an edge in it. A shape around the whole rectangle is left alone. Locked elements are never taken.
 */
export const takenBy = (editor: Editor, box: Marquee): ElementId[] => {
  // Asked at each move of a pointer, of all that is on a board at times: no more is looked at of each than is needed.
  const taken: Element[] = [];
  for (const id of editor.index.inside(box)) {
    const bounds = editor.index.bounds(id);
    if (bounds === undefined || !(box.touches || containsBox(box, bounds))) continue;
    const element = editor.board.get(id);
    if (element === undefined || element.locked || !editor.isWithin(element)) continue;
    if (containsBox(box, bounds) || touchesBox(element, box)) taken.push(element);
  }
  return (box.touches ? taken : takenWhole(editor, taken)).map(({ id }) => id);
};
