import { distance, placeOn } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import { withMakeNext } from '../editor/make-next-loader.ts';
import { nextFrom, type Side, sideAt } from '../editor/next-element.ts';
import { clickSlop, type PointerInput } from '../editor/pointer.ts';
import { drawLine } from './draw-line.ts';
import type { Gesture } from './gesture.ts';
import { watchDrag } from './watch-drag.ts';

/** From the handle at a side of what is selected: a click makes the next one there, a drag an arrow that begins at that side. */
export const pullNext = (editor: Editor, start: PointerInput, side: Side): Gesture | undefined => {
  const from = nextFrom(editor);
  if (from === undefined) return undefined;
  const at = sideAt[side];
  const point = placeOn(from, at);
  const tie = { element: from, point, binding: { element: from.id, at } };
  const arrow = drawLine(editor, start, { makes: 'arrow', ties: true }, tie);
  const drag = watchDrag(start);
  return {
    scrollsAtEdge: true,
    move(pointer) {
      if (drag.move(pointer)) arrow.move(pointer);
    },
    end(pointer) {
      const isArrow = drag.dragged && distance(pointer.at, point) * editor.camera.peek().zoom > clickSlop;
      if (isArrow) return arrow.end(pointer);
      arrow.cancel();
      if (!drag.dragged) withMakeNext(({ makeNext }) => makeNext(editor, from, side));
    },
    cancel: arrow.cancel,
  };
};
