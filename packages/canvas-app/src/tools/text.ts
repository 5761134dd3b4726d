import { Type } from 'lucide';
import { holdsText, makeGrowingText, makeText } from '../editor/create-element.ts';
import type { Editor } from '../editor/editor.ts';
import { openText } from '../editor/open-text.ts';
import type { PointerInput } from '../editor/pointer.ts';
import type { Gesture } from '../gestures/gesture.ts';
import { watchDrag } from '../gestures/watch-drag.ts';
import type { Tool } from './tool.ts';
import { underWriter } from './writing-place.ts';

/** The narrowest column that can be meant, CSS pixels. */
const narrowest = 24;

/** Types in what holds a text under the pointer, else in a new text that grows from there. */
const typeAt = (pointer: PointerInput, editor: Editor): void => {
  const under = underWriter(pointer, editor);
  if (under !== undefined && !under.locked && holdsText(under)) {
    editor.select([under.id]);
    openText(editor, under, pointer.at);
  } else editor.startText(makeGrowingText(pointer.at, editor.styleFor('text'), editor.camera.peek().zoom));
};

/** Types in a new column, as wide as from one corner to the other. */
const typeInColumn = (from: PointerInput, to: PointerInput, editor: Editor): void => {
  const style = editor.styleFor('text');
  const width = Math.max(style.size, Math.abs(to.at.x - from.at.x));
  const top = Math.min(from.at.y, to.at.y);
  const at = { x: Math.min(from.at.x, to.at.x), y: top + style.size * 0.6 };
  editor.startText(makeText(at, style, { width, most: width }));
};

/** A click starts typing in what is under it or in a new text, a drag in a column of its width. */
const write = (editor: Editor, start: PointerInput): Gesture => {
  const drag = watchDrag(start);
  return {
    move(pointer) {
      if (!drag.move(pointer)) return;
      const [x, y] = [Math.min(start.at.x, pointer.at.x), Math.min(start.at.y, pointer.at.y)];
      const size = { w: Math.abs(pointer.at.x - start.at.x), h: Math.abs(pointer.at.y - start.at.y) };
      editor.showMarquee({ x, y, ...size });
    },
    end(pointer) {
      editor.showMarquee(undefined);
      const isColumn = drag.dragged && Math.abs(pointer.screen.x - start.screen.x) >= narrowest;
      if (isColumn) typeInColumn(start, pointer, editor);
      else typeAt(pointer, editor);
    },
    cancel() {
      editor.showMarquee(undefined);
    },
  };
};

export const text: Tool = {
  icon: Type,
  group: 'words',
  keys: ['t', '8'],
  makes: 'text',
  cursor: 'text',
  writes: true,
  press: (pointer, editor) => write(editor, pointer),
};
