import type { Element, ElementId } from '../elements/elements.ts';
import { cellText } from '../elements/grid.ts';
import type { Change } from './change.ts';
import { movePosition, rebased, type Splice, spliced, textDifference } from './text-splice.ts';
import type { TypingWriter } from './writer.ts';

/** What a typing session needs of its board. */
export interface TypingBoard {
  get(id: ElementId): Element | undefined;
  onChange(listener: (change: Change) => void): () => void;
  /** Edits of one `undoGroup` that follow each other are one undo step. */
  edit<T>(run: (writer: TypingWriter) => T, undoGroup: object): T;
}

/** Hears of a new text, and where a caret of the text before belongs now. */
export type TextListener = (text: string, move: (caret: number) => number) => void;

/** A text in the document beside what of it is shown to the person who types. */
export interface SharedText {
  /** The text as the person typing sees it. */
  shown(): string;
  /** The text in the document when it was last looked at. */
  known(): string;
  isThere(): boolean;
  /** Takes over what is shown now; gives the splice of the document's text that comes of it, undefined without any. */
  typed(next: string, caret?: number): Splice | undefined;
  write(splice: Splice): void;
  /** Has a change of the document's text, which is in it already, told with the next `show`. */
  toBeTold(splice: Splice): void;
  /** Tells what is not shown yet. The caret goes to `caret`, or stays beside its letters. */
  show(caret?: number): void;
  hold(on: boolean): void;
  held(): boolean;
  listen(listener: TextListener): () => void;
  close(): void;
}

function textIn(board: TypingBoard, id: ElementId, cell?: string): string | undefined {
  const element = board.get(id);
  if (element !== undefined && cell !== undefined) return cellText(element, cell);
  return element !== undefined && 'text' in element ? element.text : undefined;
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

/** Where it is written, and which undo step that is part of. */
interface Written {
  readonly undoGroup: object;
  readonly cell: string | undefined;
}

/** Follows a text of the document; `others` hears of every change that was not written here. Undefined when there is no such text. */
export const openSharedText = (
  id: ElementId,
  board: TypingBoard,
  { undoGroup, cell }: Written,
  others: (splice: Splice) => void,
): SharedText | undefined => {
  const inDocument = () => textIn(board, id, cell);
  const first = inDocument();
  if (first === undefined) return undefined;
  const listeners = new Set<TextListener>();
  let shown = first;
  let known = first;
  /** What turns what is shown into what is known, one after the other. */
  let unseen: Splice[] = [];
  let writing = false;
  let held = false;

  const show = (to?: number): void => {
    if (held || unseen.length === 0) return;
    const steps = unseen;
    unseen = [];
    shown = known;
    const move = (caret: number) => to ?? steps.reduce((at, step) => movePosition(step, at), caret);
    for (const listener of [...listeners]) listener(known, move);
  };

  const stop = board.onChange(() => {
    const now = inDocument();
    if (writing || now === undefined || now === known) return;
    const step = textDifference(known, now);
    known = now;
    if (step !== undefined) {
      unseen.push(step);
      others(step);
    }
    show();
  });

  return {
    shown: () => shown,
    known: () => known,
    isThere: () => inDocument() !== undefined,
    typed(next, caret) {
      // Deleted by another person meanwhile: there is nothing to type into until an undo brings it back.
      if (inDocument() === undefined) return undefined;
      const typed = textDifference(shown, next, caret);
      if (typed === undefined) return undefined;
      const [splice, steps] = besideUnseen(typed, unseen);
      unseen = steps;
      shown = next;
      return splice;
    },
    write(splice) {
      writing = true;
      try {
        const caret = splice.at + splice.insert.length;
        board.edit((writer) => writer.type(id, spliced(known, splice), caret, cell), undoGroup);
        known = inDocument() ?? known;
      } finally {
        writing = false;
      }
    },
    toBeTold: (splice) => void unseen.push(splice),
    show,
    hold(on) {
      held = on;
      show();
    },
    held: () => held,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      stop();
    },
  };
};
