import type { CommandContext } from './command.ts';

/** Whether anything is selected that this person may change. */
export const canChangeSelection = ({ editor }: CommandContext): boolean =>
  editor.selection.peek().size > 0 && editor.canEdit.peek();

/** Whether at least so many selected elements may be changed by this person: what is locked is not counted. */
export const hasFree = ({ editor }: CommandContext, least = 1): boolean => {
  let missing = editor.canEdit.peek() ? least : Number.POSITIVE_INFINITY;
  for (const id of editor.selection.peek()) {
    if (editor.board.get(id)?.locked === false) missing -= 1;
    if (missing === 0) return true;
  }
  return false;
};
