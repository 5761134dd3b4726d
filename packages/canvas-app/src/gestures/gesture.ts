import type { PointerInput } from '../editor/pointer.ts';

/** What happens between press and release. The document changes in `end`, and nowhere else. */
export interface Gesture {
  move(pointer: PointerInput): void;
  end(pointer: PointerInput): void;
  /** Puts everything back; nothing to undo remains. */
  cancel(): void;
}
