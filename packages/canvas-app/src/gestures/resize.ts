import { type Element, type ElementId, type Patch, snap } from '@gesso/crdt-schema';
import {
  type Box,
  carryBox,
  frameOf,
  type Handle,
  keepsRatio,
  resizeBox,
  resizeElement,
  resizeTurned,
} from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import { selectionFrame } from '../editor/handles.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { Gesture } from './gesture.ts';
import { patching } from './patching.ts';

/** Smallest side of a resized box, CSS pixels. */
const leastSide = 4;

const snapBox = (box: Box): Box => ({ x: snap(box.x), y: snap(box.y), w: snap(box.w), h: snap(box.h) });

/** What pulling `handle` by the pointer's way makes of each element. */
const plan = (
  elements: readonly Element[],
  handle: Handle,
  by: { readonly x: number; readonly y: number },
  options: { readonly ratio: boolean; readonly centre: boolean; readonly least: number },
): Map<ElementId, Patch> => {
  const [only] = elements;
  if (elements.length === 1 && only !== undefined) {
    const { box } = resizeTurned(frameOf(only), only.rotation, handle, by, options);
    return new Map([[only.id, resizeElement(only, snapBox(box))]]);
  }
  const around = selectionFrame(elements)?.box;
  if (around === undefined) return new Map();
  const { box } = resizeBox(around, handle, by, options);
  return new Map(
    elements.map((element) => [element.id, resizeElement(element, snapBox(carryBox(frameOf(element), around, box)))]),
  );
};

/** Pulls one of the eight handles. Shift keeps proportions (or frees them where a kind keeps them), Alt the centre. */
export const resize = (editor: Editor, start: PointerInput, handle: Handle): Gesture => {
  const elements = editor.selected().filter((element) => !element.locked);
  const ratio = elements.some(keepsRatio);

  return patching(editor, elements, (pointer) =>
    plan(
      elements,
      handle,
      { x: pointer.at.x - start.at.x, y: pointer.at.y - start.at.y },
      { ratio: ratio !== pointer.shift, centre: pointer.alt, least: leastSide / editor.camera.peek().zoom },
    ),
  );
};
