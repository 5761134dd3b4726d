import { angleTo, boxOf, center, unionAll } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import { seenOf } from '../editor/hiding.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { turnPatch } from '../editor/turn-patch.ts';
import type { Gesture } from './gesture.ts';
import { patching } from './patch-gesture.ts';

const step = Math.PI / 12;

/** Turns what is selected about the common center of what is seen of it; Shift in steps of 15°. */
export const rotate = (editor: Editor, start: PointerInput): Gesture => {
  const elements = editor.selected().filter((element) => !element.locked);
  const around = unionAll(seenOf(editor, elements).map(boxOf));
  const pivot = around === undefined ? start.at : center(around);
  const first = elements[0];
  /** A single element comes to rest on multiples of 15° itself, several turn in steps of 15° together. */
  const base = elements.length === 1 && first !== undefined ? first.rotation : 0;

  return patching(editor, elements, (pointer) => {
    const free = angleTo(pivot, pointer.at) - angleTo(pivot, start.at);
    const angle = pointer.shift ? Math.round((base + free) / step) * step - base : free;
    return new Map(elements.map((element) => [element.id, turnPatch(element, pivot, angle)]));
  });
};
