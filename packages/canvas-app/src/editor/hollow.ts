import type { Element } from '@gesso/crdt-schema';
import { boxOf, containsBox, nearForArrow, takesArrows, type Vec } from '@gesso/drawing';
import { holdsText } from './create-element.ts';
import type { Editor } from './editor.ts';

/** The smallest see-through shape around a place, board units: it is not hit in its middle, yet a person who writes there means its label. */
export const emptyShapeAround = (editor: Editor, at: Vec): Element | undefined => {
  const around = editor.index.inside({ ...at, w: 0, h: 0 }).flatMap((id) => editor.board.get(id) ?? []);
  return around
    .filter((element) => holdsText(element) && takesArrows(element) && nearForArrow(element, at, 0))
    .sort((a, b) => boxOf(a).w * boxOf(a).h - boxOf(b).w * boxOf(b).h)[0];
};

/** The see-through shape that a click in its inside means. One that is all around the view is paper to those who are in it. */
export const hollowAround = (editor: Editor, at: Vec): Element | undefined => {
  const shape = emptyShapeAround(editor, at);
  return shape === undefined || shape.locked || containsBox(boxOf(shape), editor.viewBox()) ? undefined : shape;
};
