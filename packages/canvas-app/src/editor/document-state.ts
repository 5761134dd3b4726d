import type { Board, ElementId } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { SpatialIndex } from './spatial.ts';

/** What the interface reads of the document as a whole. */
export interface DocumentState {
  /** Grows with every change of the document; what a panel reads to be computed again. */
  readonly version: ReadonlySignal<number>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  readonly name: ReadonlySignal<string>;
  /** Reads anew what can be undone and redone: a step without any effect is gone, and no change tells of it. */
  readSteps(): void;
}

/** Follows the document until stopped. `forget` hears with each change of elements that are gone, before the version grows. */
export function followDocument(board: Board, index: SpatialIndex, forget: (gone: ReadonlySet<ElementId>) => void) {
  const version = signal(0);
  const canUndo = signal(false);
  const canRedo = signal(false);
  const name = signal(board.name);
  const readSteps = () => {
    canUndo.value = board.canUndo;
    canRedo.value = board.canRedo;
  };
  const owned: DocumentState = { version, canUndo, canRedo, name, readSteps };
  // After the index: what is computed again looks things up in it.
  const stopChanges = index.onChange(({ change: { removed } }) => {
    forget(new Set(removed));
    readSteps();
    version.value += 1;
  });
  const stopNames = board.onRename((next) => {
    name.value = next;
  });
  const stop = () => {
    stopChanges();
    stopNames();
  };
  return { owned, stop };
}
