import type { ElementId } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { takenBy } from '../editor/taken-by.ts';
import { lassoed } from './drag-loader.ts';
import { dragBox } from './draw-box.ts';
import type { Gesture } from './gesture.ts';

/**
 * Drags a rectangle that selects what lies inside it and, dragged to the left, what it touches as well; or draws a line around what is
 * selected, as the select tool is set to, and with Alt the other of the two. Shift adds to what was selected before. The tool that began it puts the selection back.
 */
export const marquee = (editor: Editor, start: PointerInput): Gesture => {
  const before: ReadonlySet<ElementId> = start.shift ? editor.selection.peek() : new Set();
  const isLasso = start.alt !== (editor.selectMode.peek() === 'lasso');
  let outline: readonly Vec[] = [start.at];
  const show = ({ at }: PointerInput) => {
    if (isLasso) {
      const lasso = lassoed(editor, outline, at);
      // What takes things may be on its way still: it will know the whole line.
      outline = lasso?.outline ?? [...outline, at];
      editor.showMarquee(lasso);
      editor.select([...before, ...(lasso?.ids ?? [])]);
      return;
    }
    const box = { ...dragBox(start.at, at, false, false), touches: at.x < start.at.x };
    editor.showMarquee(box);
    editor.select([...before, ...takenBy(editor, box)]);
  };
  return {
    scrollsAtEdge: true,
    move: show,
    end: () => editor.showMarquee(undefined),
    cancel: () => editor.showMarquee(undefined),
  };
};
