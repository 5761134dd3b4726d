import type { Element } from '@gesso/crdt-schema';
import type { Editor } from './editor.ts';
import { membersOf } from './groups.ts';

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
