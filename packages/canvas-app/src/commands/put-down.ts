import { kindSpec } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import { toScreen } from '../editor/camera.ts';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { tools } from '../tools/registry.ts';

/** Board units between what lies in the middle already and what is put down there next. */
const aside = 24;
/** Places that are looked at: on a full board it lies over something. */
const mostTries = 30;

/** Whether the tool in hand makes something by a press alone: a shape, a table, a note, a text or a frame. */
export const canPutDown = (editor: Editor): boolean => {
  const { group, makes } = tools[editor.tool.peek()];
  return editor.canEdit.peek() && makes !== undefined && (group === 'shapes' || group === 'words');
};

/** The middle of the view, or the first place aside where nothing has its middle; for what is all text, where nothing lies. */
const freeMiddle = (editor: Editor): Vec => {
  const { makes } = tools[editor.tool.peek()];
  const isText = makes !== undefined && kindSpec(makes).text === 'body';
  const { x, y, w, h } = editor.viewBox();
  let at = { x: x + w / 2, y: y + h / 2 };
  const isTaken = () =>
    editor.index.inside({ x: at.x - 1, y: at.y - 1, w: 2, h: 2 }).some((id) => {
      if (editor.board.frames().has(id)) return false;
      const box = editor.index.bounds(id);
      return (
        isText || (box !== undefined && Math.hypot(box.x + box.w / 2 - at.x, box.y + box.h / 2 - at.y) < aside / 2)
      );
    });
  for (let tries = 0; tries < mostTries && isTaken(); tries += 1) at = { x: at.x + aside, y: at.y + aside };
  return at;
};

/** Presses the tool in hand in the middle of the view, for those who have no pointer. */
export const putDown = (editor: Editor): void => {
  const at = freeMiddle(editor);
  const sample = { at, pressure: undefined, time: performance.now() };
  const keys = { shift: false, alt: false, mod: false };
  const pointer: PointerInput = {
    ...{ ...sample, ...keys, device: 'mouse', samples: [sample] },
    screen: toScreen(editor.camera.peek(), at),
  };
  tools[editor.tool.peek()].press(pointer, editor)?.end(pointer);
};
