import { cellName, type Element, hasCells } from '@gesso/crdt-schema';
import { cellUnder, pivotOf, turn, type Vec } from '@gesso/drawing';
import type { Typing } from './typing.ts';

/** Opens the text of an element for typing, with letters that were typed already: of a table the cell at a board point, else its first. */
export function openText({ setEditing }: Pick<Typing, 'setEditing'>, element: Element, at?: Vec, typed = ''): void {
  if (!hasCells(element)) {
    setEditing(element.id, typed);
    return;
  }
  const [row, column] = at === undefined ? [0, 0] : cellUnder(element, turn(at, pivotOf(element), -element.rotation));
  const cell = cellName(element.rows[row]?.id ?? '', element.columns[column]?.id ?? '');
  setEditing(element.id, typed, cell);
}
