import type * as Y from 'yjs';
import type { Element, ElementId, NewElement } from '../elements/elements.ts';
import { isOrderKey, keysBetween } from '../elements/order-keys.ts';
import { type Random, secureRandom } from '../ids.ts';
import { encodeState } from '../yjs/encode-state.ts';
import { type Report, tellAll } from '../yjs/guarded-listeners.ts';
import type { FollowMarks } from '../yjs/mark-guard.ts';
import { lastIdAt, openRoots, type Roots } from '../yjs/roots.ts';
import { type BoardElements, openBoardElements } from './board-elements.ts';
import { type Change, type ChangeOrigin, changeSince, hasRenamed, readTransaction } from './change.ts';
import { parseName } from './document-metadata.ts';
import type { TypingBoard } from './shared-text.ts';
import { openNewTyping, openTyping, type TextSession } from './text-session.ts';
import { openUndoStack, type UndoResult, type UndoStack } from './undo.ts';
import { openWriter, type TypingWriter, type Writer } from './writer.ts';

/** The one door to a document. Nothing else writes Yjs, but for the name of a board that is not open (`document-metadata.ts`). */
export interface Board {
  get(id: ElementId): Element | undefined;
  /** The Yjs client id under which an element was made, or brought back by an undo; undefined where there is none. */
  authorOf(id: ElementId): number | undefined;
  /** Every drawable element in painting order, frozen and cached. */
  all(): readonly Element[];
  readonly size: number;
  readonly name: string;
  /**
   * One transaction, one undo step. Nested calls join the outer one. Returns what `run` returns. When `run` throws, what it
   * wrote before stays, as one step. Edits of one `undoGroup` that follow each other are one step: a key that is held.
   */
  edit<T>(run: (writer: Writer) => T, undoGroup?: object): T;
  /**
   * Edits made while `run` runs are one undo step, though each is a transaction of its own: how an import that is too
   * large for one update is made.
   */
  together<T>(run: () => T): T;
  /** Like `edit`, from a file or a repair: not on the undo stack. */
  load<T>(run: (writer: Writer) => T): T;
  onChange(listener: (change: Change) => void): () => void;
  onRename(listener: (name: string) => void): () => void;
  undo(): UndoResult;
  redo(): UndoResult;
  /**
   * Keeps marks of letters as others gave them when own steps are undone: call with `followMarks` before marks are changed. It is
   * no part of an open board because a page that formats nothing has no need of it.
   */
  keepMarks(follow: FollowMarks): void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Types the text of an element, or of one of its cells by its name (`cellName`). */
  typing(id: ElementId, cell?: string): TextSession | undefined;
  /**
   * Types an element that does not exist until it has a first letter that can be seen; `element` is asked for it then. Making
   * and typing are one undo step.
   */
  typingNew(id: ElementId, element: () => NewElement): TextSession;
  /** Order keys for n elements above `below` and under `above` (undefined = the end of the stack). */
  orderBetween(below: string | undefined, above: string | undefined, n: number): string[];
  /** Bytes of the whole document as one v1 update. */
  bytes(): number;
  close(): void;
}

/** Origin of a transaction that brings what was stored before: shown as `load`, not undoable. */
export const LOAD = Symbol('load');

export interface BoardOptions {
  /** Numbers in [0, 1) for ids and order keys; the platform's cryptographic source by default. */
  readonly random?: Random;
  /** Tells apart transactions of others, for one a store on this device (`load`) from a server (`remote`). */
  readonly originOf?: (origin: unknown) => ChangeOrigin | undefined;
  /** Told of a listener that throws; the other listeners are still told. Absent = the exception goes to the caller of `edit`. */
  readonly report?: Report;
}

const rethrow: Report = (error) => {
  throw error;
};

/** An open board: its document, its listeners, and the edit that is under way. */
interface State {
  readonly doc: Y.Doc;
  readonly roots: Roots;
  readonly boardElements: BoardElements;
  readonly undoStack: UndoStack;
  /** Origin of this board's own transactions. */
  readonly local: object;
  readonly random: Random;
  readonly originOf: BoardOptions['originOf'];
  readonly report: Report;
  readonly changeListeners: Set<(change: Change) => void>;
  readonly renameListeners: Set<(name: string) => void>;
  /** The writer of the edit that is open. */
  open: TypingWriter | undefined;
  /** What edits that are made together share. */
  joint: object | undefined;
  /** Bytes of the document, once counted; undefined after each transaction. */
  bytes: number | undefined;
}

