import type { CommandContext } from './command.ts';

/** Whether anything is selected that this person may change. */
export const canChangeSelection = ({ editor }: CommandContext): boolean =>
  editor.selection.peek().size > 0 && editor.canEdit.peek();
