import { kindSpec } from '@gesso/crdt-schema';
import { boxOf, center, takesArrows, type Vec } from '@gesso/drawing';
import { toScreen } from '../editor/camera.ts';
import type { Editor } from '../editor/editor.ts';
import type { PointerInput } from '../editor/pointer.ts';
import { tools } from '../tools/registry.ts';

/** Board units between what lies in the middle already and what is put down there next. */
const aside = 24;
/** Places that are looked at: on a full board it lies over something. */
const mostTries = 30;

/** Board units that a line put down is long: as wide as a rectangle. */
const lineLength = 160;

/** Whether the tool in hand makes something that follows no hand: all but ink. */
export const canPutDown = (editor: Editor): boolean => {
  const { group, makes } = tools[editor.tool.peek()];
  return editor.canEdit.peek() && makes !== undefined && group !== 'ink';
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

/** The pointer of one who has none. */
const pointerAt = (editor: Editor, at: Vec): PointerInput => {
  const sample = { at, pressure: undefined, time: performance.now() };
  const keys = { shift: false, alt: false, mod: false };
  return {
    ...{ ...sample, ...keys, device: 'mouse', samples: [sample] },
    screen: toScreen(editor.camera.peek(), at),
  };
};

/** The middles of the two elements that are selected, if an arrow may tie them: the one selected first comes first. */
const twoToTie = (editor: Editor): readonly [Vec, Vec] | undefined => {
  const [from, to, ...more] = [...editor.selection.peek()].flatMap((id) => editor.board.get(id) ?? []);
  const mayTie = from !== undefined && to !== undefined && more.length === 0 && takesArrows(from) && takesArrows(to);
  return mayTie && tools[editor.tool.peek()].makes === 'arrow' ? [center(boxOf(from)), center(boxOf(to))] : undefined;
};

/**
 * Presses the tool in hand in the middle of the view, or pulls it from side to side there, for those who have no pointer. An arrow goes
 * from one to the other of two elements that are selected.
 */
export const putDown = (editor: Editor): void => {
  const { press, byClicks = false } = tools[editor.tool.peek()];
  const ends = twoToTie(editor);
  if (ends !== undefined) {
    press(pointerAt(editor, ends[0]), editor)?.end(pointerAt(editor, ends[1]));
    return;
  }
  const { x, y } = freeMiddle(editor);
  const half = byClicks ? lineLength / 2 : 0;
  press(pointerAt(editor, { x: x - half, y }), editor)?.end(pointerAt(editor, { x: x + half, y }));
};
