import {
  changedMarks,
  type Element,
  type MarkChange,
  type MarkName,
  type TextMarks,
  textDifference,
} from '@gesso/crdt-schema';
import { type Signal, signal } from '@preact/signals';
import type { Editor } from '../../editor/editor.ts';
import { type OpenField, typedAt } from '../../ui/open-field.ts';
import { editAllIn, editIn } from './field-edits.ts';
import { brokenAt, type Edit, formatted, withoutMarker } from './lists.ts';
import { isMarked, marksForTyping, settled } from './marking.ts';

/** What is selected in the field, and the marks that are on there or chosen for what is typed next. */
export interface FieldView {
  readonly from: number;
  readonly to: number;
  readonly on: ReadonlySet<MarkName>;
  readonly link: string | undefined;
}

interface State extends OpenField {
  readonly editor: Editor;
  readonly view: Signal<FieldView>;
  /** Marks that were chosen for what is typed next, and where the caret is as long as they hold. */
  chosen: { readonly change: MarkChange; readonly caret: number } | undefined;
  /** The field's text as it was before the last letter. */
  before: string;
  /** Formats since letters were typed last: an undo takes back these first. */
  formats: number;
  isShift: boolean;
}

export const marksOf = (element: Element | undefined): TextMarks | undefined =>
  element !== undefined && 'marks' in element ? element.marks : undefined;

const marksIn = ({ editor, id }: State): TextMarks | undefined => marksOf(editor.board.get(id));

const names = ['bold', 'italic', 'strike', 'code', 'link'] as const;
const nothing: FieldView = { from: 0, to: 0, on: new Set(), link: undefined };

/** What was chosen, as long as the caret is where it was. */
const chosenAt = ({ chosen, field }: State): MarkChange | undefined =>
  chosen?.caret === field.selectionStart ? chosen.change : undefined;

const show = (state: State): void => {
  const { field, view } = state;
  const [from, to] = [field.selectionStart, field.selectionEnd];
  const marks = marksIn(state);
  const next = from === to ? { ...marksForTyping(marks, from), ...chosenAt(state) } : undefined;
  const has = (name: MarkName) =>
    next === undefined ? isMarked(field.value, marks, from, to, name) : (next[name] ?? undefined) !== undefined;
  const around = marks?.find(
    (range) => range.link !== undefined && range.from <= from && range.to >= Math.max(to, from + 1),
  );
  view.value = { from, to, on: new Set(names.filter(has)), link: around?.link };
  const [id, index] = typedAt.peek() ?? [];
  const caret = field.selectionDirection === 'backward' ? from : to;
  if (id !== state.id || index !== caret) typedAt.value = [state.id, caret];
};

const onInput = (state: State, event: Event): void => {
  const { field, session, editor, id, chosen } = state;
  const now = field.value;
  const caret = field.selectionStart;
  const splice = textDifference(state.before, now, caret);
  const own = chosen !== undefined && splice?.at === chosen.caret ? chosen.change : undefined;
  state.before = now;
  state.formats = 0;
  const element = editor.board.get(id);
  // While an input method holds back what others have typed, indices of the field are not those of the document.
  if (splice !== undefined && element !== undefined && 'text' in element && element.text === now) {
    const next = settled(element.marks, splice, own);
    if (next !== undefined) session.mark(next);
  }
  const typed = event instanceof InputEvent ? event : undefined;
  // What is composed is typed again and again, from the same place.
  if (typed?.isComposing !== true) state.chosen = own && { change: own, caret };
  const list = typed?.inputType === 'insertText' && typed.data === ' ' ? formatted(now, caret) : undefined;
  if (list !== undefined) editIn(field, list);
  show(state);
};

const onBeforeInput = ({ field, isShift }: State, event: InputEvent): void => {
  if (event.isComposing || isShift) return;
  const [from, to] = [field.selectionStart, field.selectionEnd];
  if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph') {
    const edits = brokenAt(field.value, from, to);
    const last = edits?.at(-1);
    if (edits === undefined || last === undefined) return;
    event.preventDefault();
    editAllIn(field, edits.slice(0, -1));
    editIn(field, last);
  } else if (event.inputType === 'deleteContentBackward' && from === to) {
    const gone = withoutMarker(field.value, from);
    if (gone === undefined) return;
    event.preventDefault();
    editIn(field, gone);
  }
};

/** An undo right after a format takes back the format: the field, which has an undo of its own, knows of none. */
const onKey = (state: State, event: KeyboardEvent): void => {
  state.isShift = event.shiftKey;
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
  if (!isUndo || state.formats === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  state.formats -= 1;
  state.editor.undo();
  show(state);
};

const listen = (state: State): (() => void) => {
  const { field, session, editor } = state;
  const abort = new AbortController();
  const { signal: until } = abort;
  field.addEventListener('input', (event) => onInput(state, event), { signal: until });
  field.addEventListener('beforeinput', (event) => onBeforeInput(state, event), { signal: until });
  field.addEventListener('keydown', (event) => onKey(state, event), { signal: until, capture: true });
  document.addEventListener('selectionchange', () => show(state), { signal: until });
  const stopRemote = session.onRemote((text) => {
    state.before = text;
  });
  const stopBoard = editor.board.onChange(() => show(state));
  return () => {
    typedAt.value = undefined;
    abort.abort();
    stopRemote();
    stopBoard();
  };
};

/** A field with marks and lists: what is typed is settled, and what is chosen is done. Stop it when the field is gone. */
export function typeRichly(open: OpenField, editor: Editor) {
  const { field, session } = open;
  const view = signal(nothing);
  const before = session.value();
  const state: State = { ...open, editor, view, chosen: undefined, before, formats: 0, isShift: false };
  const format = (from: number, to: number, change: MarkChange): void => {
    // A step of its own: what is typed after it begins another.
    const marks = changedMarks(marksIn(state), from, to, change) ?? null;
    editor.board.edit((writer) => writer.patch(open.id, { marks }));
    state.formats += 1;
    show(state);
  };
  const stop = listen(state);
  show(state);
  /** Browsers tell of a caret that has moved only later. */
  const look = (): FieldView => {
    show(state);
    return view.peek();
  };
  return {
    view,
    look,
    field,
    marks: () => marksIn(state),
    /** Changes the marks of letters, in one undo step. */
    format,
    /** Gives what is selected a mark or takes it away; without a selection, what is typed next. */
    toggle(name: 'bold' | 'italic' | 'strike' | 'code'): void {
      const { from, to, on } = look();
      const change = { [name]: on.has(name) ? null : true };
      if (from < to) {
        format(from, to, change);
        return;
      }
      state.chosen = { change: { ...chosenAt(state), ...change }, caret: from };
      show(state);
    },
    editAll: (edits: readonly Edit[]) => editAllIn(field, edits),
    /** Puts letters with marks of their own, and no others, in the place of what is selected. */
    insert(text: string, own: TextMarks): void {
      const at = field.selectionStart;
      document.execCommand('insertText', false, text);
      const plain = { bold: null, italic: null, strike: null, code: null, link: null };
      let next = changedMarks(marksIn(state), at, at + text.length, plain);
      for (const { from, to, ...marks } of own) next = changedMarks(next, at + from, at + to, marks);
      session.mark(next ?? []);
      show(state);
    },
    stop,
  };
}

export type TypedField = ReturnType<typeof typeRichly>;
