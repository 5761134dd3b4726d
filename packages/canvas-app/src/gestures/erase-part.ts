import {
  type Element,
  type ElementId,
  type ErasableElement,
  type ErasedRanges,
  isErasable,
  isWhollyErased,
  unionErased,
  withoutErased,
} from '@gesso/crdt-schema';
import { erasedParts, inkWidth, withoutCrumbs } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { eraserGesture } from './eraser-gesture.ts';
import type { Gesture } from './gesture.ts';

/** What is left of ink and shorter than this goes as well, in widths of the ink. */
const crumb = 0.75;

/**
 * Erases the ink that lies under the eraser and leaves everything else: shapes, texts and pictures, and what is locked.
 * What is erased is gone at once on the screen and written in one step when lifted; Alt gives it back.
 */
export const erasePart = (editor: Editor, start: PointerInput): Gesture => {
  /** What this gesture has erased so far. */
  const erased = new Map<ElementId, ErasedRanges>();
  const shown = new Map<ElementId, Element>();

  const inkOf = (id: ElementId): ErasableElement | undefined => {
    const element = editor.board.get(id);
    return element !== undefined && isErasable(element) && !element.locked ? element : undefined;
  };

  /** Everything that is erased from a stroke then, by colleagues as well. */
  const allErased = (stroke: ErasableElement, mine: ErasedRanges): ErasedRanges =>
    withoutCrumbs(stroke, unionErased(stroke.cuts ?? [], mine), crumb * inkWidth(stroke));

  return eraserGesture(editor, start, {
    erase(from, to, radius, giveBack) {
      const box = {
        x: Math.min(from.x, to.x) - radius,
        y: Math.min(from.y, to.y) - radius,
        w: Math.abs(to.x - from.x) + 2 * radius,
        h: Math.abs(to.y - from.y) + 2 * radius,
      };
      for (const id of editor.index.inside(box)) {
        const stroke = inkOf(id);
        if (stroke === undefined) continue;
        const parts = erasedParts(stroke, from, to, radius);
        if (parts.length === 0) continue;
        const before = erased.get(id) ?? [];
        const mine = giveBack ? withoutErased(before, parts) : unionErased(before, parts);
        if (mine.length === 0) {
          erased.delete(id);
          shown.delete(id);
        } else {
          erased.set(id, mine);
          shown.set(id, { ...stroke, cuts: allErased(stroke, mine) });
        }
      }
    },
    shown: () => ({ changed: new Map(shown) }),
    commit() {
      if (erased.size === 0) return;
      editor.board.edit((writer) => {
        for (const [id, mine] of erased) {
          const stroke = inkOf(id);
          if (stroke === undefined) continue;
          const all = allErased(stroke, mine);
          if (isWhollyErased(stroke.points, all)) writer.remove(id);
          else writer.patch(id, { cut: withoutErased(all, stroke.cuts ?? []) });
        }
      });
    },
  });
};
