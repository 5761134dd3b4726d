import type { Edit } from './lists.ts';

/** Puts letters in the place of others as a person does: the field can take it back. */
export const editIn = (field: HTMLTextAreaElement, { from, to, insert }: Edit): void => {
  field.setSelectionRange(from, to);
  document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert);
};

/** Several edits, the last one in the text first; the caret stays beside its letters. */
export const editAllIn = (field: HTMLTextAreaElement, edits: readonly Edit[]): void => {
  let [start, end] = [field.selectionStart, field.selectionEnd];
  for (const edit of edits) {
    editIn(field, edit);
    const grown = edit.insert.length - (edit.to - edit.from);
    if (edit.from <= start) start = Math.max(edit.from, start + grown);
    if (edit.from <= end) end = Math.max(edit.from, end + grown);
  }
  field.setSelectionRange(start, end);
};
