import type { ElementId } from '@gesso/crdt-schema';
import { containsBox, touchesBox } from '@gesso/drawing';
import type { Marquee } from './drafts.ts';
import type { Editor } from './editor.ts';
import { takenWhole } from './groups.ts';

/**
 * What a selection rectangle takes of the group that is entered, or of the board: what lies inside it, groups as a whole,
 * and, where it takes what it touches, what has ink or an edge in it. A shape around the whole rectangle is left alone. Locked elements are never taken.
 */
export const takenBy = (editor: Editor, box: Marquee): ElementId[] => {
  const found = editor.index.inside(box).flatMap((id) => editor.board.get(id) ?? []);
  const taken = found.filter((element) => {
    const bounds = editor.index.bounds(element.id);
    if (bounds === undefined || element.locked || !editor.isWithin(element)) return false;
    return containsBox(box, bounds) || (box.touches && touchesBox(element, box));
  });
  return (box.touches ? taken : takenWhole(editor.board, editor.entered.peek(), taken)).map(({ id }) => id);
};
