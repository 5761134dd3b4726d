import type { ElementId } from '@gesso/crdt-schema';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { touchedBy } from '../editor/touched-by.ts';
import { dragBox } from './draw-box.ts';
import type { Gesture } from './gesture.ts';

/** Drags a rectangle that selects what it touches; Shift adds to what was selected before. Whoever began it puts the selection back. */
export const marquee = (editor: Editor, start: PointerInput): Gesture => {
  const before: ReadonlySet<ElementId> = start.shift ? editor.selection.peek() : new Set();
  const show = (pointer: PointerInput) => {
    const box = dragBox(start.at, pointer.at, false, false);
    editor.showMarquee(box);
    editor.select([...before, ...touchedBy(editor, box)]);
  };
  return {
    scrollsAtEdge: true,
    move: show,
    end: () => editor.showMarquee(undefined),
    cancel: () => editor.showMarquee(undefined),
  };
};
