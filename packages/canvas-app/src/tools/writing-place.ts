import type { Element } from '@gesso/crdt-schema';
import { boxOf, nearForArrow, takesArrows } from '@gesso/drawing';
import { holdsText } from '../editor/create-element.ts';
import type { Editor } from '../editor/editor.ts';
import { type PointerInput, slackFor } from '../editor/pointer.ts';

/** A see-through shape is not hit in its middle, yet a person who writes there means its label. */
export const emptyShapeAround = ({ at }: PointerInput, editor: Editor): Element | undefined => {
  const around = editor.index.inside({ ...at, w: 0, h: 0 }).flatMap((id) => editor.board.get(id) ?? []);
  return around
    .filter((element) => holdsText(element) && takesArrows(element) && nearForArrow(element, at, 0))
    .sort((a, b) => boxOf(a).w * boxOf(a).h - boxOf(b).w * boxOf(b).h)[0];
};

/** What of the board is under the pointer of a person who is about to write; see-through shapes count. */
export const underWriter = (pointer: PointerInput, editor: Editor): Element | undefined =>
  editor.pick(pointer.at, slackFor(pointer)) ?? emptyShapeAround(pointer, editor);
