import type { Change, TextSession, Writer } from './board.ts';
import type { Element, ElementId, NewElement } from './elements.ts';
import { newElementId, type Random } from './ids.ts';
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

/** Opens the text of an element for typing; undefined when there is no such text. A text left empty is removed. */
export const openTyping = (id: ElementId, board: TypingBoard, session: object = {}): TextSession | undefined => {
  const current = (): string | undefined => {
    const element = board.get(id);
    return element !== undefined && 'text' in element ? element.text : undefined;
  };
  const first = current();
  if (first === undefined) return undefined;

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
      // An empty shape is still a shape; an empty text would be an invisible thing to trip over.
      const element = board.get(id);
      if (element?.kind === 'text' && element.text === '') board.edit((writer) => writer.remove(id), session);
    },
  };
};

/**
 * Types a text that does not exist yet: its first letter makes it, and making and typing are one undo step. Nothing is
 * written while the text stays empty.
 */
export const openNewTyping = (element: NewElement, board: TypingBoard, random: Random): TextSession => {
  const id = element.id ?? newElementId(random);
  const session = {};
  const listeners = new Set<Listener>();
  let typed: TextSession | undefined;

  const make = (text: string): void => {
    board.edit((writer) => writer.add({ ...element, id, text } as NewElement), session);
    typed = openTyping(id, board, session);
    for (const listener of listeners) typed?.onRemote(listener);
  };

  return {
    value: () => typed?.value() ?? '',
    set: (next, caret) => {
      const text = wellFormedText(next);
      if (typed !== undefined) typed.set(text, caret);
      else if (text !== '') make(text);
    },
    onRemote: (listener) => {
      listeners.add(listener);
      const stop = typed?.onRemote(listener);
      return () => {
        listeners.delete(listener);
        stop?.();
      };
    },
    close: () => {
      listeners.clear();
      typed?.close();
    },
  };
};