/** Opens a document as a board. Several boards may be open on one document; each has its own undo stack. */
export function openBoard(doc: Y.Doc, options: BoardOptions = {}): Board {
  const state = openState(doc, options);
  const { boardElements, undoStack, changeListeners, renameListeners } = state;
  const afterTransaction = (transaction: Y.Transaction): void => tell(state, transaction);
  doc.on('afterTransaction', afterTransaction);
  const edit: TypingBoard['edit'] = (run, undoGroup) => editAs(state, run, undoGroup);
  const onChange: Board['onChange'] = (listener) => listen(changeListeners, listener);
  const typingBoard: TypingBoard = { get: boardElements.get, onChange, edit };
  return {
    get: boardElements.get,
    authorOf: (id) => (boardElements.get(id) === undefined ? undefined : lastIdAt(state.roots.el, id)?.client),
    all: boardElements.list,
    get size() {
      return boardElements.size();
    },
    get name() {
      return nameOf(state);
    },
    edit: (run, undoGroup) => editAs(state, run, undoGroup),
    together: (run) => together(state, run),
    load: (run) => write(state, LOAD, run),
    onChange,
    onRename: (listener) => listen(renameListeners, listener),
    undo: () => step(state, undoStack.undo),
    redo: () => step(state, undoStack.redo),
    keepMarks: undoStack.followMarks,
    get canUndo() {
      return undoStack.canUndo();
    },
    get canRedo() {
      return undoStack.canRedo();
    },
    typing: (id, cell) => openTyping(id, typingBoard, { cell }),
    typingNew: (id, element) => openNewTyping(id, element, typingBoard),
    orderBetween: (below, above, n) => orderBetween(state, below, above, n),
    bytes: () => {
      state.bytes ??= encodeState(doc).length;
      return state.bytes;
    },
    close: () => {
      doc.off('afterTransaction', afterTransaction);
      undoStack.close();
      changeListeners.clear();
      renameListeners.clear();
    },
  };
}

function openState(doc: Y.Doc, { random = secureRandom, originOf, report = rethrow }: BoardOptions): State {
  const roots = openRoots(doc);
  const boardElements = openBoardElements(roots);
  const local = { board: 'local' };
  return {
    doc,
    roots,
    boardElements,
    undoStack: openUndoStack(roots, local, { overrides: boardElements.overrideKeys, cells: boardElements.cells.keys }),
    local,
    random,
    originOf,
    report,
    changeListeners: new Set(),
    renameListeners: new Set(),
    open: undefined,
    joint: undefined,
    bytes: undefined,
  };
}

/** Tells the listeners what a transaction has changed, its own or of others. */
function tell(state: State, transaction: Y.Transaction): void {
  const { roots, boardElements, changeListeners, renameListeners, report } = state;
  state.bytes = undefined;
  readTransaction(transaction, roots, boardElements);
  const change = changeSince(boardElements.takeChanged(), boardElements, originOfChange(state, transaction.origin));
  if (change !== undefined) tellAll(changeListeners, [change], report);
  if (hasRenamed(transaction, roots)) tellAll(renameListeners, [nameOf(state)], report);
}

function originOfChange({ local, undoStack, originOf }: State, origin: unknown): ChangeOrigin {
  if (origin === local) return 'local';
  if (undoStack.made(origin)) return 'undo';
  return originOf?.(origin) ?? (origin === LOAD ? 'load' : 'remote');
}

function nameOf({ roots }: State): string {
  return parseName(roots.meta.get('name'));
}

/** Runs one transaction, or a part of the one that is open. */
function write<T>(state: State, origin: unknown, run: (writer: TypingWriter) => T): T {
  const { doc, roots, boardElements, random } = state;
  if (state.open !== undefined) return run(state.open);
  return doc.transact(() => {
    state.open = openWriter(roots, boardElements, random);
    try {
      return run(state.open);
    } finally {
      state.open = undefined;
    }
  }, origin);
}

function editAs<T>(state: State, run: (writer: TypingWriter) => T, undoGroup: object | undefined = state.joint): T {
  if (state.open === undefined) state.undoStack.begin(undoGroup);
  return write(state, state.local, run);
}

function together<T>(state: State, run: () => T): T {
  const outer = state.joint;
  state.joint ??= {};
  try {
    return run();
  } finally {
    state.joint = outer;
  }
}

/** Adds a listener, and returns what takes it away again. */
function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Runs an undo or redo and watches whether anything one can see has come of it. */
function step({ changeListeners }: State, run: () => number): UndoResult {
  let changed = false;
  const stop = listen(changeListeners, () => {
    changed = true;
  });
  try {
    const steps = run();
    return { steps, changed };
  } finally {
    stop();
  }
}

function orderBetween(
  { boardElements, random }: State,
  below: string | undefined,
  above: string | undefined,
  n: number,
): string[] {
  const from = isOrderKey(below) ? below : undefined;
  const to = isOrderKey(above) ? above : undefined;
  if (from === undefined || to === undefined || from < to) return keysBetween(from, to, n, random);
  // Equal keys leave no gap: what comes next above both does.
  const next = boardElements.list().find((element) => element.z > from);
  return keysBetween(from, next?.z, n, random);
}
