import type { CommentAnchor, Element } from '@gesso/crdt-schema';
import { containsPoint, type Vec } from '@gesso/drawing';
import type { Editor } from '../../editor/editor.ts';
import { hollowAround } from '../../editor/hollow.ts';
import { exactSlack } from '../../editor/pointer.ts';
import type { CommentAsked } from '../../editor/tools.ts';
import { elementOf } from './places.ts';

/** An anchor on an element, or on the paper where there is none. */
const anchorOn = (element: Element | undefined, { x, y }: Vec): CommentAnchor =>
  element === undefined ? { x, y } : { x, y, element: element.id, dx: x - element.x, dy: y - element.y };

/** What is meant at a place: what lies there, else the see-through shape around it. */
export const meant = (editor: Editor, at: Vec): Element | undefined =>
  editor.pick(at, exactSlack) ?? hollowAround(editor, at);

/** Where something is pinned at a place: on what is meant there. */
export const anchorAt = (editor: Editor, at: Vec): CommentAnchor => anchorOn(meant(editor, at), at);

/** The same for a thread that is pinned already: it stays on its element as far as that goes. */
export function anchorNear(editor: Editor, at: Vec, before: CommentAnchor): CommentAnchor {
  const id = elementOf(before);
  const box = id === undefined ? undefined : editor.index.bounds(id);
  return id !== undefined && box !== undefined && containsPoint(box, at)
    ? anchorOn(editor.board.get(id), at)
    : anchorAt(editor, at);
}

/**
 * Where a comment is pinned that was asked for: at its place; without one on what is selected, where that is pointed at else at its upper
 * right corner; else where one points; else in the middle of the view.
 */
export function anchorFor(editor: Editor, { at }: CommentAsked): CommentAnchor {
  const { selection, index, board, pointer, viewBox } = editor;
  if (at !== undefined) return anchorAt(editor, at);
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
  return anchorAt(editor, place);
}
