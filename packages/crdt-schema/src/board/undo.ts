import * as Y from 'yjs';
import { markNames } from '../elements/marks.ts';
import { limits } from '../limits.ts';
import type { FollowMarks, MarkGuard } from '../yjs/mark-guard.ts';
import type { Roots } from '../yjs/roots.ts';
import { type KeysOf, openUndoGuard } from '../yjs/undo-guard.ts';

/** What an undo or redo did: `steps` 0 means there was nothing left, `changed` is false when it had no visible effect. */
export interface UndoResult {
  readonly steps: number;
  readonly changed: boolean;
}

/** One person's own steps on a document. Colleagues' work is never taken back, and what they have worked on since stays. */
export interface UndoStack {
  /**
   * Call before a local transaction. Transactions of the same `undoGroup` that follow each other make one step, every
   * other transaction is a step of its own.
   */
  begin(undoGroup: object | undefined): void;
  /** Takes back or repeats exactly one step; gives how many there were to take, 0 or 1. */
  undo(): number;
  redo(): number;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Whether a transaction is an undo or a redo of this stack. */
  made(origin: unknown): boolean;
  /** Keeps marks of letters as others gave them, from now on. */
  followMarks(follow: FollowMarks): void;
  close(): void;
}

/** Opens the undo stack of one board. `keysOf` tells what lies where of an element. */
export const openUndoStack = (roots: Roots, local: object, keysOf: KeysOf): UndoStack => {
  const manager = new Y.UndoManager([roots.el, roots.ov, roots.tx], {
    trackedOrigins: new Set([local]),
    // Merges for ever unless told to stop: time plays no part in what a step is.
    captureTimeout: Number.POSITIVE_INFINITY,
  });
  const guard = openUndoGuard(roots, (origin) => origin === local || origin === manager, keysOf);
  type Stack = typeof manager.undoStack;
  let marks: MarkGuard | undefined;
  let undoGroup: object | undefined;
  /** Steps that are out of the manager's sight while it takes one, and the stack they belong to. */
  let held: { readonly stack: Stack; readonly steps: Stack } | undefined;

  manager.on('stack-item-added', () => {
    for (const stack of [manager.undoStack, manager.redoStack])
      if (stack.length > limits.undoSteps) stack.splice(0, stack.length - limits.undoSteps);
  });

  /**
   * The manager goes on to older steps until one has an effect, so one key press could silently undo something
   * unrelated. It is shown one step at a time instead.
   */
  const one = (stack: Stack, kind: 'undo' | 'redo'): number => {
    undoGroup = undefined;
    if (stack.length === 0) return 0;
    const steps = stack.splice(0, stack.length - 1);
    held = { stack, steps };
    const [step] = stack;
    try {
      if (step !== undefined) guard.narrow(step);
      if (step !== undefined && marks !== undefined) marks.take(step, kind);
      else manager[kind]();
      if (step !== undefined) guard.remember(step);
    } finally {
      stack.unshift(...steps);
      held = undefined;
    }
    return 1;
  };

  const has = (stack: Stack): boolean => stack.length > 0 || (held?.stack === stack && held.steps.length > 0);

  return {
    begin: (next) => {
      if (next === undefined || next !== undoGroup) manager.stopCapturing();
      undoGroup = next;
      guard.knowOwnId();
    },
    undo: () => one(manager.undoStack, 'undo'),
    redo: () => one(manager.redoStack, 'redo'),
    canUndo: () => has(manager.undoStack),
    canRedo: () => has(manager.redoStack),
    made: (origin) => origin === manager,
    followMarks: (follow) => {
      marks ??= follow(manager, local, markNames);
    },
    close: () => {
      guard.close();
      marks?.close();
      manager.destroy();
    },
  };
};
