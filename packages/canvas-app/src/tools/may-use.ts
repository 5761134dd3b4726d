import type { Editor } from '../editor/editor.ts';
import type { Tool } from './tool.ts';

/** Whether a person may use a tool. Reads signals. */
export const mayUse = (
  { writes, comments }: Pick<Tool, 'writes' | 'comments'>,
  { canEdit, canComment }: Pick<Editor, 'canEdit' | 'canComment'>,
): boolean => (comments ? canComment.value : !writes || canEdit.value);
