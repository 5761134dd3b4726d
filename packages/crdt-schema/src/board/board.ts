import type * as Y from 'yjs';
import type { Element, ElementId, NewElement } from '../elements/elements.ts';
import { isOrderKey, keysBetween } from '../elements/order-keys.ts';
import { type Random, secureRandom } from '../ids.ts';
import { encodeState } from '../yjs/encode-state.ts';
import { type Report, tellAll } from '../yjs/guarded-listeners.ts';
import { openRoots } from '../yjs/roots.ts';
import { type Change, type ChangeOrigin, changeSince, hasRenamed, readTransaction } from './change.ts';
import { cleanTitle } from './document-metadata.ts';
import { openSnapshot } from './snapshot.ts';
import { openNewTyping, openTyping, type TextSession } from './text-session.ts';
import { openHistory, type UndoResult } from './undo.ts';
import { openWriter, type TypingWriter, type Writer } from './writer.ts';

/** The one door to a document. Nothing else in Gesso writes Yjs. */
export interface Board {
  get(id: ElementId): Element | undefined;
  /** Every drawable element in painting order, frozen and cached. */
  all(): readonly Element[];
  readonly size: number;
  readonly name: string;
  /**
   * One transaction, one undo step. Nested calls join the outer one. Returns what `run` returns. When `run` throws, what it
   * wrote before stays, as one step. Edits of one `session` that follow each other are one step: a key that is held.
   */
  edit<T>(run: (writer: Writer) => T, session?: object): T;
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
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  typing(id: ElementId): TextSession | undefined;
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

/** Opens a document as a board. Several boards may be open on one document; each has its own undo stack. */
export const openBoard = (doc: Y.Doc, options: BoardOptions = {}): Board => {
  const { random = secureRandom, originOf, report = rethrow } = options;
  const roots = openRoots(doc);
  const snapshot = openSnapshot(roots);
  const local = { board: 'local' };
  const history = openHistory(roots, local, snapshot.overrideKeys);
  const changeListeners = new Set<(change: Change) => void>();
  const renameListeners = new Set<(name: string) => void>();
  /** The writer of the edit that is open. */
  let open: TypingWriter | undefined;
  /** What edits that are made together share. */
  let joint: object | undefined;
  let bytes: number | undefined;

  const name = (): string => cleanTitle(roots.meta.get('name'));

  const classify = (origin: unknown): ChangeOrigin => {
    if (origin === local) return 'local';
    if (history.made(origin)) return 'undo';
    return originOf?.(origin) ?? (origin === LOAD ? 'load' : 'remote');
  };

  const afterTransaction = (transaction: Y.Transaction): void => {
    bytes = undefined;
    readTransaction(transaction, roots, snapshot);
    const change = changeSince(snapshot.takeChanged(), snapshot, classify(transaction.origin));
    if (change !== undefined) tellAll(changeListeners, [change], report);
    if (hasRenamed(transaction, roots)) tellAll(renameListeners, [name()], report);
  };
  doc.on('afterTransaction', afterTransaction);

  const write = <T>(origin: unknown, run: (writer: TypingWriter) => T): T => {
    if (open !== undefined) return run(open);
    return doc.transact(() => {
      open = openWriter(roots, snapshot, random);
      try {
        return run(open);
      } finally {
        open = undefined;
      }
    }, origin);
  };

  const edit = <T>(run: (writer: TypingWriter) => T, session: object | undefined = joint): T => {
    if (open === undefined) history.begin(session);
    return write(local, run);
  };

  const together = <T>(run: () => T): T => {
    const outer = joint;
    joint ??= {};
    try {
      return run();
    } finally {
      joint = outer;
    }
  };

  const onChange = (listener: (change: Change) => void): (() => void) => {
    changeListeners.add(listener);
    return () => changeListeners.delete(listener);
  };

  /** Runs an undo or redo and watches whether anything one can see has come of it. */
  const step = (run: () => number): UndoResult => {
    let changed = false;
    const stop = onChange(() => {
      changed = true;
    });
    try {
      const steps = run();
      return { steps, changed };
    } finally {
      stop();
    }
  };

  return {
    get: snapshot.get,
    all: snapshot.list,
    get size() {
      return snapshot.size();
    },
    get name() {
      return name();
    },
    edit: (run, session) => edit(run, session),
    together,
    load: (run) => write(LOAD, run),
    onChange,
    onRename: (listener) => {
      renameListeners.add(listener);
      return () => renameListeners.delete(listener);
    },
    undo: () => step(history.undo),
    redo: () => step(history.redo),
    get canUndo() {
      return history.canUndo();
    },
    get canRedo() {
      return history.canRedo();
    },
    typing: (id) => openTyping(id, { get: snapshot.get, onChange, edit }),
    typingNew: (id, element) => openNewTyping(id, element, { get: snapshot.get, onChange, edit }),
    orderBetween: (below, above, n) => {
      const from = isOrderKey(below) ? below : undefined;
      const to = isOrderKey(above) ? above : undefined;
      if (from === undefined || to === undefined || from < to) return keysBetween(from, to, n, random);
      // Equal keys leave no gap: what comes next above both does.
      const next = snapshot.list().find((element) => element.z > from);
      return keysBetween(from, next?.z, n, random);
    },
    bytes: () => {
      bytes ??= encodeState(doc).length;
      return bytes;
    },
    close: () => {
      doc.off('afterTransaction', afterTransaction);
      history.close();
      changeListeners.clear();
      renameListeners.clear();
    },
  };
};
