import { cellAt, cellName, type ElementId, hasCells, type TableElement } from '@gesso/crdt-schema';
import type { Editor } from '../../editor/editor.ts';
import type { Place } from './deeds.ts';

/** The cell that was open last, which commands are about while none is. */
let last: { readonly id: ElementId; readonly cell: string } | undefined;

/** The name of a cell of a table; '' for what it does not have. */
export const nameAt = (table: TableElement, [row, column]: Place): string =>
  cellName(table.rows[row]?.id ?? '', table.columns[column]?.id ?? '');

/** Opens a cell for typing. */
export function openCell(editor: Editor, id: ElementId, at: Place): void {
  const table = editor.board.get(id);
  if (!hasCells(table)) return;
  editor.setEditing(id, '', nameAt(table, at));
}

/** The cell that is open, or was last in this table, or the last one there is. */
export function currentPlace(editor: Editor, table: TableElement): Place {
  const cell = editor.editingCell.peek();
  if (cell !== undefined) last = { id: table.id, cell };
  const known = last?.id === table.id ? cellAt(table, last.cell) : undefined;
  return known ?? [Math.max(0, table.rows.length - 1), Math.max(0, table.columns.length - 1)];
}
