import type { Editor } from '../editor/editor.ts';
import { watchUnderPointer } from '../editor/under-pointer.ts';
import type { InputTarget } from '../input/target.ts';
import { mayUse } from './may-use.ts';
import { tools } from './registry.ts';

/** Gives what the pointer does to the current tool. Where writing is not allowed, a tool that writes falls back to the hand. */
export const toolTarget = (editor: Editor): InputTarget => {
  const current = () => {
    const tool = tools[editor.tool.peek()];
    return mayUse(tool, editor) ? tool : tools.hand;
  };
  /** A line that is made click by click ends when another tool is in hand. */
  const finishOthers = () => {
    if (!current().byClicks) editor.pendingLine.peek()?.finish();
  };
  return {
    camera: editor.camera,
    viewport: editor.viewport,
    wheel: editor.wheel,
    penMode: editor.penMode,
    setCamera: editor.setCamera,
    setPointer: editor.setPointer,
    setSampledAt: editor.setSampledAt,
    seePen: () => editor.setPenMode(editor.fingersDraw.peek() === 'yes' ? 'shared' : 'alone'),
    watchUnderPointer: (changed) => watchUnderPointer(editor, changed),
    pansByPress: () => current() === tools.hand,
    press(pointer, erase) {
      editor.touch();
      finishOthers();
      editor.showEraser(undefined);
      editor.showAim(undefined);
      if (editor.editing.peek() !== undefined) editor.setEditing(undefined);
      const tool = erase && editor.canEdit.peek() ? tools.eraser : current();
      return tool.press(pointer, editor);
    },
    hover(pointer) {
      const tool = current();
      finishOthers();
      // Only to select is what lies there of interest.
      if (tool !== tools.select) editor.setHover(undefined);
      // A finger hides what is under it anyway, and leaves no cursor behind.
      const radius = pointer.device === 'touch' ? undefined : tool.ring?.(editor);
      editor.showAim(undefined);
      editor.showEraser(radius === undefined ? undefined : { at: pointer.at, radius });
      return tool.hover?.(pointer, editor) ?? (radius === undefined ? tool.cursor : 'none');
    },
    leave() {
      editor.setHover(undefined);
      editor.showAim(undefined);
      editor.showEraser(undefined);
    },
    doublePress: (pointer) => current().doublePress?.(pointer, editor),
    undo: () => void editor.undo(),
    redo: () => void editor.redo(),
  };
};
