import type { Change, TextSession, Writer } from './board.ts';
import type { Element, ElementId } from './elements.ts';
import { wellFormedText } from './parse.ts';
import { moveCaret } from './text.ts';

/** What a typing session needs of its board. */
export interface TypingBoard {
  get(id: ElementId): Element | undefined;
  onChange(listener: (change: Change) => void): () => void;
  /** Edits of one `session` that follow each other are one undo step. */
  edit<T>(run: (writer: TypingWriter) => T, session: object): T;
}

/** A writer that also takes the caret, which settles where repeated letters were typed. */
export interface TypingWriter extends Writer {
  type(id: ElementId, text: string, caret: number | undefined): void;
}

type Listener = (text: string, move: (caret: number) => number) => void;

/** Opens the text of an element for typing; undefined when there is no such text. */
export const openTyping = (id: ElementId, board: TypingBoard): TextSession | undefined => {
  const current = (): string | undefined => {
    const element = board.get(id);
    return element !== undefined && 'text' in element ? element.text : undefined;
  };
  const first = current();
  if (first === undefined) return undefined;

  const session = {};
  const listeners = new Set<Listener>();
  /** The text as the person typing last saw it. */
  let seen = first;
  let typing = false;

  const stop = board.onChange(() => {
    const now = current();
    if (typing || now === undefined || now === seen) return;
    const before = seen;
    seen = now;
    for (const listener of [...listeners]) listener(now, (caret) => moveCaret(before, now, caret));
  });

  return {
    value: () => current() ?? seen,
    set: (next, caret) => {
      const text = wellFormedText(next);
      // Deleted by somebody else meanwhile: there is nothing to type into until an undo brings it back.
      if (current() === undefined || text === seen) return;
      typing = true;
      try {
        board.edit((writer) => writer.type(id, text, caret), session);
        seen = current() ?? seen;
      } finally {
        typing = false;
      }
    },
    onRemote: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      listeners.clear();
      stop();
    },
  };
};
