import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { Gesture } from '../gestures/gesture.ts';

/** What pointer input needs of the rest: the camera it may move, and who takes presses. */
export interface InputTarget
  extends Pick<Editor, 'camera' | 'viewport' | 'wheel' | 'penMode' | 'setCamera' | 'setPointer' | 'setSampledAt'> {
  /** Calls back when something else may lie under a pointer that rests, or another tool may be in hand. Returns its stop. */
  watchUnderPointer(changed: () => void): () => void;
  /** A pen is heard. */
  seePen(): void;
  /** Whether a plain press moves the paper (hand tool). */
  readonly pansByPress: () => boolean;
  press(pointer: PointerInput, erase: boolean): Gesture | undefined;
  hover(pointer: PointerInput): string;
  /** The pointer is no longer over the paper. */
  leave(): void;
  doublePress(pointer: PointerInput): void;
  undo(): void;
  redo(): void;
}
