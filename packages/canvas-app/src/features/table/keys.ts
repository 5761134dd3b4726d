import { hasCells, type TableElement } from '@gesso/crdt-schema';
import { cellLayout } from '@gesso/drawing';
import { caretLine } from '../../editor/caret.ts';
import { isComposing } from '../../input/composing.ts';
import type { App } from '../../ui/app-context.ts';
import type { Stop } from '../feature.ts';
import { act } from './act.ts';
import { currentPlace, openCell } from './cells.ts';
import type { Place } from './deeds.ts';

/** Where the caret is in the text of a cell. */
export interface Caret {
  readonly atStart: boolean;
  readonly atEnd: boolean;
  readonly inFirstLine: boolean;
  readonly inLastLine: boolean;
}

type Press = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** The cell that a key leads to: `stay` where the key is the text's own, `done` where it leads out of the table, `row` to a new row below. */
export function whereTo(
  { rows, columns }: Pick<TableElement, 'rows' | 'columns'>,
  [row, column]: Place,
  { key, shiftKey, ctrlKey, metaKey, altKey }: Press,
  caret: Caret,
): Place | 'stay' | 'done' | 'row' {
  if (ctrlKey || metaKey || altKey) return 'stay';
  const count = columns.length;
  const index = row * count + column;
  const at = (to: number): Place => [Math.floor(to / count), to % count];
  if (key === 'Tab' && shiftKey) return index > 0 ? at(index - 1) : 'done';
  if (key === 'Tab') return index + 1 < rows.length * count ? at(index + 1) : 'row';
  if (shiftKey) return 'stay';
  if (key === 'Enter') return row + 1 < rows.length ? [row + 1, column] : 'done';
  if (key === 'ArrowLeft') return caret.atStart && index > 0 ? at(index - 1) : 'stay';
  if (key === 'ArrowRight') return caret.atEnd && index + 1 < rows.length * count ? at(index + 1) : 'stay';
  if (key === 'ArrowUp') return caret.inFirstLine && row > 0 ? [row - 1, column] : 'stay';
  if (key === 'ArrowDown') return caret.inLastLine && row + 1 < rows.length ? [row + 1, column] : 'stay';
  return 'stay';
}

const caretIn = (field: HTMLTextAreaElement, table: TableElement, [row, column]: Place): Caret => {
  const { value, selectionStart, selectionEnd } = field;
  const lines = cellLayout(table, row, column)?.lines ?? [];
  const isPoint = selectionStart === selectionEnd;
  const line = caretLine(lines, value, selectionStart).line;
  return {
    atStart: isPoint && selectionStart === 0,
    atEnd: isPoint && selectionEnd === value.length,
    inFirstLine: isPoint && line === 0,
    inLastLine: isPoint && line === Math.max(0, lines.length - 1),
  };
};

/** Goes to the cell that a key leads to; Tab in the last one adds a row. Leaves keys alone that are the text's own. */
function moveByKey(app: App, event: KeyboardEvent): void {
  const { editor } = app;
  const table = editor.board.get(editor.editing.peek() ?? '');
  const field = document.activeElement;
  if (!hasCells(table) || !(field instanceof HTMLTextAreaElement) || isComposing(event)) return;
  const from = currentPlace(editor, table);
  const to = whereTo(table, from, event, caretIn(field, table, from));
  if (to === 'stay') return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (to === 'done') {
    editor.setEditing(undefined);
    return;
  }
  if (to === 'row') {
    act(app, 'rowBelow', [table.rows.length - 1, 0]);
    return;
  }
  openCell(editor, table.id, to);
  // What is come to from its left is read from its beginning.
  if (event.key === 'ArrowRight')
    requestAnimationFrame(() => {
      const next = document.activeElement;
      if (next instanceof HTMLTextAreaElement) next.setSelectionRange(0, 0);
    });
}

/** Keys that may lead out of a cell. */
const leading = /^(?:Tab|Enter|Arrow)/;

/** Hears the keys that lead from cell to cell, before the field and the board do. Returns its stop. */
export function hearKeys(app: App): Stop {
  const abort = new AbortController();
  window.addEventListener(
    'keydown',
    (event) => {
      if (app.editor.editingCell.peek() !== undefined && leading.test(event.key)) moveByKey(app, event);
    },
    { capture: true, signal: abort.signal },
  );
  return () => abort.abort();
}
