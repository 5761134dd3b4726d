import type { Element, ElementId, NewElement } from '../elements/elements.ts';
import { cellText } from '../elements/grid.ts';
import type { TextMarks } from '../elements/marks.ts';
import { isBlank, truncate, wellFormedText } from '../elements/parse.ts';
import { isBareText } from '../elements/traits.ts';
import { limits } from '../limits.ts';
import type { Change } from './change.ts';
import { movePosition, rebased, type Splice, spliced, textDifference } from './text-splice.ts';
import type { TypingWriter } from './writer.ts';

/** One text being typed: writes differences into the shared text and is one undo step from open to close. */
export interface TextSession {
  /** The text as it is shown: what was set, and what `onRemote` told since. */
  value(): string;
  /**
   * Replaces by difference to what is shown. `caret` (index in `next`) settles where repeated letters were typed. Gives how
   * many characters a text cannot hold any more; they are left out, and `onRemote` tells so.
   */
  set(next: string, caret?: number): number;
  /** Gives the letters of the document's text these marks, in the undo step of what is typed. */
  mark(marks: TextMarks): void;
  /**
   * Called with the new text when another person, an undo or a limit changed it. `move` says where a caret of the text
   * before belongs now. The new text has to be shown at once: the next `set` is compared with it.
   */
  onRemote(listener: (text: string, move: (caret: number) => number) => void): () => void;
  /**
   * While true, nothing is told to `onRemote`: an input method is composing, and its field must not change. What changes
   * meanwhile keeps its place beside what is typed, and is told with false.
   */
  hold(on: boolean): void;
  close(): void;
}

/** What a typing session needs of its board. */
export interface TypingBoard {
  get(id: ElementId): Element | undefined;
  onChange(listener: (change: Change) => void): () => void;
  /** Edits of one `undoGroup` that follow each other are one undo step. */
  edit<T>(run: (writer: TypingWriter) => T, undoGroup: object): T;
}

/** Which undo step typing is part of, and the cell of a table that is typed in. */
interface Typed {
  readonly undoGroup?: object;
  readonly cell?: string | undefined;
}

type Listener = (text: string, move: (caret: number) => number) => void;

function textIn(board: TypingBoard, id: ElementId, cell?: string): string | undefined {
  const element = board.get(id);
  if (element !== undefined && cell !== undefined) return cellText(element, cell);
  return element !== undefined && 'text' in element ? element.text : undefined;
}

/** Returns as much of a splice of `text` as fits, and how many characters do not. */
function fitting(text: string, splice: Splice): readonly [Splice, number] {
  const room = limits.textLength - (text.length - splice.remove);
  const insert = truncate(splice.insert, Math.min(splice.insert.length, room));
  return [{ ...splice, insert }, splice.insert.length - insert.length];
}

/** Returns what was typed as if it had been typed behind the steps that were not seen, and those as they come behind it. */
function besideUnseen(typed: Splice, unseen: readonly Splice[]): readonly [Splice, Splice[]] {
  let splice = typed;
  const steps = unseen.map((step) => {
    const beside = rebased(step, splice, true);
    splice = rebased(splice, step, false);
    return beside;
  });
  return [splice, steps];
}

/** Removes an empty text. An empty shape is still a shape; an empty text would be an invisible thing to trip over. */
function removeBlank(board: TypingBoard, id: ElementId, undoGroup: object): void {
  const element = board.get(id);
  if (element !== undefined && isBareText(element) && isBlank(element.text))
    board.edit((writer) => writer.remove(id), undoGroup);
}

/**
 * Opens the text of an element, or of one of its cells, for typing; undefined when there is no such text. A text in which
 * nothing can be seen at the end is removed.
 */
export const openTyping = (id: ElementId, board: TypingBoard, what: Typed = {}): TextSession | undefined => {
  const { undoGroup = {}, cell } = what;
  const inDocument = () => textIn(board, id, cell);
  const first = inDocument();
  if (first === undefined) return undefined;

  const listeners = new Set<Listener>();
  /** The text as the person typing sees it. */
  let shown = first;
  /** The text in the document when it was last looked at. */
  let known = first;
  /** What turns what is shown into what is known, one after the other. */
  let unseen: Splice[] = [];
  let typing = false;
  let held = false;

  const show = (): void => {
    if (held || unseen.length === 0) return;
    const steps = unseen;
    unseen = [];
    shown = known;
    const move = (caret: number) => steps.reduce((at, step) => movePosition(step, at), caret);
    for (const listener of [...listeners]) listener(known, move);
  };

  const stop = board.onChange(() => {
    const now = inDocument();
    if (typing || now === undefined || now === known) return;
    const step = textDifference(known, now);
    known = now;
    if (step !== undefined) unseen.push(step);
    show();
  });

  /** Writes a splice of the document's text, as much of it as fits. Returns how many characters did not. */
  const write = (splice: Splice): number => {
    const [fits, left] = fitting(known, splice);
    const caret = fits.at + fits.insert.length;
    typing = true;
    try {
      board.edit((writer) => writer.type(id, spliced(known, fits), caret, cell), undoGroup);
      known = inDocument() ?? known;
    } finally {
      typing = false;
    }
    if (left > 0) unseen.push({ at: caret, remove: left, insert: '' });
    return left;
  };

  return {
    value: () => shown,
    mark: (marks) => board.edit((writer) => writer.patch(id, { marks }), undoGroup),
    set: (next, caret) => {
      const text = wellFormedText(next);
      // Deleted by another person meanwhile: there is nothing to type into until an undo brings it back.
      if (inDocument() === undefined) return 0;
      const typed = textDifference(shown, text, caret);
      if (typed === undefined) return 0;
      const [splice, steps] = besideUnseen(typed, unseen);
      unseen = steps;
      shown = text;
      const left = write(splice);
      show();
      return left;
    },
    onRemote: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hold: (on) => {
      held = on;
      show();
    },
    close: () => {
      listeners.clear();
      stop();
      removeBlank(board, id, undoGroup);
    },
  };
};

/**
 * Types a text that does not exist yet: its first letter that can be seen makes it, and making and typing are one undo step.
 * Nothing is written while the text stays empty.
 */
export const openNewTyping = (id: ElementId, element: () => NewElement, board: TypingBoard): TextSession => {
  const undoGroup = {};
  const listeners = new Set<Listener>();
  let typed: TextSession | undefined;
  let shown = '';
  let held = false;

  const make = (text: string): void => {
    board.edit((writer) => writer.add({ ...element(), id, text } as NewElement), undoGroup);
    typed = openTyping(id, board, { undoGroup });
    typed?.hold(held);
    for (const listener of listeners) typed?.onRemote(listener);
  };

  return {
    value: () => typed?.value() ?? shown,
    mark: (marks) => typed?.mark(marks),
    set: (next, caret) => {
      const text = wellFormedText(next);
      if (typed !== undefined) return typed.set(text, caret);
      shown = text;
      if (isBlank(text)) return 0;
      // Its first letter makes it; the rest is typed, which leaves out what does not fit.
      make(truncate(text, limits.textLength));
      return typed === undefined ? 0 : (typed as TextSession).set(text, caret);
    },
    onRemote: (listener) => {
      listeners.add(listener);
      const stop = typed?.onRemote(listener);
      return () => {
        listeners.delete(listener);
        stop?.();
      };
    },
    hold: (on) => {
      held = on;
      typed?.hold(on);
    },
    close: () => {
      listeners.clear();
      typed?.close();
    },
  };
};
