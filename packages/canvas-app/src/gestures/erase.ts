import type { ElementId } from '@gesso/crdt-schema';
import { hitTest, type Vec } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { eraserGesture } from './eraser-gesture.ts';
import type { Gesture } from './gesture.ts';

/** Positions along a way, no further apart than `step`. */
const along = function* (from: Vec, to: Vec, step: number): Generator<Vec> {
  const n = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step));
  for (let i = 1; i <= n; i += 1) {
    yield { x: from.x + ((to.x - from.x) * i) / n, y: from.y + ((to.y - from.y) * i) / n };
  }
};

/** Erases whole elements: they fade, and letting go deletes them in one step. Alt takes marks back. */
export const erase = (editor: Editor, start: PointerInput): Gesture => {
  const marked = new Set<ElementId>();
  return eraserGesture(editor, start, {
    erase(from, to, radius, giveBack) {
      for (const at of along(from, to, radius)) {
        const box = { x: at.x - radius, y: at.y - radius, w: 2 * radius, h: 2 * radius };
        for (const id of editor.index.inside(box)) {
          const element = editor.board.get(id);
          if (element === undefined || element.locked || !hitTest(element, at, radius)) continue;
          if (giveBack) marked.delete(id);
          else marked.add(id);
        }
      }
    },
    shown: () => ({ fading: new Set(marked) }),
    commit() {
      if (marked.size === 0) return;
      editor.board.edit((writer) => {
        for (const id of marked) writer.remove(id);
      });
    },
  });
};
