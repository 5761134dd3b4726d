import { type Element, hasCells } from '@gesso/crdt-schema';
import { toClipboardText } from '../../input/clipboard-text.ts';
import { htmlFromRows } from './html.ts';
import { textFromRows } from './spreadsheet.ts';

export { act } from './act.ts';
export { hearKeys } from './keys.ts';
export { pasteRows } from './paste-rows.ts';

/** Puts a table that is copied alone on the clipboard as a spreadsheet takes it; Gesso itself finds the whole in it. */
export function copyRows(elements: readonly Element[], data: DataTransfer): void {
  const [only, more] = elements;
  if (!hasCells(only) || more !== undefined) return;
  data.setData('text/plain', textFromRows(only.cells));
  data.setData('text/html', htmlFromRows(only.cells, toClipboardText(elements)));
}
