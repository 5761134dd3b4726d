import type { ElementId } from '@gesso/crdt-schema';
import { hitTest, type Vec } from '@gesso/drawing';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { Gesture } from './gesture.ts';

/** Radius of the eraser, CSS pixels. */
export const eraserRadius = 8;

/** Positions along a way, no further apart than `step`. */
const along = function* (from: Vec, to: Vec, step: number): Generator<Vec> {
  const n = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step));
  for (let i = 1; i <= n; i += 1) {
    yield { x: from.x + ((to.x - from.x) * i) / n, y: from.y + ((to.y - from.y) * i) / n };
  }
};

/** Rubs over whole elements: they fade, and letting go deletes them in one step. Alt takes marks back. */
export const erase = (editor: Editor, start: PointerInput): Gesture => {
  const marked = new Set<ElementId>();
  let last: Vec = start.at;

  const rub = (to: Vec, unmark: boolean) => {
    const radius = eraserRadius / editor.camera.peek().zoom;
    for (const at of along(last, to, radius)) {
      const box = { x: at.x - radius, y: at.y - radius, w: 2 * radius, h: 2 * radius };
      for (const id of editor.index.inside(box)) {
        const element = editor.board.get(id);
        if (element === undefined || element.locked || !hitTest(element, at, radius)) continue;
        if (unmark) marked.delete(id);
        else marked.add(id);
      }
    }
    last = to;
  };

  const show = (pointer: PointerInput) => {
    for (const sample of pointer.samples) rub(sample.at, pointer.alt);
    editor.eraser.value = { at: pointer.at, radius: eraserRadius };
    editor.draft.value = { ...noDraft, fading: new Set(marked) };
  };

  const stop = () => {
    editor.draft.value = noDraft;
    editor.eraser.value = undefined;
  };

  show(start);
  return {
    move: show,
    end(pointer) {
      show(pointer);
      if (marked.size > 0) {
        editor.board.edit((writer) => {
          for (const id of marked) writer.remove(id);
        });
      }
      stop();
    },
    cancel: stop,
  };
};
