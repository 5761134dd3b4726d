import type { CommentAnchor, Element } from '@gesso/crdt-schema';
import { containsPoint, type Vec } from '@gesso/drawing';
import type { Editor } from '../../editor/editor.ts';
import { hollowAround } from '../../editor/hollow.ts';
import { exactSlack } from '../../editor/pointer.ts';
import type { CommentAsked } from '../../editor/tools.ts';

/** An anchor on an element, or on the paper where there is none. */
const anchorOn = (element: Element | undefined, { x, y }: Vec): CommentAnchor =>
  element === undefined ? { x, y } : { x, y, element: element.id, dx: x - element.x, dy: y - element.y };

/** What is meant at a place: what lies there, else the see-through shape around it. */
const meant = (editor: Editor, at: Vec): Element | undefined => editor.pick(at, exactSlack) ?? hollowAround(editor, at);

/**
 * Where a comment is pinned that was asked for: at its place; without one on what is selected, where that is pointed at else at its upper
 * right corner; else where one points; else in the middle of the view.
 */
export function anchorFor(editor: Editor, { at }: CommentAsked): CommentAnchor {
  const { selection, index, board, pointer, viewBox } = editor;
  if (at !== undefined) return anchorOn(meant(editor, at), at);
  const box = viewBox();
  const pointed = pointer.peek();
  const isPointed = pointed !== undefined && containsPoint(box, pointed);
  const selected = [...selection.peek()].flatMap((id) => {
    const bounds = index.bounds(id);
    const element = board.get(id);
    return bounds === undefined || element === undefined ? [] : [{ bounds, element }];
  });
  const under = isPointed ? selected.find(({ bounds }) => containsPoint(bounds, pointed)) : undefined;
  if (under !== undefined && isPointed) return anchorOn(under.element, pointed);
  const [first] = selected;
  if (first !== undefined) {
    const { x, y, w } = first.bounds;
    return anchorOn(first.element, { x: x + w, y });
  }
  const place = isPointed ? pointed : { x: box.x + box.w / 2, y: box.y + box.h / 2 };
  return anchorOn(meant(editor, place), place);
}
