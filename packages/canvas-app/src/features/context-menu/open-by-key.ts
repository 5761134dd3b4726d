import type { CommandContext } from '../../commands/command.ts';
import { toScreen } from '../../editor/camera.ts';
import { type Opened, setOpened } from './opened.ts';

/** Whether frames are presented: nothing is offered over them. */
export const isPresenting = (): boolean => document.querySelector('[data-presenting]') !== null;

/**
 * Opens the menu for what is selected, at its middle as far as it is in view; without, in the middle of the view. That is not fetched with
 * the menu: what is pressed next is kept for it, and does nothing to the board.
 */
export function openByKey({ editor }: Pick<CommandContext, 'editor'>): void {
  if (isPresenting()) return;
  const { width, height } = editor.viewport.peek();
  const box = editor.selectionBounds();
  const middle = box && toScreen(editor.camera.peek(), { x: box.x + box.w / 2, y: box.y + box.h / 2 });
  const at: Opened['at'] = {
    x: Math.max(0, Math.min(width, middle?.x ?? width / 2)),
    y: Math.max(0, Math.min(height, middle?.y ?? height / 2)),
  };
  setOpened({ at, by: 'keys' });
}
