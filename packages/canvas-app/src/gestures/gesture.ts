import type { PointerInput } from '../editor/pointer.ts';

/** What happens between press and release. The document changes in `end` or `lost`, and nowhere else. */
export interface Gesture {
  /** Whether holding it at the edge of the canvas moves the paper along. */
  readonly scrollsAtEdge?: boolean;
  move(pointer: PointerInput): void;
  end(pointer: PointerInput): void;
  /** Puts everything back; nothing to undo remains. */
  cancel(): void;
  /** The pointer is gone without having been lifted: keeps what a person would miss. Absent = as `cancel`. */
  lost?(): void;
  /** Escape or undo while it lasts: takes back the last thing only. True when the gesture goes on. */
  back?(): boolean;
}
