import { limits } from '@gesso/crdt-schema';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';
import { currentPlace, openCell } from './cells.ts';
import { type DeedName, doDeed, heldAtCorner, type Place } from './deeds.ts';
import { tableIn } from './table-in.ts';

/** Does something to the rows or columns of the selected table, about a cell, else the one that is open or was last. */
export function act({ editor, shell, byHand }: App, name: DeedName, where?: Place): void {
  const table = tableIn(editor);
  if (table === undefined) return;
  const isOpen = editor.editingCell.peek() !== undefined;
  const { patch, at } = doDeed(name, table, where ?? currentPlace(editor, table));
  if (patch === undefined) {
    editor.removeSelected();
    return;
  }
  const { rows = table.rows, columns = table.columns } = patch;
  const isFull =
    rows.length > limits.tableRows ||
    columns.length > limits.tableColumns ||
    rows.length * columns.length > limits.tableCells;
  if (isFull) {
    shell.tell(say('table.full'), 'error');
    return;
  }
  byHand(() => editor.board.edit((writer) => writer.patch(table.id, heldAtCorner(table, patch))));
  if (isOpen) openCell(editor, table.id, at);
}
