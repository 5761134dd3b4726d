import type { ElementId, TextElement } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';

/** Which text is being typed. */
export interface Typing {
  /** Element whose text is being typed: the scene leaves the text out, the text editor shows it. */
  readonly editing: ReadonlySignal<ElementId | undefined>;
  /** A text being typed that is not in the document until it has a first character. */
  readonly newText: ReadonlySignal<TextElement | undefined>;
  /** Opens the text editor on an element, with letters that were typed already; `undefined` closes it. */
  setEditing(id: ElementId | undefined, typed?: string): void;
  /** The letters that the text editor opens with. */
  typedBefore(): string;
  setNewText(text: TextElement | undefined): void;
}

/** Returns what is typed, and `forget` for elements that are gone. */
export function createTyping() {
  const editing = signal<ElementId | undefined>(undefined);
  const newText = signal<TextElement | undefined>(undefined);
  let typed = '';
  const owned: Typing = {
    editing,
    newText,
    setEditing(id, letters = '') {
      typed = letters;
      editing.value = id;
    },
    typedBefore: () => typed,
    setNewText(text) {
      newText.value = text;
    },
  };
  const forget = (gone: ReadonlySet<ElementId>) => {
    if (gone.has(editing.peek() ?? '')) editing.value = undefined;
  };
  return { owned, forget };
}
