import type { ElementId } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { BoardPoint } from './camera.ts';
import type { PenMode } from './pointer.ts';
import type { Style } from './style.ts';
import type { ToolId } from './tool-id.ts';

/** Something that a person has just drawn. */
export interface Made {
  readonly ids: readonly ElementId[];
  readonly tool: ToolId;
}

/** What a person did by a command of this id, or asked for while it could not be done, or a change of style that they chose. */
export interface Done {
  readonly id?: string;
  readonly isRefused?: true;
  readonly style?: Partial<Style>;
}

/** What a comment is asked for: a place, or without one what is selected or looked at. */
export interface CommentAsked {
  readonly at?: BoardPoint;
}

/** What is in the hand. */
export interface Tools {
  readonly tool: ReadonlySignal<ToolId>;
  readonly penMode: ReadonlySignal<PenMode>;
  /** What was made last by hand, and with which tool: another object each time. */
  readonly made: ReadonlySignal<Made | undefined>;
  /** What was done last that is not drawn, for those who cannot see it: another object each time. */
  readonly done: ReadonlySignal<Done | undefined>;
  /** A comment that is asked for, until there is a field for it. */
  readonly commenting: ReadonlySignal<CommentAsked | undefined>;
  /** Whether this person has pressed on the canvas yet; the hint on an empty board goes with the first touch. */
  readonly touched: ReadonlySignal<boolean>;
  setTool(id: ToolId): void;
  setPenMode(mode: PenMode): void;
  setMade(made: Made): void;
  setDone(done: Done): void;
  askComment(asked?: CommentAsked): void;
  /** The canvas was pressed. */
  touch(): void;
}

export function createTools(): Tools {
  const tool = signal<ToolId>('pen');
  const penMode = signal<PenMode>('unseen');
  const made = signal<Made | undefined>(undefined);
  const done = signal<Done | undefined>(undefined);
  const commenting = signal<CommentAsked | undefined>(undefined);
  const touched = signal(false);
  return {
    tool,
    penMode,
    made,
    done,
    commenting,
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
    setDone(next) {
      done.value = next;
    },
    askComment(asked) {
      commenting.value = asked;
    },
    touch() {
      touched.value = true;
    },
  };
}
