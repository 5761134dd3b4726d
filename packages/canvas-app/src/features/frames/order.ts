import type { Element, ElementId } from '@gesso/crdt-schema';
import { boxOf, readingOrder } from '@gesso/drawing';
import { fit } from '../../editor/camera.ts';
import type { Editor } from '../../editor/editor.ts';
import { neighbor } from '../../editor/reading-order.ts';

/** CSS pixels around a frame that fills the view, and those that the bars cover at its top, with the frame's name, and bottom. */
const air = 16;
const bars: { readonly top: number; readonly bottom: number } = { top: 92, bottom: 68 };

/** The largest zoom at which a frame is shown. */
const mostZoom = 4;

/** The frames of a board as one reads them. */
export const framesInOrder = ({ board, index }: Editor): readonly Element[] => {
  const frames = [...board.frames()].flatMap((id) => board.get(id) ?? []);
  return readingOrder(frames, index.bounds).flatMap((id) => board.get(id) ?? []);
};

/** Fills with a frame what the bars leave of the view. `covered`: CSS pixels at its top and bottom. */
export const showFrame = (editor: Editor, frame: Element, covered: typeof bars = bars): void => {
  const { width, height } = editor.viewport.peek();
  const { x, y, zoom } = fit(boxOf(frame), { width, height: height - covered.top - covered.bottom }, air, mostZoom);
  editor.setCamera({ x, y: y - covered.top / zoom, zoom });
};

/** Goes from frame to frame. */
export const createWalk = () => {
  let at: ElementId | undefined;
  return (editor: Editor, step: 1 | -1): void => {
    const order = framesInOrder(editor).map(({ id }) => id);
    const next = neighbor(order, at, step);
    const frame = next === undefined ? undefined : editor.board.get(next);
    if (frame === undefined) return;
    at = frame.id;
    showFrame(editor, frame);
  };
};
