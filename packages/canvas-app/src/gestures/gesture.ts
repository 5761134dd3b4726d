import type { PointerInput } from '../editor/pointer.ts';

/** What happens between press and release. The document changes in `end`, and nowhere else. */
export interface Gesture {
  /** Whether holding it at the edge of the canvas moves the paper along. */
  readonly scrollsAtEdge?: boolean;
  move(pointer: PointerInput): void;
  end(pointer: PointerInput): void;
  /** Puts everything back; nothing to undo remains. */
  cancel(): void;
}
