import {
  type Element,
  type ElementId,
  type ErasableElement,
  type ErasedRanges,
  isErasable,
  isRubbedOut,
  unionErased,
  withoutErased,
} from '@gesso/crdt-schema';
import { inkWidth, rubbedParts, withoutCrumbs } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { rubbing } from './eraser-gesture.ts';
import type { Gesture } from './gesture.ts';

/** What is left of ink and shorter than this goes as well, in widths of the ink. */
const crumb = 0.75;

/**
 * Rubs away the ink that lies under the eraser and leaves everything else: shapes, texts and pictures, and what is locked.
 * What is rubbed is gone at once on the screen and written in one step when lifted; Alt gives it back.
 */
export const erasePart = (editor: Editor, start: PointerInput): Gesture => {
  /** What this gesture has rubbed out so far. */
  const rubbed = new Map<ElementId, ErasedRanges>();
  const shown = new Map<ElementId, Element>();

  const inkOf = (id: ElementId): ErasableElement | undefined => {
    const element = editor.board.get(id);
    return element !== undefined && isErasable(element) && !element.locked ? element : undefined;
  };

  /** Everything that is rubbed out of a stroke then, colleagues' rubbing included. */
  const allCuts = (stroke: ErasableElement, mine: ErasedRanges): ErasedRanges =>
    withoutCrumbs(stroke, unionErased(stroke.cuts ?? [], mine), crumb * inkWidth(stroke));

  return rubbing(editor, start, {
    rub(from, to, radius, giveBack) {
      const box = {
        x: Math.min(from.x, to.x) - radius,
        y: Math.min(from.y, to.y) - radius,
        w: Math.abs(to.x - from.x) + 2 * radius,
        h: Math.abs(to.y - from.y) + 2 * radius,
      };
      for (const id of editor.index.inside(box)) {
        const stroke = inkOf(id);
        if (stroke === undefined) continue;
        const parts = rubbedParts(stroke, from, to, radius);
        if (parts.length === 0) continue;
        const before = rubbed.get(id) ?? [];
        const mine = giveBack ? withoutErased(before, parts) : unionErased(before, parts);
        if (mine.length === 0) {
          rubbed.delete(id);
          shown.delete(id);
        } else {
          rubbed.set(id, mine);
          shown.set(id, { ...stroke, cuts: allCuts(stroke, mine) });
        }
      }
    },
    shown: () => ({ changed: new Map(shown) }),
    commit() {
      if (rubbed.size === 0) return;
      editor.board.edit((writer) => {
        for (const [id, mine] of rubbed) {
          const stroke = inkOf(id);
          if (stroke === undefined) continue;
          const cuts = allCuts(stroke, mine);
          if (isRubbedOut(stroke.points, cuts)) writer.remove(id);
          else writer.patch(id, { cut: withoutErased(cuts, stroke.cuts ?? []) });
        }
      });
    },
  });
};
