import type { Element } from '@gesso/crdt-schema';
import { containsPoint, unionAll, type Vec } from '@gesso/drawing';
import type { Editor } from './editor.ts';
import { type Entered, membersOf, outTo } from './groups.ts';

/** Enters the group that an element is selected with, and selects it there. Returns whether there is one. */
export function enterGroup(editor: Editor, element: Element): boolean {
  const { id, groups } = element;
  const { length } = editor.innerGroups(element);
  if (length > 0) editor.select([id], groups.slice(length - 1));
  return length > 0;
}

/** Leaves the group that is entered and selects it. Returns whether there was one. */
export function leaveGroup(editor: Editor): boolean {
  const [group, ...outer] = editor.entered.peek();
  if (group === undefined) return false;
  editor.select(
    membersOf(editor.board, group).map(({ id }) => id),
    outer,
  );
  return true;
}

/** What stays entered when a person presses bare paper: the groups around that place, board units. */
export const enteredAt = (editor: Editor, at: Vec): Entered =>
  outTo(editor.entered.peek(), (group) => {
    const box = unionAll(membersOf(editor.board, group).flatMap(({ id }) => editor.index.bounds(id) ?? []));
    return box !== undefined && containsPoint(box, at);
  });
