import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { ToolId } from '../editor/tool-id.ts';
import type { Gesture } from '../gestures/gesture.ts';

export interface Tool {
  readonly id: ToolId;
  /** Shown in the toolbar, menus and help. */
  readonly label: string;
  /** Chords, first one shown. */
  readonly keys: readonly string[];
  readonly cursor: string;
  /** Tools that change the board are not offered to viewers. */
  readonly writes: boolean;
  press(pointer: PointerInput, editor: Editor): Gesture | undefined;
  /** Called while nothing is pressed; may answer with a CSS cursor. */
  hover?(pointer: PointerInput, editor: Editor): string | undefined;
  /** Radius (CSS px) of the ring that stands for the cursor; undefined when there is none. */
  ring?(editor: Editor): number | undefined;
  /** Its key is pressed while it is in hand already: goes to its other mode. */
  again?(editor: Editor): void;
  doublePress?(pointer: PointerInput, editor: Editor): void;
}
