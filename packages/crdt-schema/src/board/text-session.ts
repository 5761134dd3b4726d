import type { ElementId, NewElement } from '../elements/elements.ts';
import type { TextMarks } from '../elements/marks.ts';
import { isBlank, truncate, wellFormedText } from '../elements/parse.ts';
import { isBareText } from '../elements/traits.ts';
import { limits } from '../limits.ts';
import { openSharedText, type TextListener, type TypingBoard } from './shared-text.ts';
import { fitting, type Splice } from './text-splice.ts';
import type { Logged, OpenHistory } from './typing-history.ts';

/** One text being typed: writes differences into the shared text and is one undo step from open to close. */
export interface TextSession {
  /** The text as it is shown: what was set, and what `onRemote` told since. */
  value(): string;
  /**
   * Replaces by difference to what is shown. `caret` (index in `next`) settles where repeated letters were typed. Gives how
   * many characters a text cannot hold any more; they are left out, and `onRemote` tells so. `time`, ms, tells pauses, which end
   * what `step` takes back at once.
   */
  set(next: string, caret?: number, time?: number): number;
  /**
   * Takes back, or repeats, what was typed last in this session, and none of what others typed meanwhile; `onRemote` tells of it.
   * Returns whether there was anything. `openTypingHistory` is passed in because the first page has no room for it.
   */
  step(what: 'undo' | 'redo', openHistory: OpenHistory): boolean;
  /** Gives the letters of the document's text these marks, in the undo step of what is typed. */
  mark(marks: TextMarks): void;
  /**
   * Called with the new text when another person, an undo or a limit changed it. `move` says where a caret of the text
   * before belongs now. The new text has to be shown at once: the next `set` is compared with it.
   */
  onRemote(listener: TextListener): () => void;
  /**
   * While true, nothing is told to `onRemote`: an input method is composing, and its field must not change. What changes
   * meanwhile keeps its place beside what is typed, and is told with false.
   */
  hold(on: boolean): void;
  close(): void;
}

/** Which undo step typing is part of, and the cell of a table that is typed in. */
interface Typed {
  readonly undoGroup?: object;
  readonly cell?: string | undefined;
  /** When the text was made by its first letters, ms, which are part of what is typed. */
  readonly made?: number;
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
  const { undoGroup = {}, cell, made } = what;
  let history: ReturnType<OpenHistory> | undefined;
  const log: Logged[] = [];
  const text = openSharedText(id, board, { undoGroup, cell }, (splice) => log.push({ splice }));
  if (text === undefined) return undefined;
  const first = text.known();
  if (made !== undefined) log.push({ splice: { at: 0, remove: 0, insert: first }, time: made });
  /** Whether something was composed since `hold(true)`: it is composed in one go. */
  let composed = false;

  /** Writes as much of what was typed as fits. Returns how many characters did not. */
  const type = (splice: Splice, time: number): number => {
    const [fits, left] = fitting(text.known(), splice);
    if (fits.remove > 0 || fits.insert !== '') {
      text.write(fits);
      log.push({ splice: fits, time, joined: text.held() && composed });
      composed = text.held();
    }
    if (left > 0) text.toBeTold({ at: fits.at + fits.insert.length, remove: left, insert: '' });
    return left;
  };

  return {
    value: text.shown,
    mark: (marks) => board.edit((writer) => writer.patch(id, { marks }), undoGroup),
    set: (next, caret, time = 0) => {
      const typed = text.typed(wellFormedText(next), caret);
      const left = typed === undefined ? 0 : type(typed, time);
      text.show();
      return left;
    },
    step(what, openHistory) {
      if (!text.isThere() || text.held()) return false;
      history ??= openHistory(text, made === undefined ? first : '', log);
      return history(what);
    },
    onRemote: text.listen,
    hold: (on) => {
      composed = false;
      text.hold(on);
    },
    close: () => {
      text.close();
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
  const listeners = new Set<TextListener>();
  let typed: TextSession | undefined;
  let shown = '';
  let held = false;

  const make = (text: string, made: number): void => {
    board.edit((writer) => writer.add({ ...element(), id, text } as NewElement), undoGroup);
    typed = openTyping(id, board, { undoGroup, made });
    typed?.hold(held);
    for (const listener of listeners) typed?.onRemote(listener);
  };

  return {
    value: () => typed?.value() ?? shown,
    mark: (marks) => typed?.mark(marks),
    step: (what, openHistory) => typed?.step(what, openHistory) ?? false,
    set: (next, caret, time = 0) => {
      const text = wellFormedText(next);
      if (typed !== undefined) return typed.set(text, caret, time);
      shown = text;
      if (isBlank(text)) return 0;
      // Its first letter makes it; the rest is typed, which leaves out what does not fit.
      make(truncate(text, limits.textLength), time);
      return typed === undefined ? 0 : (typed as TextSession).set(text, caret, time);
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
