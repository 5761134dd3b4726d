import type { Form, KnownKind } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import type { IconNode } from 'lucide';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { Gesture } from '../gestures/gesture.ts';

/** What is beside each other in the toolbar, between two hairlines. */
export type ToolGroup = 'look' | 'ink' | 'shapes' | 'lines' | 'words';

/** What a tool says of itself: toolbar, menus, help and style panel follow. */
export interface ToolFace {
  readonly icon: IconNode;
  readonly group: ToolGroup;
  /** Chords, first one shown. */
  readonly keys: readonly string[];
}

export interface Tool extends ToolFace {
  /** The kind of element it makes, whose styles the panel shows; absent = it makes nothing. */
  readonly makes?: KnownKind;
  /** What it makes may be made click by click: it goes on from press to press. */
  readonly byClicks?: true;
  readonly cursor: string;
  /** Tools that change the board are not offered to viewers. */
  readonly writes: boolean;
  /** It writes comments, and is offered to those who may. */
  readonly comments?: true;
  press(pointer: PointerInput, editor: Editor): Gesture | undefined;
  /** Called while nothing is pressed; may answer with a CSS cursor. */
  hover?(pointer: PointerInput, editor: Editor): string | undefined;
  /** Radius (CSS px) of the ring that stands for the cursor; undefined when there is none. */
  ring?(editor: Editor): number | undefined;
  /** The shape of what it makes, where that has one. */
  readonly form?: Form;
  /** A person takes it in hand. */
  taken?(editor: Editor): void;
  /** Its key is pressed while it is in hand already: goes to its other mode. */
  again?(editor: Editor): void;
  /** An arrow key is pressed while it is in hand, for so many steps, or Enter. */
  byKeys?(editor: Editor, steps?: Vec): void;
  doublePress?(pointer: PointerInput, editor: Editor): void;
}
