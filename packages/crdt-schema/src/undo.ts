import * as Y from 'yjs';
import { limits } from './limits.ts';
import type { Roots } from './roots.ts';

/** One person's own steps on a document. Colleagues' work is never taken back. */
export interface History {
  /**
   * Call before a local transaction. Transactions of the same `session` that follow each other make one step, every
   * other transaction is a step of its own.
   */
  begin(session: object | undefined): void;
  /** Takes back or repeats exactly one step; gives how many there were to take, 0 or 1. */
  undo(): number;
  redo(): number;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Whether a transaction is this history at work. */
  made(origin: unknown): boolean;
  close(): void;
}

export const openHistory = (roots: Roots, local: object): History => {
  const manager = new Y.UndoManager([roots.el, roots.ov, roots.tx], {
    trackedOrigins: new Set([local]),
    captureTimeout: 0,
  });
  let session: object | undefined;
  let aside: { readonly stack: Y.UndoManager['undoStack']; readonly count: number } | undefined;

  const trim = (stack: Y.UndoManager['undoStack']): void => {
    if (stack.length > limits.undoSteps) stack.splice(0, stack.length - limits.undoSteps);
  };
  manager.on('stack-item-added', () => {
    trim(manager.undoStack);
    trim(manager.redoStack);
  });

  /**
   * The manager goes on to older steps until one has an effect, so one key press could silently undo something
   * unrelated. It is shown one step at a time instead.
   */
  const one = (stack: Y.UndoManager['undoStack'], run: () => unknown): number => {
    session = undefined;
    if (stack.length === 0) return 0;
    const older = stack.splice(0, stack.length - 1);
    aside = { stack, count: older.length };
    try {
      run();
    } finally {
      stack.unshift(...older);
      aside = undefined;
    }
    return 1;
  };

  /** Steps on a stack, those put aside during an undo included: who hears of its change may ask. */
  const depth = (stack: Y.UndoManager['undoStack']): number =>
    stack.length + (aside?.stack === stack ? aside.count : 0);

  return {
    begin: (next) => {
      // Zero never merges, infinity always does: time plays no part in what a step is.
      manager.captureTimeout = next !== undefined && next === session ? Number.POSITIVE_INFINITY : 0;
      session = next;
    },
    undo: () => one(manager.undoStack, () => manager.undo()),
    redo: () => one(manager.redoStack, () => manager.redo()),
    canUndo: () => depth(manager.undoStack) > 0,
    canRedo: () => depth(manager.redoStack) > 0,
    made: (origin) => origin === manager,
    close: () => manager.destroy(),
  };
};
