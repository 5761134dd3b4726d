import { type Element, type ElementId, newElementId, patched, snap } from '@gesso/crdt-schema';
import { frameAround, type Vec } from '@gesso/drawing';
import { copiesOf } from '../editor/create-element.ts';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import { withHeld } from '../editor/held.ts';
import { seenOf } from '../editor/hiding.ts';
import { movePatch } from '../editor/move-patch.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { beginDragByGrid } from './drag-by-grid.ts';
import { snapping } from './drag-loader.ts';
import type { Gesture } from './gesture.ts';
import { stillFree } from './patch-gesture.ts';
import { watchDrag } from './watch-drag.ts';

/** `elements` moved by board units. What leaves its frame is shown as a whole on the way. */
const movedBy = (elements: readonly Element[], by: Vec, moving: ReadonlySet<ElementId>): Map<ElementId, Element> =>
  new Map(
    elements.map((element) => {
      const moved = patched(element, movePatch(element, by, moving));
      const leaves = element.frame !== undefined && !moving.has(element.frame);
      return [element.id, leaves ? patched(moved, { frame: null }) : moved];
    }),
  );

/** The frame that what is dragged would belong to if it were dropped now. */
const frameFor = ({ board }: Editor, moved: ReadonlyMap<ElementId, Element>): Element | undefined => {
  const [first] = moved.values();
  const id = first && frameAround(first, board);
  return id === undefined || moved.has(id) ? undefined : board.get(id);
};

/** The way from start to pointer in storable steps; Shift keeps it on the longer axis. */
const wayTo = (start: PointerInput, pointer: PointerInput): Vec => {
  const x = snap(pointer.at.x - start.at.x);
  const y = snap(pointer.at.y - start.at.y);
  if (!pointer.shift) return { x, y };
  return Math.abs(x) > Math.abs(y) ? { x, y: 0 } : { x: 0, y };
};

/** Drags what is selected and not locked. With Alt, lets the originals lie and drops copies. */
export const translate = (editor: Editor, start: PointerInput): Gesture => {
  const elements = withHeld(editor, editor.selected()).filter((element) => !element.locked);
  const moving = new Set(elements.map(({ id }) => id));
  /** The copies under the pointer; the originals stay to be seen. */
  let copies: readonly Element[] | undefined;
  const copied = (): readonly Element[] => {
    copies ??= seenOf(editor, elements).map((element) => ({ ...element, id: newElementId() }));
    return copies;
  };

  // A hand that clicks trembles: what falls into line would leap by that.
  const drag = watchDrag(start);
  let intoLine = snapping(editor, elements, moving);
  const byGrid = beginDragByGrid(editor, elements);
  const placed = (pointer: PointerInput) => {
    const way = wayTo(start, pointer);
    const by = byGrid(way, pointer);
    return by === undefined ? (intoLine?.(way, pointer) ?? { by: way, guides: [] }) : { by, guides: [] };
  };

  const show = (pointer: PointerInput) => {
    // What brings it into line may come while it is dragged. Dropped it lies where it was shown.
    intoLine ??= snapping(editor, elements, moving);
    const { by, guides } = placed(pointer);
    const moved = movedBy(pointer.alt ? copied() : elements, by, moving);
    editor.showGuides(guides);
    const frame = frameFor(editor, moved);
    editor.showAim(frame && { element: frame });
    editor.showDraft(pointer.alt ? { ...noDraft, created: [...moved.values()] } : { ...noDraft, changed: moved });
  };

  const stop = () => {
    editor.showDraft(noDraft);
    editor.showAim(undefined);
    editor.showGuides([]);
  };

  return {
    scrollsAtEdge: true,
    move(pointer) {
      if (drag.move(pointer)) show(pointer);
    },
    end(pointer) {
      const { by } = placed(pointer);
      if (!drag.dragged) return stop();
      if (by.x !== 0 || by.y !== 0) {
        const ids = editor.board.edit((writer) => {
          if (pointer.alt) return writer.addAll(copiesOf(seenOf(editor, elements), by, editor.entered.peek()));
          for (const element of stillFree(editor, elements)) writer.patch(element.id, movePatch(element, by, moving));
          return undefined;
        });
        if (ids !== undefined) editor.select(ids);
      }
      stop();
    },
    cancel: stop,
  };
};
