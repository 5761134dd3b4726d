import type { ElementId } from '@gesso/crdt-schema';
import { type Box, containsBox, touchesBox } from '@gesso/drawing';
import type { Editor } from './editor.ts';

/**
 * What a selection rectangle takes: what lies inside it, and what has ink or an edge in it. A shape around the whole
 * rectangle is left alone. Locked elements are never taken.
 */
export const touchedBy = (editor: Editor, box: Box): ElementId[] =>
  editor.index.inside(box).filter((id) => {
    const element = editor.board.get(id);
    const bounds = editor.index.bounds(id);
    if (element === undefined || bounds === undefined || element.locked) return false;
    return containsBox(box, bounds) || touchesBox(element, box);
  });
