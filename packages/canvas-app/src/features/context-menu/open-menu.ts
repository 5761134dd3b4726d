import { containsPoint } from '@gesso/drawing';
import { type ScreenPoint, toBoard, toScreen } from '../../editor/camera.ts';
import { slackFor } from '../../editor/pointer.ts';
import type { App } from '../../ui/app-context.ts';
import { type Opened, setOpened } from './opened.ts';

/** Whether frames are presented: nothing is offered over them. */
const isPresenting = (): boolean => document.querySelector('[data-presenting]') !== null;

/** Selects the top-most element at a place, locked or not, if it is not part of what is selected; on empty paper nothing is. */
function selectAt({ editor }: App, screen: ScreenPoint, device: 'mouse' | 'touch'): void {
  const at = toBoard(editor.camera.peek(), screen);
  const element = editor.pick(at, slackFor({ device }));
  if (element === undefined) {
    const box = editor.selectionBounds();
    if (box === undefined || !containsPoint(box, at)) editor.select([]);
  } else if (!editor.selection.peek().has(element.id)) {
    editor.setTool('select');
    editor.select([element.id]);
  }
}

/** Opens the menu at a place of the screen, for what lies there. */
export function openAt(app: App, at: ScreenPoint, by: 'mouse' | 'touch'): void {
  if (isPresenting()) return;
  app.editor.pendingLine.peek()?.finish();
  selectAt(app, at, by);
  setOpened({ at, by });
}

/** Opens the menu for what is selected, at its middle as far as it is in view; without, in the middle of the view. */
export function openByKey({ editor }: App): void {
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
