import type { ElementId, TextElement } from '@gesso/crdt-schema';
import { batch, type ReadonlySignal, signal } from '@preact/signals-core';

/** What is being edited in its place: a text, a name, the part of a picture that is shown. */
export interface Typing {
  /** Element whose text is being typed: the scene leaves the text out, the text editor shows it. */
  readonly editing: ReadonlySignal<ElementId | undefined>;
  /** Name of the cell of a table that is being typed in. */
  readonly editingCell: ReadonlySignal<string | undefined>;
  /** A text being typed that is not in the document until it has a first character. */
  readonly newText: ReadonlySignal<TextElement | undefined>;
  /** Element whose name is being typed. */
  readonly renaming: ReadonlySignal<ElementId | undefined>;
  /** Picture that is being cropped. */
  readonly cropping: ReadonlySignal<ElementId | undefined>;
  /** Opens the text editor on an element or a cell of it, with letters that were typed already; `undefined` closes it. */
  setEditing(id: ElementId | undefined, typed?: string, cell?: string): void;
  /** The letters that the text editor, or the field for a name, opens with. */
  typedBefore(): string;
  setNewText(text: TextElement | undefined): void;
  /** Asks for the name of an element, with letters that were typed already; `undefined` when it is given. */
  setRenaming(id: ElementId | undefined, typed?: string): void;
  /** Asks for the part of a picture; `undefined` when it is chosen. */
  setCropping(id: ElementId | undefined): void;
}

/** Returns what is typed, and `forget` for elements that are gone. */
export function createTyping() {
  const editing = signal<ElementId | undefined>(undefined);
  const editingCell = signal<string | undefined>(undefined);
  const newText = signal<TextElement | undefined>(undefined);
  const renaming = signal<ElementId | undefined>(undefined);
  const cropping = signal<ElementId | undefined>(undefined);
  let typed = '';
  const owned: Typing = {
    editing,
    editingCell,
    newText,
    renaming,
    cropping,
    setEditing(id, letters = '', cell) {
      batch(() => {
        typed = letters;
        editing.value = id;
        editingCell.value = cell;
      });
    },
    typedBefore: () => typed,
    setRenaming(id, letters = '') {
      typed = letters;
      renaming.value = id;
    },
    setCropping(id) {
      cropping.value = id;
    },
    setNewText(text) {
      newText.value = text;
    },
  };
  const forget = (gone: ReadonlySet<ElementId>) => {
    if (gone.has(editing.peek() ?? '')) editing.value = undefined;
    if (gone.has(renaming.peek() ?? '')) renaming.value = undefined;
    if (gone.has(cropping.peek() ?? '')) cropping.value = undefined;
  };
  return { owned, forget };
}
