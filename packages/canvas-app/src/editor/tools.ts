import type { ElementId } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { PenMode } from './pointer.ts';
import type { ToolId } from './tool-id.ts';

/** Something that a person has just drawn. */
export interface Made {
  readonly ids: readonly ElementId[];
  readonly tool: ToolId;
}

/** What is in the hand. */
export interface Tools {
  readonly tool: ReadonlySignal<ToolId>;
  readonly penMode: ReadonlySignal<PenMode>;
  /** What was made last by hand, and with which tool: another object each time. */
  readonly made: ReadonlySignal<Made | undefined>;
  /** Whether this person has pressed on the canvas yet; the hint on an empty board goes with the first touch. */
  readonly touched: ReadonlySignal<boolean>;
  setTool(id: ToolId): void;
  setPenMode(mode: PenMode): void;
  setMade(made: Made): void;
  /** The canvas was pressed. */
  touch(): void;
}

export function createTools(): Tools {
  const tool = signal<ToolId>('pen');
  const penMode = signal<PenMode>('unseen');
  const made = signal<Made | undefined>(undefined);
  const touched = signal(false);
  return {
    tool,
    penMode,
    made,
    touched,
    setTool(id) {
      tool.value = id;
    },
    setPenMode(mode) {
      penMode.value = mode;
    },
    setMade(next) {
      made.value = next;
    },
    touch() {
      touched.value = true;
    },
  };
}
