import { hasCells, type TableElement } from '@gesso/crdt-schema';
import type { Editor } from '../../editor/editor.ts';

/** The table that is selected alone and may be changed. */
export function tableIn(editor: Editor): TableElement | undefined {
  const [only, more] = editor.selected();
  const isFree = hasCells(only) && more === undefined && !only.locked && editor.canEdit.peek();
  return isFree ? only : undefined;
}
