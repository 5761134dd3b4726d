import type { ElementId } from '@gesso/crdt-schema';
import { containsBox, touchesBox } from '@gesso/drawing';
import type { Marquee } from './drafts.ts';
import type { Editor } from './editor.ts';

/**
 * What a selection rectangle takes of the group that is entered, or of the board: what lies inside it and, where it takes what it
 * touches, what has ink or an edge in it. A shape around the whole rectangle is left alone. Locked elements are never taken.
 */
export const takenBy = (editor: Editor, box: Marquee): ElementId[] =>
  editor.index.inside(box).filter((id) => {
    const element = editor.board.get(id);
    const bounds = editor.index.bounds(id);
    if (element === undefined || bounds === undefined || element.locked || !editor.isWithin(element)) return false;
    return containsBox(box, bounds) || (box.touches && touchesBox(element, box));
  });
