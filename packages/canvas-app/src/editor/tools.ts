import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { PenMode } from './pointer.ts';
import type { ToolId } from './tool-id.ts';

/** What is in the hand. */
export interface Tools {
  readonly tool: ReadonlySignal<ToolId>;
  readonly penMode: ReadonlySignal<PenMode>;
  /** Whether this person has pressed on the canvas yet; the hint on an empty board goes with the first touch. */
  readonly touched: ReadonlySignal<boolean>;
  setTool(id: ToolId): void;
  setPenMode(mode: PenMode): void;
  /** The canvas was pressed. */
  touch(): void;
}

export function createTools(): Tools {
  const tool = signal<ToolId>('pen');
  const penMode = signal<PenMode>('unseen');
  const touched = signal(false);
  return {
    tool,
    penMode,
    touched,
    setTool(id) {
      tool.value = id;
    },
    setPenMode(mode) {
      penMode.value = mode;
    },
    touch() {
      touched.value = true;
    },
  };
}
