import { type Element, type ElementId, isBareText, type Patch, patched, snap } from '@gesso/crdt-schema';
import {
  type Box,
  boxOf,
  carryBox,
  type Handle,
  keepsRatio,
  resizeBox,
  resizeElement,
  resizeTurned,
  turn,
  turnedBounds,
  unionAll,
  type Vec,
} from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import { onGrid } from '../editor/grid.ts';
import { seenOf } from '../editor/hiding.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { snapBox } from '../editor/snap-box.ts';
import type { Gesture } from './gesture.ts';
import { patching } from './patch-gesture.ts';

/** Smallest side of a resized box, CSS pixels. */
const leastSide = 4;

/** Where a handle of a box lies; along a side anywhere, as only the way across it counts. */
const cornerOf = ({ x, y, w, h }: Box, handle: Handle): Vec => ({
  x: handle.includes('e') ? x + w : x,
  y: handle.includes('s') ? y + h : y,
});

/** A shape that stays taller than it was pulled at its upper side, as its label needs that, keeps its lower side where it is. */
const heldBelow = (element: Element, patch: Patch, to: Box): Patch => {
  const more = boxOf(patched(element, patch)).h - to.h;
  if (more < 0.1 || isBareText(element)) return patch;
  const up = turn({ x: 0, y: -more }, { x: 0, y: 0 }, element.rotation);
  return { ...patch, x: snap((patch.x ?? element.x) + up.x), y: snap((patch.y ?? element.y) + up.y) };
};

/** What pulling `handle` of the frame around those that are `seen` by the pointer's way makes of each element. */
const plan = (
  elements: readonly Element[],
  seen: readonly Element[],
  handle: Handle,
  by: { readonly x: number; readonly y: number },
  options: { readonly ratio: boolean; readonly center: boolean; readonly least: number },
): Map<ElementId, Patch> => {
  const [only] = elements;
  if (elements.length === 1 && only !== undefined) {
    // A text pulled at a side gets another width; its letters stay as large as they are.
    const isWidth = isBareText(only) && (handle === 'e' || handle === 'w');
    const pulled = isWidth ? { ...options, ratio: false } : options;
    const { box, flipX, flipY } = resizeTurned(boxOf(only), only.rotation, handle, by, pulled);
    const patch = resizeElement(only, snapBox(box), { x: flipX, y: flipY });
    return new Map([[only.id, handle.startsWith('n') ? heldBelow(only, patch, box) : patch]]);
  }
  // Without the width of lines and the shadow of notes, which do not grow with them.
  const around = unionAll(seen.map((element) => turnedBounds(boxOf(element), element.rotation)));
  if (around === undefined) return new Map();
  const { box, flipX, flipY } = resizeBox(around, handle, by, options);
  const flip = { x: flipX, y: flipY };
  return new Map(
    elements.map((element) => {
      const patch = resizeElement(element, snapBox(carryBox(boxOf(element), around, box, flip)), flip);
      // Mirrored along one axis, what leant to the left leans to the right.
      return [element.id, flipX === flipY ? patch : { ...patch, rotation: -element.rotation }];
    }),
  );
};

/**
 * Pulls one of the eight handles. Shift keeps proportions (or frees them where a kind keeps them), Alt the center. Several
 * of which one is turned always keep them: stretched along the axes of the board, a turned thing would have to be sheared.
 */
export const resize = (editor: Editor, start: PointerInput, handle: Handle): Gesture => {
  const elements = editor.selected().filter((element) => !element.locked);
  const seen = seenOf(editor, elements);
  const ratio = elements.some(keepsRatio);
  const turned = elements.length > 1 && elements.some(({ rotation }) => rotation !== 0);

  const upright = elements.every(({ rotation }) => rotation === 0) ? unionAll(seen.map(boxOf)) : undefined;
  const from = upright === undefined ? undefined : cornerOf(upright, handle);
  const wayTo = (pointer: PointerInput): Vec => {
    const way = { x: pointer.at.x - start.at.x, y: pointer.at.y - start.at.y };
    if (from === undefined) return way;
    const to = onGrid(editor, { x: from.x + way.x, y: from.y + way.y }, pointer);
    return { x: to.x - from.x, y: to.y - from.y };
  };

  return patching(editor, elements, (pointer) =>
    plan(elements, seen, handle, wayTo(pointer), {
      ratio: turned || ratio !== pointer.shift,
      center: pointer.alt,
      least: leastSide / editor.camera.peek().zoom,
    }),
  );
};
