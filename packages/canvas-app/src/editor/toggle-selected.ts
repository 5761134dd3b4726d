import type { ElementId } from '@gesso/crdt-schema';
import type { Selection } from './selection.ts';

/** Adds an element to the selection with all that is selected with it, or takes that away. */
export const toggleSelected = (editor: Pick<Selection, 'selection' | 'select'>, id: ElementId): void => {
  const before = editor.selection.peek();
  editor.select([id]);
  const unit = editor.selection.peek();
  editor.select(before.has(id) ? [...before].filter((other) => !unit.has(other)) : [...before, id]);
};
