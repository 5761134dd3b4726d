import { type Element, holdsOthers, showsPicture } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import { holdsText } from './create-element.ts';
import type { Editor } from './editor.ts';
import { openText } from './open-text.ts';

/** Whether a double click or Enter edits something of an element: its text, its name, the part of a picture that is shown. */
export const isEditedInPlace = (element: Element): boolean =>
  holdsText(element) || holdsOthers(element) || showsPicture(element);

/** Begins to edit an element where it lies; of a table the cell at a board point, else its first. */
export function editInPlace(editor: Editor, element: Element, at?: Vec): void {
  editor.select([element.id]);
  if (holdsOthers(element)) editor.setRenaming(element.id);
  else if (holdsText(element)) openText(editor, element, at);
  else if (showsPicture(element)) editor.setCropping(element.id);
}
